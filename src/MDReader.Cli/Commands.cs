using System.CommandLine;
using System.CommandLine.Help;
using System.Net.Http.Headers;
using System.Text;
using MDReader.Client;
using MDReader.Client.Git;
using MDReader.Client.Sync;

namespace MDReader.Cli;

/// <summary>The words of the command line, and what each does.</summary>
static class Commands
{
    const string DefaultServer = "http://127.0.0.1:8080";

    // Histories say that an edit came by it.
    static readonly ProductHeaderValue Itself =
        new("mdreader-cli", typeof(Commands).Assembly.GetName().Version!.ToString(fieldCount: 3));

    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Command Root() => new("mdreader", "Documents of an MDReader server as files, and folders in step with a workspace.")
    {
        new HelpOption(), new VersionOption(),
        Login(), List(), Cat(), Put(),
        Folder("pull", "Bring what is live into a folder, once.", Direction.Pull),
        Folder("push", "Send what was saved in a folder, once.", Direction.Push),
        Sync(), Export(),
    };

    static Command Login()
    {
        var server = new Option<Uri>("--server")
        {
            Description = $"The server's address; {DefaultServer} without it.",
            CustomParser = said => Credentials.Address(said.Tokens[0].Value),
            DefaultValueFactory = _ => Credentials.Address(DefaultServer),
        };
        var token = new Option<string?>("--token") { Description = "A personal access token, in place of address and password." };
        var login = new Command("login", "Sign in, and keep a token for the other commands.") { server, token };
        login.SetAction(async (parsed, cancellation) =>
            Console.WriteLine(await SignIn.Run(parsed.GetRequiredValue(server), parsed.GetValue(token), cancellation)));
        return login;
    }

    static Command List()
    {
        var path = new Argument<string?>("path") { Description = "Workspace/Folder; all workspaces without it.", Arity = ArgumentArity.ZeroOrOne };
        var list = new Command("ls", "List workspaces, or what lies in one.") { path };
        list.SetAction(async (parsed, cancellation) =>
        {
            var client = SignedIn();
            if (parsed.GetValue(path) is { } place)
            {
                var (tree, folder) = await new Remote(client).Folder(place, cancellation);
                foreach (var inner in tree.Folders(folder))
                    Console.WriteLine($"{inner.Id}  {inner.Name}/");
                foreach (var document in tree.Documents(folder))
                    Console.WriteLine($"{document.Id}  {document.Title}");
                return;
            }
            var isThere = false;
            await foreach (var workspace in client.Workspaces.List(cancellation))
            {
                isThere = true;
                Console.WriteLine($"{workspace.Id}  {workspace.Name}/  ({workspace.Role.ToString().ToLowerInvariant()})");
            }
            // Not where a script reads.
            if (!isThere)
                Console.Error.WriteLine("You are a member of no workspace yet: make one in the browser, or ask to be invited.");
        });
        return list;
    }

    static Command Cat()
    {
        var path = new Argument<string>("document") { Description = "Workspace/Folder/Title, or an id." };
        var cat = new Command("cat", "Print a document, byte for byte.") { path };
        cat.SetAction(async (parsed, cancellation) =>
        {
            var client = SignedIn();
            var document = await new Remote(client).Document(parsed.GetRequiredValue(path), cancellation);
            var content = await client.Texts.Read(document.Id, cancellation);
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(content.Bytes, cancellation);
        });
        return cat;
    }

    static Command Put()
    {
        var file = new Argument<string>("file") { Description = "A Markdown file; - for standard input." };
        var path = new Argument<string>("document") { Description = "Workspace/Folder/Title, or an id; made where there is none." };
        var put = new Command("put", "Make a file the text of a document. What others type meanwhile stays.") { file, path };
        put.SetAction(async (parsed, cancellation) =>
        {
            var client = SignedIn();
            var bytes = await Read(parsed.GetRequiredValue(file), cancellation);
            Console.WriteLine(await Write(client, parsed.GetRequiredValue(path), bytes, cancellation));
        });
        return put;
    }

