using MDReader.Server.Files;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Files;

public sealed class FileCopyOnDiskTests(FilesHouse house) : FileCopyTests(house), IClassFixture<FilesHouse>
{
    [Fact]
    public async Task One_that_can_t_be_written_holds_up_no_other()
    {
        var (bad, good) = (await Ana.MakeDocument(Workspace), await Ana.MakeDocument(Workspace));
        await Says(FileOf(good), "");
        await Says(FileOf(bad), "");
        var place = Directory.GetFiles(House.Server.DataFolder, $"{Id(bad)}.md", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.Delete(place);
        Directory.CreateDirectory(Path.Combine(place, "in the way"));

        foreach (var document in new[] { bad, good })
            await Ana.Put(document, "changed"u8.ToArray(), ifMatch: "*");
        await Says(FileOf(good), "changed");

        Directory.Delete(place, recursive: true);
        await House.Server.Services.GetRequiredService<FileFollower>().CatchUp(default);
        (await House.Stored(FileOf(bad))).ShouldBe("changed");
    }
}

public sealed class FileCopyOnS3Tests(FilesHouseOnS3 house) : FileCopyTests(house), IClassFixture<FilesHouseOnS3>;

/// <summary>Texts lie in the blob store as files, some moments after they were written.</summary>
public abstract class FileCopyTests(FilesHouse house) : IAsyncLifetime
{
    protected FilesHouse House => house;

    protected TestPerson Ana { get; private set; } = null!;

    protected string Workspace { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(house.Server is null, "Run npm ci in tests/MDReader.TestKit/s3.");
        Ana = await house.Server.SignUp("Ana");
        Workspace = await Ana.MakeWorkspace();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Ana?.Dispose();
        return ValueTask.CompletedTask;
    }

    protected static string Id(string path) => path.Split('/')[^1];

    protected string FileOf(string document, string? workspace = null) => $"documents/{Id(workspace ?? Workspace)}/{Id(document)}.md";

    protected Task Says(string file, string text) => Eventually.Holds(async () => await house.Stored(file) == text, $"{file} to say {text}");

    Task IsGone(string file) => Eventually.Holds(async () => await house.Stored(file) is null, $"{file} to be gone");

    [Fact]
    public async Task A_file_follows_its_text_and_goes_with_it()
    {
        var document = await Ana.MakeDocument(Workspace);
        await Says(FileOf(document), "");
        await Ana.Put(document, "one\r\n"u8.ToArray(), ifMatch: "\"1-0\"");
        await Says(FileOf(document), "one\r\n");
        await Ana.Put(document, "two"u8.ToArray(), ifMatch: "\"1-1\"");
        await Says(FileOf(document), "two");

        await Ana.Http.Ask("DELETE", $"{document}?permanent=true");
        await IsGone(FileOf(document));
    }

    [Fact]
    public async Task A_file_moves_with_its_document()
    {
        var document = await Ana.MakeDocument(Workspace);
        await Says(FileOf(document), "");
        var other = await Ana.MakeWorkspace();
        (await Ana.Http.Ask("POST", $"{document}/move", new { workspaceId = Id(other) })).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        await Says(FileOf(document, other), "");
        await IsGone(FileOf(document));
    }

    [Fact]
    public async Task What_was_missed_is_found_and_versions_have_files_too()
    {
        var document = await Ana.MakeDocument(Workspace);
        await Ana.Put(document, "first"u8.ToArray(), ifMatch: "\"1-0\"");
        var version = await Ana.Http.Ask("POST", $"{document}/versions", new { name = "Kept" });
        await Ana.Put(document, "second"u8.ToArray(), ifMatch: "\"1-1\"");

        await house.Server.Services.GetRequiredService<FileFollower>().CatchUp(default);

        await Says(FileOf(document), "second");
        var file = $"documents/{Id(Workspace)}/versions/{version["id"]}.md";
        (await house.Stored(file)).ShouldBe("first");
        await Ana.Http.Ask("DELETE", $"{document}?permanent=true");
        await house.Server.Services.GetRequiredService<FileFollower>().CatchUp(default);
        (await house.Stored(file)).ShouldBeNull();
    }
}
