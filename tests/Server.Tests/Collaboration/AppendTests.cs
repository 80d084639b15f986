using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Collaboration;

/// <summary>One commit for what several rooms have to write.</summary>
public sealed class AppendTests
{
    [Fact]
    public async Task Several_documents_of_a_workspace_and_of_another_are_written_in_one_transaction_and_told_one_after_the_other()
    {
        await using var server = await RunningServer.Start();
        var ana = await server.SignUp("Ana");
        var (first, second) = (await ana.MakeWorkspace(), await ana.MakeWorkspace());
        var documents = new List<Guid>();
        foreach (var (workspace, title) in new[] { (first, "A"), (first, "B"), (second, "C"), (first, "D") })
            documents.Add(Guid.Parse((await ana.MakeDocument(workspace, title)).Split('/')[^1]));
        var (log, database) = (server.Services.GetRequiredService<UpdateLog>(), server.Services.GetRequiredService<Database>());
        var session = await database.Read(
            (db, token) => db.Sessions.Where(session => session.UserId == ana.Id).Select(session => session.Id).SingleAsync(token), default);
        var group = new List<Batch>();
        foreach (var document in documents)
        {
            var open = (await log.Open(document))!;
            var edit = open.Write(new NewText.Edits([]), [new(0, 0, "one")], ana.Id)! with { Credential = session };
            group.Add(new(document, open.Epoch, [edit]));
        }

        AppendedGroup appended;
        using (await server.Services.GetRequiredService<WriteGate>().Enter(default))
        await using (var append = await server.Services.GetRequiredService<OpenAppend>()(default))
            appended = await append.Commit(group, TimeProvider.System.GetUtcNow());

        appended.Outcomes.ShouldAllBe(outcome => outcome is Appended.Committed);
        appended.Moved.Count.ShouldBe(2);
        foreach (var document in documents)
            (await log.Open(document))!.Text.ToString().ShouldBe("one");
        var told = await database.Read((db, token) => db.Set<ChangeRow>().Where(change => documents.Contains(change.ObjectId))
            .Select(change => new { change.WorkspaceId, change.Position }).ToListAsync(token), default);
        told.Count.ShouldBe(documents.Count);
        told.ShouldBeUnique();
        var feeds = await database.Read((db, token) => db.Set<FeedRow>().ToDictionaryAsync(feed => feed.WorkspaceId, feed => feed.Position, token), default);
        foreach (var workspace in told.GroupBy(change => change.WorkspaceId))
            workspace.Max(change => change.Position).ShouldBe(feeds[workspace.Key]);
    }
}
