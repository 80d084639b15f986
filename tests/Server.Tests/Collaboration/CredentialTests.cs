using MDReader.Server.Accounts;
using MDReader.Server.Agents;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Collaboration;

/// <summary>
/// What somebody has proven themselves by ends, and nobody announces it, as where the announcement comes after an edit: the
/// append itself finds it out. What they do by something else goes on.
/// </summary>
public sealed class CredentialTests(SharedServer shared) : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    static readonly Dictionary<string, Func<MDReaderDb, Credential, Task>> Ends = new()
    {
        ["the session ended"] = (db, it) => db.Sessions.Where(session => session.Id == it.Session)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.EndedAt, it.Now)),
        ["the token was revoked"] = (db, it) => db.PersonalAccessTokens.Where(token => token.Id == it.Token).ExecuteDeleteAsync(),
        ["the token ran out"] = (db, it) => db.PersonalAccessTokens.Where(token => token.Id == it.Token)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.ExpiresAt, it.Now)),
        ["the token was paused"] = (db, it) => db.PersonalAccessTokens.Where(token => token.Id == it.Token)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.PausedAt, it.Now)),
        ["an owner has paused the agent"] = (db, it) =>
        {
            db.Add(new AgentPause { WorkspaceId = it.Workspace, TokenId = it.Token, Since = it.Now });
            return Task.CompletedTask;
        },
    };

    TestPerson _ana = null!;
    TestPerson _ben = null!;
    string _document = "";
    Credential _bens = null!;
    string _token = "";

    RunningServer Server => shared.Server;

    Database Database => Server.Services.GetRequiredService<Database>();

    Guid Id => Guid.Parse(_document.Split('/')[^1]);

    public static TheoryData<string> Cases() => [.. Ends.Keys];

    public async ValueTask InitializeAsync()
    {
        (_ana, _ben) = (await Server.SignUp("Ana"), await Server.SignUp("Ben"));
        var workspace = await _ana.MakeWorkspace();
        await _ana.Http.Ask("PUT", $"{workspace}/members/{_ben.Id}", new { role = "editor" });
        _document = await _ana.MakeDocument(workspace);
        var made = await _ben.Http.Ask("POST", "/api/v1/me/tokens", new { name = "program" });
        _token = made["token"].GetString()!;
        _bens = new(await SessionOf(_ben), made["id"].GetGuid(), Guid.Parse(workspace.Split('/')[^1]), TimeProvider.System.GetUtcNow());
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        _ben.Dispose();
        return default;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_edit_is_not_appended_once(string what)
    {
        var isSession = what == "the session ended";
        await using var ana = await Open(_ana.AccessToken);
        await using var by = await Open(isSession ? _ben.AccessToken : _token);
        await using var other = await Open(isSession ? _token : _ben.AccessToken);
        await by.Type("while it was good, ");
        await by.AllSaved().WaitAsync(Patience);
        await Database.Write((db, _) => Ends[what](db, _bens), default);

        // All in one turn, or in several: who may goes on, and hears that it is saved.
        await Task.WhenAll(by.Type("afterwards, "), other.Type("by another, "), ana.Type("by Ana, "));
        await by.Closed.WaitAsync(Patience);
        by.CloseCode.ShouldBe(4401);
        await Task.WhenAll(other.AllSaved(), ana.AllSaved()).WaitAsync(Patience);
        (other.CloseCode, ana.CloseCode).ShouldBe((null, null));

        var text = (await _ana.Http.Ask("GET", $"{_document}/content")).Text;
        text.ShouldNotContain("afterwards");
        foreach (var kept in new[] { "while it was good, ", "by another, ", "by Ana, " })
            text.ShouldContain(kept);
        (await Server.Services.GetRequiredService<History>().Edits(Id, 0, long.MaxValue)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_write_over_REST_is_not_made_with_a_session_that_has_ended_on_the_way()
    {
        var writing = Server.Services.GetRequiredService<ContentWriting>();
        Task<WriteOutcome?> Write(string text) => writing.Write(
            Id, new(_ben.Id, new NewText.Edits([new ContentEdit.Append(text)]), _bens.Session), _ => true, default);
        (await Write("before ")).ShouldBeOfType<WriteOutcome.Written>();
        await Database.Write((db, _) => Ends["the session ended"](db, _bens), default);
        (await Write("after ")).ShouldBeOfType<WriteOutcome.NotPermitted>();
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("before ");
    }

    Task<Guid> SessionOf(TestPerson person) => Database.Read(
        (db, token) => db.Sessions.Where(session => session.UserId == person.Id).Select(session => session.Id).SingleAsync(token), default);

    async Task<LiveClient> Open(string token)
    {
        var client = await LiveClient.Connect(Server.Address, $"{Id}", $"token={token}&ack=1");
        await client.Synced().WaitAsync(Patience);
        return client;
    }

    sealed record Credential(Guid Session, Guid Token, Guid Workspace, DateTimeOffset Now);
}
