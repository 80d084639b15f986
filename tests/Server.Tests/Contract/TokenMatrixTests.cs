using MDReader.Server.Access;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>Every operation × personal access tokens: of every scope, paused, revoked, of an agent that an owner has
/// paused. Their person may do everything.</summary>
public sealed class TokenMatrixTests : IAsyncLifetime
{
    static readonly string[] All = ["read", "write", "account"];

    readonly Matrix _matrix = new();
    readonly List<HttpClient> _clients = [];
    Scene _scene = null!;
    IReadOnlyList<Call> _calls = null!;
    TestPerson _person = null!;
    Place _place = null!;

    public async ValueTask InitializeAsync()
    {
        _scene = await Scene.Begin();
        _calls = [.. Call.All(await ApiDocument.Of(_scene.Server.Http)).Where(call => call.Row.Need is not Need.Nothing)];
        var person = await _scene.SomebodyNew("programmer");
        // With a token, as one of the operations ends their sessions.
        var token = await Scene.Must(person, "POST", "/api/v1/me/tokens", new { name = "all", scopes = All });
        _clients.Add(person.Http);
        _person = person with { Http = _scene.Server.As(token["token"].GetString()!) };
        _place = await NewPlace();
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        _person.Dispose();
        await _scene.DisposeAsync();
    }

    [Theory]
    [InlineData("read")]
    [InlineData("write")]
    [InlineData("account")]
    [InlineData("read", "write")]
    [InlineData("read", "write", "account")]
    public async Task A_token_does_what_its_scopes_say(params string[] scopes)
    {
        var (_, token) = await Token(new { name = "script", scopes });
        var who = new Asking($"a token to {string.Join(" and ", scopes)}", token);
        foreach (var call in _calls)
        {
            if (!scopes.Contains(call.Scope))
            {
                var refused = await _matrix.Ask(403, who, call, _place, await PathOf(call, _place));
                if (call.Operation.Method != "HEAD")
                {
                    refused?.Problem.ShouldBe("insufficient-scope", call.Id);
                }
            }
            else if (call.Row.Need is Need.Own || call.Row.Script is not null)
            {
                // Something has to come before; that it is let through shows in what it lacks.
                (await token.Ask(call.Operation.Method, call.PathToNothing)).Problem.ShouldNotBe("insufficient-scope", call.Id);
            }
            else
            {
                await _matrix.Ask(Matrix.Well, who, call, call.IsRead ? _place : await NewPlace());
            }
        }

        _matrix.ShouldHoldThroughout();
    }

    [Fact]
    public async Task A_token_that_is_no_longer_good_opens_nothing()
    {
        var (pausedId, paused) = await Token(new { name = "paused", scopes = All });
        await Scene.Must(_person, "PATCH", $"/api/v1/me/tokens/{pausedId}", new { paused = true });
        var (revokedId, revoked) = await Token(new { name = "revoked", scopes = All });
        await Scene.Must(_person, "DELETE", $"/api/v1/me/tokens/{revokedId}");
        foreach (var call in _calls)
        {
            var path = await PathOf(call, _place);
            await _matrix.Ask(401, new("a token that is paused", paused), call, _place, path);
            await _matrix.Ask(401, new("a token that was revoked", revoked), call, _place, path);
        }

        _matrix.ShouldHoldThroughout();
    }

    [Fact]
    public async Task An_agent_that_an_owner_has_paused_does_nothing_more_in_their_workspace()
    {
        var (id, agent) = await Token(new { name = "agent", scopes = All, isAgent = true });
        await Scene.Must(_person, "PATCH", $"{_place.Workspace}/agents/{id}", new { paused = true });
        var elsewhere = await NewPlace();
        foreach (var call in _calls.Where(call => call.Row.Need is Need.InWorkspace or Need.OnDocument))
        {
            await _matrix.Ask(403, new("an agent, where it is paused", agent), call, _place);
            if (call.IsRead && !call.Operation.Path.Contains("/links/", StringComparison.Ordinal))
            {
                await _matrix.Ask(Matrix.Well, new("an agent, where it isn't paused", agent), call, elsewhere);
            }
        }

        _matrix.ShouldHoldThroughout();
    }

    [Fact]
    public async Task A_token_makes_none_that_may_do_more_than_itself_and_an_agent_none_at_all()
    {
        string[] scopes = ["account", "read"];
        var (_, manager) = await Token(new { name = "manager", scopes });
        (await Make(manager, "read")).Status.ShouldBe(System.Net.HttpStatusCode.Created);
        (await Make(manager, "account", "read")).Status.ShouldBe(System.Net.HttpStatusCode.Created);
        (await Make(manager, "write")).Problem.ShouldBe("insufficient-scope");
        (await manager.Ask("POST", "/api/v1/me/tokens", new { name = "usual" })).Problem.ShouldBe("insufficient-scope");
        var (_, agent) = await Token(new { name = "agent", scopes = All, isAgent = true });
        (await Make(agent, "read")).Problem.ShouldBe("insufficient-scope");

        static Task<Answer> Make(HttpClient http, params string[] scopes) =>
            http.Ask("POST", "/api/v1/me/tokens", new { name = "another", scopes });
    }

    static async Task<string> PathOf(Call call, Place place) =>
        call.Row.Need is Need.Own ? call.PathToNothing : await place.Fill(call.Operation.Path);

    async Task<(Guid Id, HttpClient Http)> Token(object request)
    {
        var made = await Scene.Must(_person, "POST", "/api/v1/me/tokens", request);
        var http = _scene.Server.As(made["token"].GetString()!);
        _clients.Add(http);
        return (made["id"].GetGuid(), http);
    }

    async Task<Place> NewPlace()
    {
        var workspace = await _person.MakeWorkspace();
        await Scene.Must(_person, "PUT", $"{workspace}/members/{_scene.Target.Id}", new { role = Role.Viewer.Word() });
        return new Place(_scene, workspace, _person);
    }
}