    static Command Folder(string name, string description, Direction direction)
    {
        var (folder, workspace) = (FolderArgument(), WorkspaceOption());
        var command = new Command(name, description) { folder, workspace };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var synced = await Open(parsed.GetRequiredValue(folder), parsed.GetValue(workspace), direction, cancellation);
            await synced.Once(cancellation);
        });
        return command;
    }

    static Command Sync()
    {
        var (folder, workspace) = (FolderArgument(), WorkspaceOption());
        var once = new Option<bool>("--once") { Description = "Bring both into step, and end." };
        var command = new Command("sync", "Keep a folder and a workspace in step, both ways, until it is stopped.")
        {
            folder, workspace, once,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var synced = await Open(parsed.GetRequiredValue(folder), parsed.GetValue(workspace), Direction.Both, cancellation);
            await (parsed.GetValue(once) ? synced.Once(cancellation) : synced.Run(cancellation));
        });
        return command;
    }

    static Command Export()
    {
        var file = new Argument<string>("file") { Description = "The git bundle to make, such as notes.bundle." };
        var workspace = new Option<string>("--workspace", "-w") { Description = "The workspace's name or id.", Required = true };
        var export = new Command("export", "Make a git bundle of a workspace's texts; each saved version is a commit.") { file, workspace };
        export.SetAction(async (parsed, cancellation) =>
        {
            var client = SignedIn();
            var (bundle, from) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(workspace));
            var commits = await GitBundle.Make(client, (await new Remote(client).Workspace(from, cancellation)).Id, bundle, cancellation);
            Console.WriteLine($"{bundle}  {commits} commits  Clone it: git clone {bundle}");
        });
        return export;
    }

    static Argument<string> FolderArgument() => new("folder") { Description = "Made where there is none." };

    static Option<string?> WorkspaceOption() =>
        new("--workspace", "-w") { Description = "The workspace's name or id; needed the first time." };

    static async Task<SyncedFolder> Open(
        string folder, string? workspace, Direction direction, CancellationToken cancellation)
    {
        var client = SignedIn();
        Guid? id = workspace is null ? null : (await new Remote(client).Workspace(workspace, cancellation)).Id;
        var synced = SyncedFolder.Open(folder, id, client, new SyncOptions { Direction = direction });
        synced.Told += told => Console.WriteLine(
            $"{told.Act.ToString().ToLowerInvariant(),-8} {told.Path}{(told.Detail is null ? "" : $"  {told.Detail}")}");
        return synced;
    }

    static async Task<string> Write(MDReaderClient client, string path, byte[] bytes, CancellationToken cancellation)
    {
        var remote = new Remote(client);
        if (!Guid.TryParse(path, out _))
        {
            var (place, name) = Remote.Split(path);
            var (tree, folder) = await remote.Folder(place, cancellation);
            var title = Remote.WithoutExtension(name);
            if (!tree.Documents(folder).Any(item => item.Title == title || item.Title == name))
            {
                // Made with its text, so that a text which is refused leaves no empty document behind.
                var made = await client.Documents.Create(
                    tree.Workspace.Id, new(title) { FolderId = folder, Content = Text(bytes) }, Guid.NewGuid(), cancellation);
                return $"{made.Id}  {made.Title}  {made.ContentEtag}";
            }
        }

        var document = await remote.Document(path, cancellation);
        var written = await client.Texts.Write(document.Id, bytes, document.ContentEtag, Guid.NewGuid(), cancellation);
        return $"{document.Id}  {document.Title}  {written.Etag}{(written.Merged ? "  merged" : "")}";
    }

    static string Text(byte[] bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new RemoteException("The file isn't UTF-8: save it as UTF-8 first.");
        }
    }

    static async Task<byte[]> Read(string file, CancellationToken cancellation)
    {
        if (file != "-")
            return await File.ReadAllBytesAsync(file, cancellation);
        using var read = new MemoryStream();
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(read, cancellation);
        return read.ToArray();
    }

    static MDReaderClient SignedIn() => Credentials.Find() is { } kept
        ? MDReaderClient.At(kept.Server, kept.Token, program: Itself)
        : throw new RemoteException("Sign in first: mdreader login --server https://your-server");
}
