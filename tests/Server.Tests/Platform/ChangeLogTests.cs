using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Platform;

public sealed class ChangeLogTests(SharedServer shared)
{
    static readonly Guid Everyone = ChangeRow.Everyone;

    readonly Guid _workspace = Guid.CreateVersion7();
    readonly Guid _other = Guid.CreateVersion7();

    Database Database => shared.Server.Services.GetRequiredService<Database>();

    [Fact]
    public async Task An_object_has_one_row_that_moves_forward()
    {
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Note(new Change.Upserted(_workspace, ObjectType.Document, first));
        await Note(new Change.Upserted(_workspace, ObjectType.Document, second));
        await Note(new Change.Deleted(_workspace, ObjectType.Document, first, Gone.Trashed));
        await Note(new Change.Upserted(_other, ObjectType.Document, first));

        (await Rows(_workspace)).ShouldBe([(second, Everyone, 2, null), (first, Everyone, 3, Gone.Trashed)]);
        (await Rows(_other)).ShouldBe([(first, Everyone, 1, null)]);

        await Note(new Change.Upserted(_workspace, ObjectType.Document, first));
        (await Rows(_workspace)).ShouldBe([(second, Everyone, 2, null), (first, Everyone, 4, null)]);
    }

    [Fact]
    public async Task A_write_that_is_rolled_back_moves_nothing()
    {
        var id = Guid.CreateVersion7();
        await Database.WriteIf((_, _) =>
        {
            Database.Note(new Change.Upserted(_workspace, ObjectType.Document, id));
            return Task.FromResult((Keep: false, 0));
        }, default);

        (await Rows(_workspace)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Access_to_everything_moves_everything_that_is_there_for_that_person_alone()
    {
        var (kept, gone, person) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await Note(new Change.Upserted(_workspace, ObjectType.Document, kept));
        await Note(new Change.Deleted(_workspace, ObjectType.Document, gone, Gone.Purged));
        await Note(new Change.AccessToAll(_workspace, person));
        await Note(new Change.Access(_workspace, ObjectType.Document, kept, person));

        var rows = await Rows(_workspace);
        rows.Select(row => (row.Id, row.Audience)).ShouldBe([(kept, Everyone), (gone, Everyone), (kept, person)]);
        rows.Select(row => row.Position).ShouldBeInOrder(SortDirection.Ascending);
    }

    [Fact]
    public async Task Writers_at_once_each_have_positions_of_their_own()
    {
        var writers = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                var id = Guid.CreateVersion7();
                await Note(
                    new Change.Upserted(_workspace, ObjectType.Document, id), new Change.Upserted(_other, ObjectType.Document, id));
            }
        }));
        await Task.WhenAll(writers);

        foreach (var feed in new[] { _workspace, _other })
        {
            (await Rows(feed)).Select(row => row.Position).ShouldBe(Enumerable.Range(1, 160).Select(at => (long)at));
        }
    }

    [Fact]
    public async Task Typing_moves_the_document_and_listeners_hear_of_it()
    {
        var ana = await shared.Server.SignUp("Ana");
        var workspace = await ana.MakeWorkspace();
        var document = await ana.MakeDocument(workspace);
        var (feed, id) = (Guid.Parse(workspace.Split('/')[^1]), Guid.Parse(document.Split('/')[^1]));
        var before = await Rows(feed);
        var heard = new TaskCompletionSource();
        shared.Server.Services.GetRequiredService<Signals>().Listen<FeedMoved>(moved =>
        {
            if (moved.WorkspaceId == feed)
            {
                heard.TrySetResult();
            }
        });

        await ana.Http.Ask("PUT", $"{document}/content", new StringContent("text"), ("If-Match", "*"));

        await heard.Task.WaitAsync(TimeSpan.FromMinutes(1));
        (await Rows(feed))[^1].ShouldBe((id, Everyone, before[^1].Position + 1, null));
    }

    Task Note(params Change[] changes) => Database.Write((_, _) =>
    {
        Array.ForEach(changes, Database.Note);
        return Task.CompletedTask;
    }, default);

    async Task<List<(Guid Id, Guid Audience, long Position, Gone? Gone)>> Rows(Guid workspace) =>
        (await Database.Read(
            (db, token) => db.Set<ChangeRow>().Where(row => row.WorkspaceId == workspace)
                .OrderBy(row => row.Position).ToListAsync(token), default))
        .ConvertAll(row => (row.ObjectId, row.AudienceId, row.Position, row.Gone));
}
