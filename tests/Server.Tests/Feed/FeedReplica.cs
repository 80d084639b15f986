using System.Net;
using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Feed;

/// <summary>What a client keeps that does as it is told: it begins with a snapshot and goes on with what changed, begins
/// again when its cursor is no good any more, and lets go of all that it had of a workspace which it may see no longer.</summary>
sealed class FeedReplica(TestPerson person, string workspace, int limit)
{
    readonly Dictionary<(string Type, Guid Id), string> _held = [];
    string? _since;
    int _told, _steps, _beginnings, _endings;

    public TestPerson Person => person;

    public Guid WorkspaceId => FeedWorld.IdOf(workspace);

    /// <summary>In an order that says nothing.</summary>
    public List<string> Lines => [.. _held.Values.Order(StringComparer.Ordinal)];

    /// <summary>False when there was nothing more.</summary>
    public async Task<bool> ReadOn()
    {
        _steps++;
        if (_since is null)
        {
            return await Begin();
        }

        var answer = await person.Http.Ask("GET", $"{workspace}/changes?limit={limit}&since={_since}");
        switch (answer.Status)
        {
            case HttpStatusCode.OK:
                var changes = answer["changes"].EnumerateArray().ToList();
                changes.ForEach(Take);
                _since = answer["nextCursor"].GetString();
                return changes.Count > 0 || answer["hasMore"].GetBoolean();
            case HttpStatusCode.Gone:
                _since = null;
                return true;
            default:
                return LetGo(answer);
        }
    }

    public override string ToString() =>
        $"{person.Email.Split('-')[0]}: {_told} told in {_steps} steps of {limit}, begun {_beginnings} times, ended {_endings}";

    public static string Line(
        (string Type, Guid Id) what, string? name, Guid? folder, string? role, string? etag = null, string? contentEtag = null) =>
        $"{what.Type} {what.Id}: {name} in {folder} as {role} {etag} {contentEtag}";

    async Task<bool> Begin()
    {
        _held.Clear();
        var cursor = "";
        while (cursor is not null)
        {
            var page = await person.Http.Ask("GET", $"{workspace}/snapshot?limit={limit}{cursor}");
            if (page.Status != HttpStatusCode.OK)
            {
                return LetGo(page);
            }

            page["items"].EnumerateArray().ToList().ForEach(Take);
            cursor = page["nextCursor"].GetString() is { } next ? $"&cursor={next}" : null;
            _since = cursor is null ? page["syncCursor"].GetString() : null;
        }

        _beginnings++;
        return true;
    }

    bool LetGo(Answer answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.NotFound, answer.Text);
        _endings += _since is null ? 0 : 1;
        _held.Clear();
        _since = null;
        return false;
    }

    void Take(JsonElement change)
    {
        _told++;
        var what = (Text("type")!, change.GetProperty("id").GetGuid());
        if (Text("op") == "delete")
        {
            _held.Remove(what);
            return;
        }

        _held[what] = Line(
            what, Text("title") ?? Text("name"), Text("folderId") is { } folder ? Guid.Parse(folder) : null, Text("role"),
            Text("etag"), Text("contentEtag"));

        string? Text(string name) => change.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
