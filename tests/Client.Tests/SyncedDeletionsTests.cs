using MDReader.Client;
using MDReader.Client.Sync;
using MDReader.TestKit;

namespace Client.Tests;

/// <summary>What goes on one side, and what doesn't for that.</summary>
public sealed class SyncedDeletionsTests(SharedServer shared)
{
    [Fact]
    public async Task Deletions_follow_both_ways()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Here", "one\n");
        desk.Save("There/Notes.md", "two\n");
        await desk.Sync();

        await desk.Person.Http.Ask("DELETE", document);
        Directory.Delete(desk.At("There"), recursive: true);
        await desk.Sync();

        desk.Files.ShouldBeEmpty();
        (await desk.Client.Feed.Snapshot(desk.Workspace)).Items
            .ShouldNotContain(item => item.Type == FeedItem.DocumentType || item.Type == FeedItem.FolderType);
        (await desk.Person.Http.Ask("POST", $"{document}/restore")).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task Where_a_deletion_meets_an_edit_the_edit_wins()
    {
        using var desk = await Desk.Begin(shared.Server);
        var here = await desk.Make("Edited on disk", "one\n");
        var there = await desk.Make("Edited live", "two\n");
        await desk.Sync();

        await desk.Person.Http.Ask("DELETE", here);
        desk.Save("Edited on disk.md", "one and more\n");
        File.Delete(desk.At("Edited live.md"));
        await desk.Type(there, "more and ");
        await desk.Sync();

        desk.Read("Edited on disk.md").ShouldBe("one and more\n");
        desk.Read("Edited live.md").ShouldBe("more and two\n");
        (await desk.Live()).ShouldBe(
            new Dictionary<string, string> { ["Edited on disk"] = "one and more\n", ["Edited live"] = "more and two\n" }, ignoreOrder: true);
    }

    [Fact]
    public async Task An_edit_that_comes_with_the_deletion_brings_the_document_back()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one\n");
        await desk.Sync();
        File.Delete(desk.At("Notes.md"));
        desk.Client = desk.Interrupted(
            (_, _) => Task.CompletedTask,
            (request, _) => request.Method == HttpMethod.Delete ? desk.Type(document, "zero ") : Task.CompletedTask);

        await desk.Sync();

        desk.Read("Notes.md").ShouldBe("zero one\n");
        (await desk.Text(document)).ShouldBe("zero one\n");
    }

    [Fact]
    public async Task A_deletion_that_falls_between_two_questions_at_the_start_is_followed()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one\n");
        await desk.Sync();
        var isDeleted = false;
        desk.Client = desk.Interrupted(
            (_, _) => Task.CompletedTask,
            async (request, _) =>
            {
                if (isDeleted || !request.RequestUri!.OriginalString.Contains("/snapshot", StringComparison.Ordinal))
                    return;
                isDeleted = true;
                await desk.Person.Http.Ask("DELETE", document);
            });

        await desk.Sync();

        isDeleted.ShouldBeTrue();
        desk.Files.ShouldBeEmpty();
        (await desk.Live()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_goes_before_a_first_sync_is_through_is_not_made_anew_by_the_second()
    {
        using var desk = await Desk.Begin(shared.Server);
        var (first, second) = (await desk.Make("First", "one\n"), await desk.Make("Second", "two\n"));
        desk.Client = desk.Interrupted((request, _) =>
            request.RequestUri!.OriginalString.Contains(second, StringComparison.Ordinal)
                ? throw new HttpRequestException("The line is cut.") : Task.CompletedTask);
        await Should.ThrowAsync<HttpRequestException>(() => desk.Sync());
        desk.Files.ShouldBe(["First.md"]);

        await desk.Person.Http.Ask("DELETE", first);
        desk.Client = desk.Interrupted((_, _) => Task.CompletedTask);
        await desk.Sync();

        desk.Files.ShouldBe(["Second.md"]);
        (await desk.Live()).Keys.ShouldBe(["Second"]);
    }

    [Fact]
    public async Task A_file_that_came_back_before_its_deletion_was_told_is_like_any_other()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one\n");
        await desk.Sync();
        File.Delete(desk.At("Notes.md"));
        var isCut = true;
        desk.Client = desk.Interrupted(
            (_, _) => Task.CompletedTask,
            (request, _) => isCut && request.Method == HttpMethod.Delete
                ? throw new HttpRequestException("The line is cut.") : Task.CompletedTask);
        await Should.ThrowAsync<HttpRequestException>(() => desk.Sync());
        isCut = false;
        await desk.Type(document, "zero ");
        await desk.Sync();
        desk.Read("Notes.md").ShouldBe("zero one\n");

        await desk.Person.Http.Ask("DELETE", document);
        await desk.Sync();

        desk.Files.ShouldBeEmpty();
        (await desk.Live()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_put_back_before_its_deletion_is_through_brings_the_document_back()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one\n");
        await desk.Sync();
        File.Delete(desk.At("Notes.md"));
        desk.Client = desk.Interrupted((request, _) =>
            request.Method == HttpMethod.Delete ? throw new HttpRequestException("The line is cut.") : Task.CompletedTask);
        await Should.ThrowAsync<HttpRequestException>(() => desk.Sync());
        (await desk.Live()).ShouldBeEmpty();

        desk.Save("Notes.md", "one\n");
        desk.Client = desk.Interrupted((_, _) => Task.CompletedTask);
        await desk.Sync();

        desk.Read("Notes.md").ShouldBe("one\n");
        (await desk.Text(document)).ShouldBe("one\n");
    }

    [Fact]
    public async Task A_file_that_was_put_back_before_its_deletion_was_told_goes_when_somebody_deletes_its_document()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one\n");
        await desk.Sync();
        File.Delete(desk.At("Notes.md"));
        desk.Client = desk.Interrupted(
            (_, _) => Task.CompletedTask,
            (request, _) => request.Method == HttpMethod.Delete
                ? throw new HttpRequestException("The line is cut.") : Task.CompletedTask);
        await Should.ThrowAsync<HttpRequestException>(() => desk.Sync());
        desk.Save("Notes.md", "one\n");
        desk.Client = desk.Interrupted((_, _) => Task.CompletedTask);
        await desk.Sync();
        (await desk.Live()).Keys.ShouldBe(["Notes"]);

        await desk.Person.Http.Ask("DELETE", document);
        await desk.Sync();

        desk.Files.ShouldBeEmpty();
        (await desk.Live()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_was_written_just_before_a_kill_goes_with_its_document()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one\n");
        using var ben = await shared.Server.SignUp("Ben");
        await desk.Person.Http.Ask("PUT", $"{desk.Path}/members/{ben.Id}", new { role = "viewer" });
        using var other = Desk.Of(ben, desk.Path);
        await other.Sync();
        var ledger = Ledger.Open(other.Folder, workspace: null);
        ledger.Save(ledger.Documents.Values.Single() with { Disk = ledger.Keep([]) });

        await desk.Person.Http.Ask("DELETE", document);
        await other.Sync();

        other.Files.ShouldBeEmpty();
    }
}
