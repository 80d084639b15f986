using System.Text;
using MDReader.Client;
using MDReader.TestKit;

namespace Client.Tests;

/// <summary>What a program does with the client, on a server.</summary>
public sealed class ProgramTests(SharedServer shared)
{
    [Fact]
    public async Task Text_is_edited_compared_and_taken_back()
    {
        using var desk = await Desk.Begin(shared.Server);
        var client = desk.Client;
        var document = await client.Documents.Create(desk.Workspace, new("Notes") { Content = "one two\n" });
        var begun = await client.Versions.Create(document.Id, "Begun");

        var written = await client.Texts.Edit(
            document.Id, [new Edit.Replace("two", "three"), new Edit.At(new(0, 0), "zero "), new Edit.Append("end\n")]);
        (await Text(client, document.Id)).ShouldBe("zero one three\nend\n");
        (await client.Texts.ReadIfChanged(document.Id, written.Etag)).ShouldBeNull();
        var stale = await Should.ThrowAsync<ProblemException>(
            () => client.Texts.Replace(document.Id, "all\n"u8.ToArray(), begun.Etag));
        (stale.Type, stale.Member("currentEtag")).ShouldBe(("precondition-failed", written.Etag));
        var merged = await client.Texts.Write(document.Id, "one two too\n"u8.ToArray(), begun.Etag);
        merged.Merged.ShouldBeTrue();

        var diff = await client.Versions.Diff(document.Id, $"{begun.Id}");
        (diff.From, diff.To).ShouldBe((begun.Etag, merged.Etag));
        diff.Hunks.ShouldNotBeEmpty();
        (await client.Versions.Blame(document.Id)).Runs.ShouldAllBe(run => run.Actor == desk.Person.Id);
        await client.Versions.Restore(document.Id, begun.Id);
        (await Text(client, document.Id)).ShouldBe("one two\n");
        Encoding.UTF8.GetString(await client.Versions.Read(begun.Id)).ShouldBe("one two\n");
    }

    [Fact]
    public async Task Comments_and_suggestions_are_made_and_decided()
    {
        using var desk = await Desk.Begin(shared.Server);
        var client = desk.Client;
        var document = await client.Documents.Create(desk.Workspace, new("Notes") { Content = "one two\n" });

        var thread = await client.Comments.Begin(document.Id, new Anchoring.At(new(4, 7), document.ContentEtag), "Why two?");
        var reply = await client.Comments.Reply(thread.Id, "It comes after one.");
        await client.Comments.React(reply.Id, "👍");
        await client.Comments.Resolve(thread.Id);
        var threads = await client.Comments.Threads(document.Id, new() { Status = "resolved" }).ToListAsync();
        threads.ShouldHaveSingleItem().Comments[1].Reactions.ShouldHaveSingleItem().Emoji.ShouldBe("👍");
        threads[0].Anchor.Quote.ShouldBe("two");

        var suggestion = await client.Suggestions.Create(
            document.Id, new Proposal.Whole(document.ContentEtag, "one three\n") { Message = "Odd numbers only." });
        (await client.Suggestions.Accept(suggestion.Id)).Status.ShouldBe("decided");
        (await Text(client, document.Id)).ShouldBe("one three\n");
    }

    [Fact]
    public async Task A_file_is_sent_and_comes_back()
    {
        using var desk = await Desk.Begin(shared.Server);
        var client = MDReaderClient.At(shared.Server.Address, (await desk.Client.Tokens.Create("sender")).Token);
        var document = await client.Documents.Create(desk.Workspace, new("Notes"));
        var bytes = Encoding.UTF8.GetBytes("a;b\n1;2\n");

        var sent = await client.Attachments.Upload(document.Id, "table.csv", "text/csv", () => new MemoryStream(bytes));
        using var back = new MemoryStream();
        await client.Attachments.Download(sent.Id, back);

        sent.Status.ShouldBe("ready");
        back.ToArray().ShouldBe(bytes);
        (await client.Attachments.List(document.Id).ToListAsync()).ShouldHaveSingleItem().Sha256.ShouldBe(sent.Sha256);
    }

    [Fact]
    public async Task What_is_shared_is_open_to_a_guest_until_the_link_is_deleted()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Client.Documents.Create(desk.Workspace, new("Notes") { Content = "one\n" });
        var link = await desk.Client.Links.Create(document.Id, new(Role.Commenter) { Label = "For all" });
        link = await desk.Client.Links.Change(link.Id, new() { Label = null, UseLimit = 5 }) with { Token = link.Token };
        (link.Label, link.UseLimit, link.Role).ShouldBe((null, 5, Role.Commenter));

        var opened = await MDReaderClient.At(shared.Server.Address, token: null).Links.Open(link.Token!, new() { Name = "Gus" });
        var guest = MDReaderClient.At(shared.Server.Address, opened.AccessToken);
        (await Text(guest, document.Id)).ShouldBe("one\n");
        (await desk.Client.Sharing.PreviewLink(document.Id, link.Id, changes: null)).Lose.ShouldBe(1);

        await desk.Client.Links.Delete(link.Id);
        await Should.ThrowAsync<ProblemException>(() => guest.Texts.Read(document.Id));
    }

    [Fact]
    public async Task A_program_that_listens_hears_of_a_change()
    {
        using var desk = await Desk.Begin(shared.Server);
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var client = MDReaderClient.At(shared.Server.Address, (await desk.Client.Tokens.Create("listener")).Token);

        var heard = client.Feed.Hints(desk.Workspace, late.Token).FirstAsync(hint => hint.Event == "changes", late.Token).AsTask();
        // Nobody tells when the stream is open.
        await Eventually.Holds(
            async () =>
            {
                await desk.Client.Folders.Create(desk.Workspace, "Plans", cancellation: late.Token);
                return heard.IsCompleted;
            },
            "a hint");

        (await heard).Id.ShouldBeNull();
    }

    static async Task<string> Text(MDReaderClient client, Guid document) =>
        Encoding.UTF8.GetString((await client.Texts.Read(document)).Bytes);
}
