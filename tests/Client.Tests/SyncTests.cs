using System.Text;
using MDReader.Client;
using MDReader.Client.Sync;
using MDReader.TestKit;

namespace Client.Tests;

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
    public async Task Names_and_places_follow_both_ways()
    {
        using var desk = await Desk.Begin(shared.Server);
        var folder = await desk.Person.MakeFolder(desk.Path, "Plans");
        var document = await desk.Make("Notes", "one\n");
        desk.Save("Letters.md", "dear\n");
        await desk.Sync();

        await desk.Person.Http.Ask("PATCH", document, new { title = "Thoughts", folderId = folder });
        Directory.CreateDirectory(desk.At("Post"));
        File.Move(desk.At("Letters.md"), desk.At("Post/Mail.md"));
        await desk.Sync();

        desk.Files.ShouldBe(["Plans/Thoughts.md", "Post/Mail.md"]);
        (await desk.Live()).Keys.ShouldBe(["Plans/Thoughts", "Post/Mail"], ignoreOrder: true);
        (await desk.Person.Http.Ask("GET", document)).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_file_that_is_moved_and_edited_stays_the_same_document()
    {
        using var desk = await Desk.Begin(shared.Server);
        var harbour = await desk.Make("Harbour", "The boats lie in the harbour until the wind turns to the west.\n");
        var market = await desk.Make("Market", "On the market they sell apples, pears and a little honey.\n");
        await desk.Sync();
        await desk.Type(market, "Every Friday: ");

        desk.Move("Harbour.md", "Plans/Boats.md");
        desk.Save("Plans/Boats.md", "All the boats lie in the harbour until the wind turns to the north-west.\n");
        desk.Move("Market.md", "Shopping.md");
        desk.Save("Shopping.md", "On the market they sell apples, pears and a little honey. No plums.\n");
        await desk.Sync();

        (await desk.Live()).Keys.ShouldBe(["Plans/Boats", "Shopping"], ignoreOrder: true);
        (await desk.Text(harbour)).ShouldBe("All the boats lie in the harbour until the wind turns to the north-west.\n");
        (await desk.Text(market)).ShouldBe("Every Friday: On the market they sell apples, pears and a little honey. No plums.\n");
        desk.Read("Shopping.md").ShouldBe(await desk.Text(market));
        desk.Told.ShouldNotContain(told => told.Act == SyncAct.Deleted);
    }

    [Fact]
    public async Task A_file_that_says_something_else_is_another_document()
    {
        using var desk = await Desk.Begin(shared.Server);
        var harbour = await desk.Make("Harbour", "The boats lie in the harbour until the wind turns to the west.\n");
        await desk.Sync();

        File.Delete(desk.At("Harbour.md"));
        desk.Save("Boats.md", "The boats of the west turn to the wind, and lie until the harbour.\n");
        await desk.Sync();

        (await desk.Live()).Keys.ShouldBe(["Boats"]);
        (await desk.Person.Http.Ask("GET", harbour)).Status.ShouldBe(System.Net.HttpStatusCode.Gone);
    }

    [Fact]
    public async Task A_folder_that_is_renamed_takes_its_files_along()
    {
        using var desk = await Desk.Begin(shared.Server);
        var folder = await desk.Person.MakeFolder(desk.Path, "Plans");
        var inner = await desk.Person.MakeFolder(desk.Path, "2027", folder);
        await desk.Make("Notes", "one\n", inner);
        await desk.Sync();
        desk.Save("Plans/picture.png", "of a boat");

        await desk.Person.Http.Ask("PATCH", $"/api/v1/folders/{folder}", new { name = "Dreams" });
        await desk.Sync();

        desk.Files.ShouldBe(["Dreams/2027/Notes.md", "Dreams/picture.png"]);
    }

    [Fact]
    public async Task A_folder_that_is_renamed_on_disk_is_renamed_live()
    {
        using var desk = await Desk.Begin(shared.Server);
        desk.Save("Plans/Notes.md", "one\n");
        desk.Save("Plans/Boats.md", "two\n");
        await desk.Sync();

        Directory.Move(desk.At("Plans"), desk.At("Dreams"));
        await desk.Sync();

        (await desk.Live()).Keys.ShouldBe(["Dreams/Notes", "Dreams/Boats"], ignoreOrder: true);
        (await desk.Client.Feed.Snapshot(desk.Workspace)).Items
            .Where(item => item.Type == FeedItem.FolderType).Select(item => item.Name).ShouldBe(["Dreams"]);
    }

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
    public async Task Titles_that_are_no_file_names_and_titles_that_are_the_same_get_files_of_their_own()
    {
        using var desk = await Desk.Begin(shared.Server);
        await desk.Make("What/if?", "a\n");
        await desk.Make("..", "b\n");
        await desk.Make("Notes", "c\n");
        await desk.Make("NOTES", "d\n");
        await desk.Make("con", "e\n");
        await desk.Make(string.Concat(Enumerable.Repeat("語", 200)), "f\n");
        await desk.Sync();
        await desk.Sync();

        desk.Files.Count().ShouldBe(6);
        desk.Files.ShouldContain("What_if_.md");
        desk.Files.ShouldContain("_con.md");
        desk.Files.Select(file => file.ToUpperInvariant()).Distinct().Count().ShouldBe(6);
        (await desk.Live()).Keys.ShouldContain("What/if?");
    }

    [Fact]
    public async Task A_name_that_differs_by_case_alone_is_a_new_name()
    {
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("notes", "one\n");
        await desk.Sync();

        await desk.Person.Http.Ask("PATCH", document, new { title = "Notes" });
        await desk.Sync();
        desk.Files.ShouldBe(["Notes.md"]);

        File.Move(desk.At("Notes.md"), desk.At("NOTES.md"));
        await desk.Sync();
        (await desk.Live()).Keys.ShouldBe(["NOTES"]);
        desk.Files.ShouldBe(["NOTES.md"]);
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
    public async Task An_empty_folder_that_a_reader_removes_comes_back()
    {
        using var desk = await Desk.Begin(shared.Server);
        var plans = await desk.Person.MakeFolder(desk.Path, "Plans");
        await desk.Person.MakeFolder(desk.Path, "2027", plans);
        using var ben = await shared.Server.SignUp("Ben");
        await desk.Person.Http.Ask("PUT", $"{desk.Path}/members/{ben.Id}", new { role = "viewer" });
        using var other = Desk.Of(ben, desk.Path);
        await other.Sync();

        Directory.Delete(other.At("Plans"), recursive: true);
        await other.Sync();

        Directory.Exists(other.At("Plans/2027")).ShouldBeTrue();
        other.Told.ShouldContain(told => told.Act == SyncAct.Refused && told.Path == "Plans/2027");
        (await desk.Folders()).ShouldBe(["Plans", "2027"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_empty_folder_that_two_desks_remove_at_once_is_gone_on_both()
    {
        using var desk = await Desk.Begin(shared.Server);
        var folder = await desk.Person.MakeFolder(desk.Path, "Plans");
        await desk.Sync();

        Directory.Delete(desk.At("Plans"));
        var isFirst = true;
        desk.Client = desk.Interrupted(
            (_, _) => Task.CompletedTask,
            async (request, _) =>
            {
                if (request.Method == HttpMethod.Delete && isFirst)
                    await desk.Person.Http.Ask("DELETE", $"/api/v1/folders/{folder}");
                isFirst &= request.Method != HttpMethod.Delete;
            });
        await desk.Sync();

        isFirst.ShouldBeFalse();
        (await desk.Folders()).ShouldBeEmpty();
        desk.Told.ShouldContain(told => told.Act == SyncAct.Deleted && told.Path == "Plans");
    }

    [Fact]
    public async Task What_is_put_into_a_folder_while_it_is_removed_keeps_it()
    {
        using var desk = await Desk.Begin(shared.Server);
        var folder = await desk.Person.MakeFolder(desk.Path, "Plans");
        await desk.Sync();

        Directory.Delete(desk.At("Plans"));
        desk.Client = desk.Interrupted(
            (_, _) => Task.CompletedTask,
            (request, _) => request.Method == HttpMethod.Delete ? desk.Make("Notes", "one\n", folder) : Task.CompletedTask);
        await desk.Sync();

        (await desk.Live()).ShouldBe(new Dictionary<string, string> { ["Plans/Notes"] = "one\n" });
        desk.Read("Plans/Notes.md").ShouldBe("one\n");
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("editor")]
    public async Task A_folder_that_somebody_else_removes_at_once_with_a_document_stays_removed(string role)
    {
        using var desk = await Desk.Begin(shared.Server);
        var folder = await desk.Person.MakeFolder(desk.Path, "Plans");
        using var ben = await shared.Server.SignUp("Ben");
        await desk.Person.Http.Ask("PUT", $"{desk.Path}/members/{ben.Id}", new { role });
        using var other = Desk.Of(ben, desk.Path);
        await other.Sync();

        Directory.Delete(other.At("Plans"));
        var isFirst = true;
        other.Client = other.Interrupted(
            (_, _) => Task.CompletedTask,
            async (request, _) =>
            {
                if (request.Method != HttpMethod.Delete || !isFirst)
                    return;
                isFirst = false;
                await desk.Make("Notes", "one\n", folder);
                await desk.Person.Http.Ask("DELETE", $"/api/v1/folders/{folder}");
            });
        await other.Sync();

        isFirst.ShouldBeFalse();
        (await desk.Live()).ShouldBeEmpty();
        (await desk.Folders()).ShouldBeEmpty();
        Directory.Exists(other.At("Plans")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_put_into_a_folder_that_is_removed_keeps_it_though_the_answer_got_lost()
    {
        using var desk = await Desk.Begin(shared.Server);
        var folder = await desk.Person.MakeFolder(desk.Path, "Plans");
        await desk.Sync();

        Directory.Delete(desk.At("Plans"));
        var online = desk.Client;
        desk.Client = desk.Interrupted(
            (request, _) => request.Method == HttpMethod.Delete ? throw new HttpRequestException("The line is cut.") : Task.CompletedTask,
            (request, _) => request.Method == HttpMethod.Delete ? desk.Make("Notes", "one\n", folder) : Task.CompletedTask);
        await Should.ThrowAsync<HttpRequestException>(() => desk.Sync());
        (await desk.Live()).ShouldBeEmpty();
        desk.Client = online;
        await desk.Sync();

        (await desk.Live()).ShouldBe(new Dictionary<string, string> { ["Plans/Notes"] = "one\n" });
        desk.Read("Plans/Notes.md").ShouldBe("one\n");
    }

    public static TheoryData<string> RefusedPlaces => new(
        $"{new string('n', 230)}.md",
        "bell\a.md",
        string.Concat(Enumerable.Range(1, 17).Select(level => $"{level}/")) + "Notes.md");

    [Theory]
    [MemberData(nameof(RefusedPlaces))]
    public async Task A_document_whose_file_gets_a_name_that_the_server_refuses_stays(string refused)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows refuses some of these itself.");
        using var desk = await Desk.Begin(shared.Server);
        var document = await desk.Make("Notes", "The boats lie in the harbour.\n");
        await desk.Sync();

        desk.Move("Notes.md", refused);
        await desk.Sync();
        desk.Save(refused, "The boats lie in the harbour until the wind turns.\n");
        await desk.Sync();

        (await desk.Live()).Keys.ShouldBe(["Notes"]);
        desk.Files.ShouldBe([refused]);
        var told = desk.Told.Where(told => told.Act == SyncAct.Refused).ToList();
        told.ShouldAllBe(one => one.Path == refused);
        told[0].Detail.ShouldNotBeNull().ShouldStartWith("The document stays \"Notes\" until the file has a name");

        desk.Move(refused, "Boats.md");
        await desk.Sync();
        (await desk.Live()).Keys.ShouldBe(["Boats"]);
        (await desk.Text(document)).ShouldBe("The boats lie in the harbour until the wind turns.\n");
        desk.Told.ShouldNotContain(told => told.Act == SyncAct.Deleted);
    }

    [Fact]
    public async Task A_refused_name_is_said_once_and_is_a_name_no_more_once_the_file_is_deleted()
    {
        using var desk = await Desk.Begin(shared.Server);
        await desk.Make("Notes", "one\n");
        await desk.Sync();
        var refused = $"{new string('n', 230)}.md";
        desk.Move("Notes.md", refused);
        // The feed brings one pass more, and so another look at the same file.
        var passes = 0;
        desk.Client = desk.Interrupted(
            (_, _) => Task.CompletedTask,
            async (request, _) =>
            {
                if (request.RequestUri!.AbsolutePath.EndsWith("/changes", StringComparison.Ordinal) && passes++ < 3)
                    await desk.Make($"Other {passes}", "two\n");
            });
        await desk.Sync();
        desk.Told.Count(told => told.Act == SyncAct.Refused).ShouldBe(1);

        File.Delete(desk.At(refused));
        await desk.Sync();

        (await desk.Live()).Keys.ShouldNotContain("Notes");
    }

    [Fact]
    public async Task A_file_that_a_reader_renames_comes_back_under_its_name()
    {
        using var desk = await Desk.Begin(shared.Server);
        await desk.Make("Notes", "one\n");
        using var ben = await shared.Server.SignUp("Ben");
        await desk.Person.Http.Ask("PUT", $"{desk.Path}/members/{ben.Id}", new { role = "viewer" });
        using var other = Desk.Of(ben, desk.Path);
        await other.Sync();

        other.Move("Notes.md", "Mine.md");
        await other.Sync();

        other.Files.ShouldBe(["Mine.md", "Notes.md"]);
        (await desk.Live()).Keys.ShouldBe(["Notes"]);
    }

    [Fact]
    public async Task A_file_saved_into_a_folder_that_somebody_removes_brings_it_back()
    {
        using var desk = await Desk.Begin(shared.Server);
        var folder = await desk.Person.MakeFolder(desk.Path, "Plans");
        await desk.Sync();
        desk.Save("Plans/Notes.md", "one\n");
        var isThere = true;
        desk.Client = desk.Interrupted(
            (_, _) => Task.CompletedTask,
            async (request, _) =>
            {
                if (request.Method == HttpMethod.Post && isThere)
                {
                    isThere = false;
                    await desk.Person.Http.Ask("DELETE", $"/api/v1/folders/{folder}");
                }
            });

        await desk.Sync();

        (await desk.Live()).ShouldBe(new Dictionary<string, string> { ["Plans/Notes"] = "one\n" });
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
