using System.Collections.Concurrent;
using MDReader.Server.Platform;
using MDReader.TestKit;

namespace Server.Tests.Feed;

/// <summary>Where it all happens: two workspaces of one owner, and what was ever made in them.</summary>
sealed class FeedWorld(TestPerson owner, TestPerson[] others, string[] workspaces, Database database)
{
    readonly ConcurrentBag<string> _documents = [];
    readonly ConcurrentBag<string> _folders = [];

    public TestPerson Owner => owner;

    /// <summary>The first becomes a member now and then, and all are let into documents.</summary>
    public TestPerson[] Others => others;

    public string[] Workspaces => workspaces;

    public Database Database => database;

    /// <summary>The paths of all documents that there ever were.</summary>
    public string[] Documents => [.. _documents.Order()];

    /// <inheritdoc cref="Documents"/>
    public string[] Folders => [.. _folders.Order()];

    public async Task Fill(string workspace, int documents, int folders)
    {
        for (var i = 0; i < folders; i++)
        {
            await MakeFolder(workspace, parentId: null);
        }

        for (var i = 0; i < documents; i++)
        {
            await MakeDocument(workspace, folderId: null);
        }
    }

    public async Task<Answer> MakeDocument(string workspace, Guid? folderId)
    {
        var made = await owner.Http.Ask("POST", $"{workspace}/documents", new { title = "New", folderId });
        if (made.Header("Location") is { } path)
        {
            _documents.Add(path);
        }

        return made;
    }

    public async Task<Answer> MakeFolder(string workspace, Guid? parentId)
    {
        var made = await owner.Http.Ask("POST", $"{workspace}/folders", new { name = "New", parentId });
        if (made.Problem is null)
        {
            _folders.Add($"/api/v1/folders/{made["id"].GetGuid()}");
        }

        return made;
    }

    public static Guid IdOf(string path) => Guid.Parse(path.Split('/')[^1]);
}
