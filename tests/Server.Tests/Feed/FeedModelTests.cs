using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Feed;

/// <summary>
/// The feed against what is in the tables: people do at once whatever moves it, in two workspaces between which documents
/// move, while writers hold transactions open over documents they share, and commit them in another order than they began.
/// Readers go on in steps of different sizes meanwhile: an owner, somebody who comes and goes, and somebody who is only ever
/// let into single documents. Whoever has read to the end holds what there is for them: nothing was skipped, and nothing that
/// was gone came back.
/// </summary>
public sealed class FeedModelTests(ITestOutputHelper output)
{
    const int Documents = 8;
    const int Folders = 3;

    static int Rounds => Environment.GetEnvironmentVariable("MDREADER_LONG") == "1" ? 400 : 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_reader_at_the_end_holds_what_there_is_for_them(int seed)
    {
        await using var server = await RunningServer.Start(("MDReader:Limits:ApiPerMinute", "10000000"));
        using var owner = await server.SignUp("Ana");
        using var member = await server.SignUp("Ben");
        using var visitor = await server.SignUp("Cleo");
        var world = new FeedWorld(
            owner, [member, visitor], [await owner.MakeWorkspace(), await owner.MakeWorkspace()],
            server.Services.GetRequiredService<Database>());
        foreach (var workspace in world.Workspaces)
        {
            await world.Fill(workspace, Documents, Folders);
        }

        var people = Enumerable.Range(0, 3).Select(number => new FeedCommands(world, new Random((seed * 100) + number))).ToList();
        var overlapping = Enumerable.Range(3, 2).Select(number => new OverlappingWriter(
            server.Services, world, new Random((seed * 100) + number))).ToList();
        var writing = Task.WhenAll(
        [
            .. people.Select(person => Task.Run(() => Repeat(person.DoSomething))),
            .. overlapping.Select(writer => Task.Run(() => Repeat(writer.Write))),
        ]);
        var readers = (
            from workspace in world.Workspaces
            from reader in new[] { (Person: owner, Limit: 7), (Person: member, Limit: 3), (Person: visitor, Limit: 1) }
            select Follow(new FeedReplica(reader.Person, workspace, reader.Limit), writing)).ToList();
        await writing;
        foreach (var reading in readers)
        {
            var replica = await reading;
            output.WriteLine($"{replica}");
            replica.Lines.ShouldBe(await There(world.Database, replica), $"seed {seed}: {replica}");
        }

        output.WriteLine(string.Join(", ", people.SelectMany(person => person.Done).GroupBy(done => done.Key)
            .Select(done => $"{done.Key} {done.Sum(one => one.Value)}")));
    }

    static async Task Repeat(Func<Task> something)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await something();
        }
    }

    static Task<FeedReplica> Follow(FeedReplica replica, Task writing) => Task.Run(async () =>
    {
        while (!writing.IsCompleted)
        {
            await replica.ReadOn();
        }

        while (await replica.ReadOn())
        {
        }

        return replica;
    });

    // The rules of who sees what, said once more.
    static Task<List<string>> There(Database database, FeedReplica replica) => database.Read(
        async (db, token) =>
        {
            var (workspaceId, personId) = (replica.WorkspaceId, replica.Person.Id);
            var members = await (
                from membership in db.Memberships
                where membership.WorkspaceId == workspaceId
                join user in db.Users on membership.UserId equals user.Id
                select new { membership.UserId, membership.Role, user.Name }).ToListAsync(token);
            var role = members.SingleOrDefault(member => member.UserId == personId)?.Role;
            var grants = await db.DocumentGrants.Where(grant => grant.UserId == personId)
                .ToDictionaryAsync(grant => grant.DocumentId, token);
            var lines = new List<string>();
            foreach (var document in await db.Documents.Where(found => found.WorkspaceId == workspaceId).ToListAsync(token))
            {
                if (document.TrashedAt is null
                    && Standing.RoleOf(Standing.InDocument(role, document.IsRestricted), grants.GetValueOrDefault(document.Id)) is { } own)
                {
                    lines.Add(FeedReplica.Line(
                        ("document", document.Id), document.Title, document.FolderId, own.Word(),
                        ETags.OfVersion(document.Version), Document.ContentEtag(document.Epoch, document.Seq)));
                }
            }

            if (role is not null)
            {
                var workspace = await db.Workspaces.SingleAsync(found => found.Id == workspaceId, token);
                lines.Add(FeedReplica.Line(
                    ("workspace", workspaceId), workspace.Name, null, role.Value.Word(), ETags.OfVersion(workspace.Version)));
                lines.AddRange(members.Select(member =>
                    FeedReplica.Line(("member", member.UserId), member.Name, null, member.Role.Word())));
                lines.AddRange(
                    from folder in await db.Folders
                        .Where(found => found.WorkspaceId == workspaceId && found.TrashedAt == null).ToListAsync(token)
                    select FeedReplica.Line(
                        ("folder", folder.Id), folder.Name, folder.ParentId, null, ETags.OfVersion(folder.Version)));
            }

            lines.Sort(StringComparer.Ordinal);
            return lines;
        },
        default);
}
