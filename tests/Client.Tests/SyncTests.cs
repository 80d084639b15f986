using System.Text;
using MDReader.Client.Sync;
using MDReader.TestKit;

namespace Client.Tests;

/// <summary>What is in files and in documents, kept in step both ways.</summary>
public sealed class SyncTests(SharedServer shared)
{
    [Fact]
    public async Task Files_go_live_and_documents_come_to_the_disk()
    {
        using var desk = await Desk.Begin(shared.Server);
        await desk.Make("From here", "live\n");
        desk.Save("From there.md", "saved\n");
        desk.Save("Plans/2027/Boats.md", "boats\n");
        desk.Save("Plans/picture.png", "no Markdown");

        await desk.Sync();

        desk.Files.ShouldBe(["From here.md", "From there.md", "Plans/2027/Boats.md", "Plans/picture.png"]);
        desk.Read("From here.md").ShouldBe("live\n");
        (await desk.Live()).ShouldBe(
            new Dictionary<string, string> { ["From here"] = "live\n", ["From there"] = "saved\n", ["Plans/2027/Boats"] = "boats\n" }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("one\r\ntwo\r\n")]
    [InlineData("\uFEFFone\ntwo\n")]
    [InlineData("\uFEFFone\r\ntwo\nthree\rfour")]
    [InlineData("")]
    [InlineData("no end of line")]
    public async Task Files_are_the_same_to_the_byte_on_every_disk(string text)
    {
        using var desk = await Desk.Begin(shared.Server);
        using var other = Desk.Of(desk.Person, desk.Path);
        var bytes = Encoding.UTF8.GetBytes(text);
        desk.Save("Notes.md", bytes);

        await desk.Sync();
        await other.Sync();

        File.ReadAllBytes(other.At("Notes.md")).ShouldBe(bytes);
    }

    [Fact]
    public async Task What_is_typed_appears_on_disk_and_what_is_saved_appears_live()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one two\n");
        await desk.Sync();

        await desk.Type(document, "zero ");
        await desk.Sync();
        desk.Read("Notes.md").ShouldBe("zero one two\n");

        desk.Save("Notes.md", "zero one two three\n");
        await desk.Sync();
        (await desk.Text(document)).ShouldBe("zero one two three\n");
    }

    [Fact]
    public async Task Nothing_is_lost_when_both_sides_change()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one two three\n");
        await desk.Sync();

        await desk.Type(document, "zero ");
        desk.Save("Notes.md", "one two and a half three\n");
        await desk.Sync();

