using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;

namespace Server.Tests.Feed;

/// <summary>Does one thing after another that moves a feed, as chance has it. What others have taken away or moved meanwhile
/// is refused, and that is well.</summary>
sealed class FeedCommands(FeedWorld world, Random random)
{
    static readonly string[] Roles = ["viewer", "commenter", "editor"];

    readonly Dictionary<string, int> _done = [];
    int _number;

    /// <summary>What took effect, and how often.</summary>
    public IReadOnlyDictionary<string, int> Done => _done;

    public async Task DoSomething()
    {
        var (document, folder, workspace) = (Any(world.Documents), Any(world.Folders), Any(world.Workspaces));
        var (role, name) = (new { role = Any(Roles) }, $"{_number++} {random.Next(1000)}");
        var (permission, membership) = (
            $"{document}/permissions/{Any(world.Others).Id}", $"{workspace}/members/{world.Others[0].Id}");
        await (random.Next(100) switch
        {
            < 6 => Count("document made", world.MakeDocument(workspace, AnyFolder())),
            < 12 => Ask("text", "PUT", $"{document}/content", new StringContent($"---\ntags: [n{_number}]\n---\n"), ("If-Match", "*")),
            < 18 => Ask("rename", "PATCH", document, new { title = name }),
            < 28 => Ask("to a folder", "PATCH", document, new { folderId = AnyFolder() }),
            < 34 => Ask("to a workspace", "POST", $"{document}/move", new { workspaceId = FeedWorld.IdOf(workspace) }),
            < 39 => Ask("trash", "DELETE", document),
            < 44 => Ask("restore", "POST", $"{document}/restore"),
            < 47 => Ask("purge", "DELETE", $"{document}?permanent=true"),
            < 49 => Ask("empty the trash", "DELETE", $"{workspace}/trash"),
            < 53 => Count("folder made", world.MakeFolder(workspace, AnyFolder())),
            < 61 => Ask("move a folder", "PATCH", folder, new { name, parentId = AnyFolder() }),
            < 64 => Ask("trash a folder", "DELETE", folder),
            < 68 => Ask("restore a folder", "POST", $"{folder}/restore"),
            < 74 => Ask("member", "PUT", membership, role),
            < 79 => Ask("no member", "DELETE", membership),
            < 86 => Ask("share", "PUT", permission, role),
            < 89 => Ask("restrict", "PATCH", $"{document}/access", new { isRestricted = random.Next(2) == 0 }),
            < 95 => Ask("share no more", "DELETE", permission),
            < 98 => Ask("rename a workspace", "PATCH", workspace, new { name }),
            _ => BeginNewEpoch(),
        });
    }

    T Any<T>(T[] some) => some[random.Next(some.Length)];

    // The top now and then.
    Guid? AnyFolder() => random.Next(4) == 0 ? null : FeedWorld.IdOf(Any(world.Folders));

    Task Ask(string what, string method, string path, object? body = null, params (string, string)[] headers) =>
        Count(what, world.Owner.Http.Ask(method, path, body, headers));

    async Task Count(string what, Task<Answer> asking)
    {
        var answer = await asking;
        ((int)answer.Status).ShouldBeLessThan(500, $"{what}: {answer.Text}");
        if ((int)answer.Status < 300)
        {
            _done[what] = _done.GetValueOrDefault(what) + 1;
        }
    }

    // As after a backup was restored.
    Task<int> BeginNewEpoch() => world.Database.Write(
        (db, token) => db.Set<FeedRow>().ExecuteUpdateAsync(row => row.SetProperty(feed => feed.Epoch, Guid.NewGuid()), token),
        default);
}
