using MDReader.TestKit;

namespace Server.Tests.Collaboration;

/// <summary>Somebody of each role there is, and Ana, whose the documents are: once for all cases of a class.</summary>
public sealed class Cast(SharedServer shared) : IAsyncLifetime
{
    const string Guest = "guest ";

    readonly Dictionary<string, TestPerson> _members = [];
    string _workspace = "";

    public static IReadOnlyList<string> Roles { get; } =
        ["viewer", "commenter", "editor", "owner", $"{Guest}viewer", $"{Guest}commenter", $"{Guest}editor"];

    public TestPerson Ana { get; private set; } = null!;

    public static bool MayWrite(string role) => role.EndsWith("editor", StringComparison.Ordinal) || role == "owner";

    public async ValueTask InitializeAsync()
    {
        Ana = await shared.Server.SignUp("Ana");
        _workspace = await Ana.MakeWorkspace();
        foreach (var role in Roles.Where(role => !role.StartsWith(Guest, StringComparison.Ordinal)))
        {
            var person = _members[role] = await shared.Server.SignUp(role);
            await Ana.Http.Ask("PUT", $"{_workspace}/members/{person.Id}", new { role });
        }
    }

    public ValueTask DisposeAsync()
    {
        Ana.Dispose();
        foreach (var person in _members.Values)
            person.Dispose();
        return default;
    }

    public Task<string> MakeDocument() => Ana.MakeDocument(_workspace);

    /// <summary>What somebody of this role opens the document with; a guest comes by a link to it.</summary>
    public async Task<string> Token(string role, string document)
    {
        if (_members.TryGetValue(role, out var member))
            return member.AccessToken;
        var link = await Ana.Http.Ask("POST", $"{document}/links", new { role = role[Guest.Length..] });
        using var stranger = shared.Server.Client();
        return (await stranger.Ask("POST", $"/api/v1/links/{link["token"].GetString()}/open", new { name = "Stranger" }))
            ["accessToken"].GetString()!;
    }
}