        desk.Read("Notes.md").ShouldBe("zero one two and a half three\n");
        (await desk.Text(document)).ShouldBe("zero one two and a half three\n");
    }

    // Most editors hold what they have read, and few look whether it has changed.
    [Fact]
    public async Task An_editor_that_saves_over_what_has_come_in_takes_nothing_of_it_away()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one two\n");
        await desk.Sync();
        await desk.Type(document, "zero ");
        await desk.Sync();

        foreach (var held in new[] { "one two three\n", "one two three four\n" })
        {
            desk.Save("Notes.md", held);
            await desk.Sync();

            desk.Read("Notes.md").ShouldBe($"zero {held}");
            (await desk.Text(document)).ShouldBe($"zero {held}");
        }
    }

    // The more comes in, the nearer is what the editor holds to what the file was before.
    [Theory]
    [InlineData("zero ")]
    [InlineData("Much that was typed while the save was on its way, and more of it. ")]
    public async Task A_save_that_falls_between_a_live_text_and_its_file_is_all_there(string typed)
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one two\n");
        await desk.Sync();
        await desk.Type(document, typed);
        // More is unsent than came in: the file is then nearer to what it was before than to the live text.
        desk.Client = desk.Interrupted((request, _) =>
        {
            if (request.Method == HttpMethod.Get && request.RequestUri!.OriginalString.EndsWith("/content", StringComparison.Ordinal)
                && desk.Read("Notes.md") == "one two\n")
                desk.Save("Notes.md", "one two three four five six\n");
            return Task.CompletedTask;
        });

        await desk.Sync();

        desk.Read("Notes.md").ShouldBe($"{typed}one two three four five six\n");
        (await desk.Text(document)).ShouldBe($"{typed}one two three four five six\n");

        // The editor that saved it holds its own text, and saves that again with more.
        foreach (var held in new[] { "one two three four five six seven\n", "one two three four five six seven eight\n" })
        {
            desk.Save("Notes.md", held);
            await desk.Sync();

            desk.Read("Notes.md").ShouldBe(typed + held);
            (await desk.Text(document)).ShouldBe(typed + held);
        }
    }

    [Fact]
    public async Task An_editor_that_had_the_file_open_when_a_live_text_took_its_place_still_saves()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one two\n");
        await desk.Sync();
        // Left alone for long, which says nothing of who has it open.
        File.SetLastWriteTimeUtc(desk.At("Notes.md"), DateTime.UnixEpoch.AddYears(50));
        await using var open = new FileStream(
            desk.At("Notes.md"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        await desk.Type(document, "zero ");

        var syncing = desk.Sync(quiet: TimeSpan.FromSeconds(3));
        await Eventually.Holds(() => desk.Read("Notes.md") == "zero one two\n", "the live text to come in");
        await open.WriteAsync("one two three\n"u8.ToArray());
        await open.FlushAsync();
        await syncing;

        desk.Read("Notes.md").ShouldBe("zero one two three\n");
        (await desk.Text(document)).ShouldBe("zero one two three\n");
    }

    [Fact]
    public async Task What_has_come_in_can_be_taken_out()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one two\n");
        await desk.Sync();
        await desk.Type(document, "zero ");
        await desk.Sync();

        desk.Save("Notes.md", "one two\n");
        await desk.Sync();

        (await desk.Text(document)).ShouldBe("one two\n");
        desk.Read("Notes.md").ShouldBe("one two\n");
    }

    [Fact]
    public async Task A_save_that_comes_while_another_is_merged_is_there_once()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one two three\n");
        await desk.Sync();
        await desk.Type(document, "zero ");
        desk.Save("Notes.md", "one two three four\n");
        // After the server has merged the first save, and before its answer is here.
        desk.Client = desk.Interrupted((request, _) =>
        {
            if (request.Method == HttpMethod.Put && !desk.Read("Notes.md").Contains("five", StringComparison.Ordinal))
                desk.Save("Notes.md", "one two three four five\n");
            return Task.CompletedTask;
        });

        await desk.Sync();

        desk.Read("Notes.md").ShouldBe("zero one two three four five\n");
        (await desk.Text(document)).ShouldBe("zero one two three four five\n");
    }

    [Fact]
    public async Task A_save_whose_answer_got_lost_is_made_once()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one\n");
        await desk.Sync();
        desk.Save("Notes.md", "one two\n");
        var lost = 0;
        desk.Client = desk.Interrupted((request, _) => request.Method == HttpMethod.Put && lost++ < 3
            ? throw new HttpRequestException("The line is cut.")
            : Task.CompletedTask);

        for (var tries = 0; tries < 3; tries++)
        {
            await Should.ThrowAsync<HttpRequestException>(() => desk.Sync());
            await desk.Type(document, "zero ");
        }
        await desk.Sync();

        desk.Read("Notes.md").ShouldBe("zero zero zero one two\n");
        (await desk.Text(document)).ShouldBe("zero zero zero one two\n");
    }

    [Fact]
    public async Task A_new_file_whose_answer_got_lost_becomes_one_document()
    {
        using var desk = await Desk.Begin(shared.Server);
        desk.Save("Plans/Notes.md", "one\n");
        var lost = 0;
        desk.Client = desk.Interrupted((request, _) => request.Method == HttpMethod.Post && lost++ < 2
            ? throw new HttpRequestException("The line is cut.")
            : Task.CompletedTask);

        for (var tries = 0; tries < 2; tries++)
            await Should.ThrowAsync<HttpRequestException>(() => desk.Sync());
        await desk.Sync();

        (await desk.Live()).ShouldBe(new Dictionary<string, string> { ["Plans/Notes"] = "one\n" });
        desk.Files.ShouldBe(["Plans/Notes.md"]);
    }

    [Fact]
    public async Task Nothing_is_read_or_written_through_a_link()
    {
        using var desk = await Desk.Begin(shared.Server);
        var secret = Path.Combine(desk.Outside, "secret.md");
        File.WriteAllText(secret, "secret");
        Directory.CreateDirectory(Path.Combine(desk.Outside, "elsewhere"));
        var folder = await desk.Person.MakeFolder(desk.Path, "Plans");
        await desk.Sync();
        File.CreateSymbolicLink(desk.At("Linked.md"), secret);
        Directory.Delete(desk.At("Plans"));
        Directory.CreateSymbolicLink(desk.At("Plans"), Path.Combine(desk.Outside, "elsewhere"));
        await desk.Make("Notes", "one\n", folder);

        await Should.ThrowAsync<SyncException>(() => desk.Sync());

        (await desk.Live()).Keys.ShouldBe(["Plans/Notes"]);
        Directory.EnumerateFileSystemEntries(Path.Combine(desk.Outside, "elsewhere")).ShouldBeEmpty();
        File.ReadAllText(secret).ShouldBe("secret");
    }

    [Fact]
    public async Task A_folder_that_was_filled_before_meets_the_workspace_with_nothing_lost()
    {
        using var desk = await Desk.Begin(shared.Server);
        await desk.Make("Same", "same\n");
        await desk.Make("Other", "live\n");
        desk.Save("Same.md", "same\n");
        desk.Save("Other.md", "saved\n");

        await desk.Sync();

        (await desk.Live()).ShouldBe(
            new Dictionary<string, string> { ["Same"] = "same\n", ["Other"] = "live\n", ["Other (from this disk)"] = "saved\n" }, ignoreOrder: true);
        desk.Files.ShouldBe(["Other (from this disk).md", "Other.md", "Same.md"]);
    }

    [Fact]
    public async Task What_the_server_does_not_take_stays_on_disk_and_is_said_once()
    {
        using var desk = await Desk.Begin(shared.Server);
        desk.Save("Picture.md", [0xFF, 0xD8, 0xFF]);
        desk.Save("Notes.md", "one\n");

        await desk.Sync();
        await desk.Sync();

        File.ReadAllBytes(desk.At("Picture.md")).ShouldBe([0xFF, 0xD8, 0xFF]);
        desk.Told.Count(told => told.Act == SyncAct.Refused && told.Path == "Picture.md").ShouldBe(2, "once a process");
        (await desk.Live())["Notes"].ShouldBe("one\n");
    }

    [Fact]
    public async Task A_reader_gets_what_is_live_and_changes_nothing()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one\n");
        using var ben = await shared.Server.SignUp("Ben");
        await desk.Person.Http.Ask("PUT", $"{desk.Path}/members/{ben.Id}", new { role = "viewer" });
        using var other = Desk.Of(ben, desk.Path);
        await other.Sync();

        other.Save("Notes.md", "two\n");
        other.Save("New.md", "three\n");
        await other.Sync();
        (await desk.Text(document)).ShouldBe("one\n");
        other.Read("Notes.md").ShouldBe("two\n");

        File.Delete(other.At("Notes.md"));
        await other.Sync();
        other.Read("Notes.md").ShouldBe("one\n");
        (await desk.Live()).Keys.ShouldBe(["Notes"]);
    }

    [Fact]
    public async Task Pull_and_push_go_one_way()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "one\n");
        desk.Save("New.md", "new\n");

        await desk.Sync(Direction.Pull);
        desk.Files.ShouldBe(["New.md", "Notes.md"]);
        (await desk.Live()).Keys.ShouldBe(["Notes"]);

        desk.Save("Notes.md", "one two\n");
        await desk.Make("Later", "later\n");
        await desk.Sync(Direction.Push);
        desk.Files.ShouldBe(["New.md", "Notes.md"]);
        (await desk.Live()).ShouldBe(
            new Dictionary<string, string> { ["Notes"] = "one two\n", ["New"] = "new\n", ["Later"] = "later\n" }, ignoreOrder: true);
    }

    [Fact]
    public async Task One_process_at_a_time_keeps_a_folder_and_it_stays_with_its_workspace()
    {
        using var desk = await Desk.Begin(shared.Server);
        using (SyncedFolder.Open(desk.Folder, desk.Workspace, desk.Client))
            Should.Throw<SyncException>(() => SyncedFolder.Open(desk.Folder, desk.Workspace, desk.Client));

        Should.Throw<SyncException>(() => SyncedFolder.Open(desk.Folder, Guid.NewGuid(), desk.Client))
            .Message.ShouldContain("choose another folder");
    }
}
