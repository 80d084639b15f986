using System.Text;
using MDReader.Client;
using MDReader.Client.Sync;
using MDReader.TestKit;

namespace Client.Tests;

/// <summary>Somebody's folder on disk and the workspace that it is a copy of.</summary>
sealed class Desk : IDisposable
{
    static readonly SyncOptions AtOnce = new() { Quiet = TimeSpan.Zero, Missing = TimeSpan.Zero };

    readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("mdreader-desk-");

    Desk(TestPerson person, string workspace)
    {
        (Person, Path) = (person, workspace);
        Client = new(person.Http, TimeProvider.System);
        Folder = System.IO.Path.Combine(_home.FullName, "notes");
        Directory.CreateDirectory(Folder);
    }

    public TestPerson Person { get; }

    /// <summary>The workspace's, in the API.</summary>
    public string Path { get; }

    public Guid Workspace => Guid.Parse(Path.Split('/')[^1]);

    public string Folder { get; }

    /// <summary>Beside the folder, not in it.</summary>
    public string Outside => _home.FullName;

    public MDReaderClient Client { get; set; }

    public List<SyncEvent> Told { get; } = [];

    public static async Task<Desk> Begin(RunningServer server, string name = "Ada")
    {
        var person = await server.SignUp(name);
        return new(person, await person.MakeWorkspace());
    }

    /// <summary>The same workspace and folder for somebody else.</summary>
    public static Desk Of(TestPerson person, string workspace) => new(person, workspace);

    public async Task Sync(Direction direction = Direction.Both, TimeSpan quiet = default)
    {
        using var folder = SyncedFolder.Open(Folder, Workspace, Client, AtOnce with { Direction = direction, Quiet = quiet });
        folder.Told += Told.Add;
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await folder.Once(late.Token);
    }

    public void Save(string file, string text) => Save(file, Encoding.UTF8.GetBytes(text));

    public void Save(string file, byte[] bytes)
    {
        var place = At(file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(place)!);
        File.WriteAllBytes(place, bytes);
    }

    public void Move(string from, string to)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(to))!);
        File.Move(At(from), At(to));
    }

    public string Read(string file) => File.ReadAllText(At(file));

    public string At(string file) => System.IO.Path.Combine(Folder, file);

    /// <summary>All files but the ledger's, by path.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Folder, file))
        .Where(file => !file.StartsWith(".mdreader", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public async Task<string> Make(string title, string text, Guid? folderId = null)
    {
        var made = await Person.Http.Ask("POST", $"{Path}/documents", new { title, folderId, content = text });
        return made.Header("Location") ?? throw new InvalidOperationException(made.Text);
    }

    /// <summary>Live titles with their folders' names before them, by which the texts are.</summary>
    public async Task<Dictionary<string, string>> Live()
    {
        var snapshot = await Client.Feed.Snapshot(Workspace);
        var folders = snapshot.Items.Where(item => item.Type == FeedItem.FolderType).ToDictionary(item => item.Id);
        var live = new Dictionary<string, string>();
        foreach (var item in snapshot.Items.Where(item => item.Type == FeedItem.DocumentType))
            live.Add(Place(item.FolderId) + item.Title, Encoding.UTF8.GetString((await Client.Texts.Read(item.Id)).Bytes));
        return live;

        string Place(Guid? id) => id is { } folder ? $"{Place(folders[folder].FolderId)}{folders[folder].Name}/" : "";
    }

    /// <summary>The names of the live folders.</summary>
    public async Task<IEnumerable<string?>> Folders() => (await Client.Feed.Snapshot(Workspace)).Items
        .Where(item => item.Type == FeedItem.FolderType).Select(item => item.Name);

    public async Task<string> Text(string document) =>
        (await Person.Http.Ask("GET", $"{document}/content")).Text;

    /// <summary>Puts something in front of a live text, as somebody would who types there.</summary>
    public async Task Type(string document, string text)
    {
        var typed = await Person.Http.Ask(
            "PATCH", $"{document}/content",
            new StringContent($$"""{"edits":[{"range":{"start":0,"end":0},"text":"{{text}}"}]}""", Encoding.UTF8,
                "application/vnd.mdreader.edits+json"));
        if (typed.Status != System.Net.HttpStatusCode.OK)
            throw new InvalidOperationException(typed.Text);
    }

    public void Dispose()
    {
        Person.Dispose();
        _home.Delete(recursive: true);
    }
}
