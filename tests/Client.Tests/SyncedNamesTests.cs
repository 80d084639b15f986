using MDReader.Client.Sync;
using MDReader.TestKit;

namespace Client.Tests;

/// <summary>Which file is which document, when either gets another name or place.</summary>
public sealed class SyncedNamesTests(SharedServer shared)
{
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
}
