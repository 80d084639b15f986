using MDReader.Server.Files;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Files;

public sealed class FileCopyOnDiskTests(FilesHouse house) : FileCopyTests(house), IClassFixture<FilesHouse>;

public sealed class FileCopyOnS3Tests(FilesHouseOnS3 house) : FileCopyTests(house), IClassFixture<FilesHouseOnS3>;

/// <summary>Texts lie in the blob store as files, some moments after they were written.</summary>
public abstract class FileCopyTests(FilesHouse house) : IAsyncLifetime
{
    TestPerson _ana = null!;
    string _workspace = "";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(house.Server is null, "Run npm ci in tests/MDReader.TestKit/s3.");
        _ana = await house.Server.SignUp("Ana");
        _workspace = await _ana.MakeWorkspace();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _ana?.Dispose();
        return ValueTask.CompletedTask;
    }

    static string Id(string path) => path.Split('/')[^1];

    string FileOf(string document, string? workspace = null) => $"documents/{Id(workspace ?? _workspace)}/{Id(document)}.md";

    Task Says(string file, string text) => Eventually.Holds(async () => await house.Stored(file) == text, $"{file} to say {text}");

    Task IsGone(string file) => Eventually.Holds(async () => await house.Stored(file) is null, $"{file} to be gone");

    [Fact]
    public async Task A_file_follows_its_text_and_goes_with_it()
    {
        var document = await _ana.MakeDocument(_workspace);
        await Says(FileOf(document), "");
        await _ana.Put(document, "one\r\n"u8.ToArray(), ifMatch: "\"1-0\"");
        await Says(FileOf(document), "one\r\n");
        await _ana.Put(document, "two"u8.ToArray(), ifMatch: "\"1-1\"");
        await Says(FileOf(document), "two");

        await _ana.Http.Ask("DELETE", $"{document}?permanent=true");
        await IsGone(FileOf(document));
    }

    [Fact]
    public async Task A_file_moves_with_its_document()
    {
        var document = await _ana.MakeDocument(_workspace);
        await Says(FileOf(document), "");
        var other = await _ana.MakeWorkspace();
        (await _ana.Http.Ask("POST", $"{document}/move", new { workspaceId = Id(other) })).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        await Says(FileOf(document, other), "");
        await IsGone(FileOf(document));
    }

    [Fact]
    public async Task What_was_missed_is_found_and_versions_have_files_too()
    {
        var document = await _ana.MakeDocument(_workspace);
        await _ana.Put(document, "first"u8.ToArray(), ifMatch: "\"1-0\"");
        var version = await _ana.Http.Ask("POST", $"{document}/versions", new { name = "Kept" });
        await _ana.Put(document, "second"u8.ToArray(), ifMatch: "\"1-1\"");

        await house.Server.Services.GetRequiredService<FileFollower>().CatchUp(default);

        await Says(FileOf(document), "second");
        var file = $"documents/{Id(_workspace)}/versions/{version["id"]}.md";
        (await house.Stored(file)).ShouldBe("first");
        await _ana.Http.Ask("DELETE", $"{document}?permanent=true");
        await house.Server.Services.GetRequiredService<FileFollower>().CatchUp(default);
        (await house.Stored(file)).ShouldBeNull();
    }
}
