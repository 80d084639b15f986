using MDReader.Client;
using MDReader.Client.Sync;
using MDReader.TestKit;

namespace Client.Tests;

/// <summary>Folders that are renamed, removed and filled while they are kept in step.</summary>
public sealed class SyncedFoldersTests(SharedServer shared)
{
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
}
