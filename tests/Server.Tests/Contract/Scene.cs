using System.Net;
using MDReader.Server.Access;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>A server with people who stand to a workspace in every way there is.</summary>
sealed class Scene : IAsyncDisposable
{
    readonly DirectoryInfo _mail = Directory.CreateTempSubdirectory("mdreader-mail-");

    Scene()
    {
    }

    public RunningServer Server { get; private set; } = null!;

    public SignInProvider Provider { get; private set; } = null!;

    public ModelServer Models { get; private set; } = null!;

    public Mailbox Mailbox { get; private set; } = null!;

    /// <summary>By their role.</summary>
    public IReadOnlyDictionary<Role, TestPerson> Members { get; private set; } = null!;

    public TestPerson Owner => Members[Role.Owner];

    /// <summary>Is in no place but their own.</summary>
    public TestPerson Stranger { get; private set; } = null!;

    /// <summary>Was a member, and is no more.</summary>
    public TestPerson Removed { get; private set; } = null!;

    /// <summary>Is in no place, and asks to be let into many.</summary>
    public TestPerson Asking { get; private set; } = null!;

    /// <summary>A member that others do things to.</summary>
    public TestPerson Target { get; private set; } = null!;

    public static async Task<Scene> Begin()
    {
        var scene = new Scene { Provider = await SignInProvider.Start(), Models = await ModelServer.Start() };
        scene.Mailbox = new Mailbox(scene._mail.FullName);
        scene.Server = await RunningServer.Start(
        [
            .. scene.Provider.Settings(),
            .. scene.Models.Settings(),
            ("MDReader:Assistant:RequestsPerMinute", "10000000"),
            ("MDReader:Assistant:TokensPerPerson", "10000000000"),
            ("MDReader:Mail:Folder", scene._mail.FullName),
            ("MDReader:Limits:ApiPerMinute", "10000000"),
            ("MDReader:Comments:CommentsPerMinute", "10000000"),
            ("MDReader:Sharing:OpeningsPerMinuteAndAddress", "10000000"),
            ("MDReader:Sharing:AccessRequestsPerHour", "10000000"),
            ("MDReader:Attachments:UploadsPerMinute", "10000000"),
            ("MDReader:Accounts:SignUpsPerMinuteAndAddress", "10000000"),
            ("MDReader:Accounts:SignInsPerMinuteAndAddress", "10000000"),
            ("MDReader:Accounts:CodesPerMinuteAndAddress", "10000000"),
        ]);
        var members = new Dictionary<Role, TestPerson>();
        foreach (var role in Enum.GetValues<Role>())
        {
            members[role] = await scene.SomebodyNew($"{role}");
        }

        scene.Members = members;
        scene.Stranger = await scene.SomebodyNew("Stranger");
        scene.Removed = await scene.SomebodyNew("Removed");
        scene.Target = await scene.SomebodyNew("Target");
        scene.Asking = await scene.SomebodyNew("Asking");
        return scene;
    }

    /// <summary>An account whose address is confirmed, signed in.</summary>
    public async Task<TestPerson> SomebodyNew(string name)
    {
        var email = $"{name.ToLowerInvariant()}-{Guid.CreateVersion7():N}@example.org";
        var made = await Auth("signup", new { email, password = People.Password, name });
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        var mail = await Mailbox.Next(email, "Confirm");
        (await Auth("confirm", new { email, code = mail.Code })).Status.ShouldBe(HttpStatusCode.NoContent);
        var signedIn = await LogIn(email);
        return new TestPerson(
            made["user.id"].GetGuid(), email, signedIn["accessToken"].GetString()!, signedIn["refreshToken"].GetString()!,
            Server.As(signedIn["accessToken"].GetString()!));
    }

    public Task<Answer> LogIn(string email) => Auth("login", new { email, password = People.Password, tokenDelivery = "body" });

    public Task<Answer> Auth(string path, object? body) => Server.Http.Ask("POST", $"/api/v1/auth/{path}", body);

    /// <summary>A workspace with a document and one in the trash, everybody in their role.</summary>
    public async Task<Place> NewPlace()
    {
        var workspace = await Owner.MakeWorkspace();
        foreach (var (role, person) in Members.Where(member => member.Key != Role.Owner)
            .Select(member => (member.Key, member.Value)).Append((Role.Viewer, Target)).Append((Role.Editor, Removed)))
        {
            await Must(Owner, "PUT", $"{workspace}/members/{person.Id}", new { role = role.Word() });
        }

        await Must(Owner, "DELETE", $"{workspace}/members/{Removed.Id}");
        return new Place(this, workspace, Owner);
    }

    /// <summary>A request that only prepares.</summary>
    public static async Task<Answer> Must(TestPerson who, string method, string path, object? body = null)
    {
        var answer = await who.Http.Ask(method, path, body);
        ((int)answer.Status).ShouldBeLessThan(300, $"{method} {path}: {answer.Text}");
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in Members.Values.Append(Stranger).Append(Removed).Append(Target).Append(Asking))
        {
            person.Dispose();
        }

        await Server.DisposeAsync();
        await Provider.DisposeAsync();
        await Models.DisposeAsync();
        _mail.Delete(recursive: true);
    }
}

/// <summary>A workspace of the scene. What lies in it is made when a path asks for it, by its owner.</summary>
sealed class Place(Scene scene, string workspace, TestPerson maker)
{
    const string Root = "/api/v1/";

    readonly Dictionary<string, string> _ids = [];

    public Scene Scene => scene;

    /// <summary>Who makes what a path needs.</summary>
    public TestPerson Maker => maker;

    /// <summary>Its path.</summary>
    public string Workspace => workspace;

    /// <summary>Of the text that the document began with.</summary>
    public string ContentEtag { get; private set; } = "";

    /// <summary>A version of the document, once a path has needed one.</summary>
    public string Version => _ids.GetValueOrDefault("version", "");

    /// <summary>The path of the document that other paths lead to.</summary>
    public string Document => $"{Root}documents/{_ids["document"]}";

    /// <summary>The path with real ids in the place of its parameters.</summary>
    public async Task<string> Fill(string template)
    {
        var filled = template;
        foreach (var (beginning, fill) in Kinds)
        {
            if (template.StartsWith(Root + beginning, StringComparison.Ordinal))
            {
                filled = await fill(this, template);
            }
        }

        return filled.Contains('{', StringComparison.Ordinal)
            ? throw new NotSupportedException($"Teach {nameof(Place)} to find something for {template}.")
            : filled;
    }

    /// <summary>Puts a document there that this person made.</summary>
    public async Task MakeDocument(TestPerson author)
    {
        var made = await Scene.Must(author, "POST", $"{workspace}/documents", new { title = "Notes", content = "# Notes\n" });
        _ids["document"] = made["id"].GetString()!;
        ContentEtag = made["contentEtag"].GetString()!;
    }

    // How the paths below each of these are filled.
    static readonly Dictionary<string, Func<Place, string, Task<string>>> Kinds = new()
    {
        ["workspaces/{w"] = async (place, path) => path
            .Replace("{token}", path.Contains("{token}", StringComparison.Ordinal) ? await place.Agent() : "", StringComparison.Ordinal)
            .Replace("{ws}", place.Workspace.Split('/')[^1], StringComparison.Ordinal)
            .Replace("{workspace}", place.Workspace.Split('/')[^1], StringComparison.Ordinal)
            .Replace("{user}", $"{place.Scene.Target.Id}", StringComparison.Ordinal),
        ["versions/{version}"] = async (place, path) =>
        {
            await place.MakeVersion();
            return path.Replace("{version}", place.Version, StringComparison.Ordinal);
        },
        ["documents/{id}"] = async (place, path) =>
        {
            var filled = path.Replace("{id}", await place.DocumentId(), StringComparison.Ordinal)
                .Replace("{user}", $"{place.Scene.Target.Id}", StringComparison.Ordinal);
            await place.Prepare(path);
            return filled.Replace("{invite}", place._ids.GetValueOrDefault("document invite"), StringComparison.Ordinal)
                .Replace("{request}", place._ids.GetValueOrDefault("request"), StringComparison.Ordinal);
        },
        ["folders/{id}"] = async (place, path) =>
            path.Replace("{id}", await place.Made("folders", new { name = "Drafts" }), StringComparison.Ordinal),
        ["invites/{invite}"] = async (place, path) =>
            path.Replace("{invite}", await place.Made("invites", new { role = "viewer" }), StringComparison.Ordinal),
        ["links/{link}"] = async (place, path) =>
        {
            await place.Link();
            return path.Replace("{link}", place._ids["link"], StringComparison.Ordinal);
        },
        ["threads/{thread}"] = async (place, path) =>
        {
            await place.Thread();
            return path.Replace("{thread}", place._ids["thread"], StringComparison.Ordinal);
        },
        ["suggestions/{suggestion}"] = async (place, path) =>
        {
            await place.DocumentId();
            if (!place._ids.TryGetValue("suggestion", out var suggestion))
            {
                place._ids["suggestion"] = suggestion = (await Scene.Must(
                    place.Maker, "POST", $"{place.Document}/suggestions", Rows.NewSuggestion(place)))["id"].GetString()!;
            }

            return path.Replace("{suggestion}", suggestion, StringComparison.Ordinal);
        },
        ["attachments/{attachment}"] = async (place, path) =>
        {
            if (!place._ids.TryGetValue("attachment", out var attachment))
            {
                await place.DocumentId();
                place._ids["attachment"] = attachment = (await place.Maker.Attach(place.Document, Uploads.Png)).Split('/')[^1];
            }

            return path.Replace("{attachment}", attachment, StringComparison.Ordinal);
        },
        ["comments/{comment}"] = async (place, path) =>
        {
            await place.Thread();
            return path.Replace("{comment}", place._ids["comment"], StringComparison.Ordinal)
                .Replace("{emoji}", Uri.EscapeDataString("👍"), StringComparison.Ordinal);
        },
    };

    async Task<string> DocumentId()
    {
        if (!_ids.ContainsKey("document"))
        {
            await MakeDocument(maker);
        }

        return _ids["document"];
    }

    // What has to be there to be read or taken away.
    async Task Prepare(string path)
    {
        if (path.EndsWith("/permissions/{user}", StringComparison.Ordinal) && _ids.TryAdd("permission", ""))
        {
            await Scene.Must(maker, "PUT", $"{Document}/permissions/{Scene.Target.Id}", new { role = "viewer" });
        }
        else if (path.Contains("/invites/", StringComparison.Ordinal) && !_ids.ContainsKey("document invite"))
        {
            var made = await Scene.Must(maker, "POST", $"{Document}/invites", new { email = Scene.Target.Email, role = "viewer" });
            _ids["document invite"] = made["id"].GetString()!;
        }
        else if (path.Contains("/access-requests/", StringComparison.Ordinal) && !_ids.ContainsKey("request"))
        {
            await Scene.Must(Scene.Asking, "POST", $"{Document}/access-requests");
            var asked = await Scene.Must(maker, "GET", $"{Document}/access-requests");
            _ids["request"] = asked["items"][0].GetProperty("id").GetString()!;
        }
        else if (path.EndsWith("/publication", StringComparison.Ordinal) && _ids.TryAdd("publication", ""))
        {
            await Scene.Must(maker, "PUT", $"{Document}/publication", new { });
        }
        else if (path.EndsWith("/restore-version", StringComparison.Ordinal))
        {
            await MakeVersion();
        }
    }

    async Task<string> Made(string what, object body)
    {
        if (!_ids.TryGetValue(what, out var id))
        {
            _ids[what] = id = (await Scene.Must(maker, "POST", $"{workspace}/{what}", body))["id"].GetString()!;
        }

        return id;
    }

    // A token of the maker's, who is in the workspace.
    async Task<string> Agent()
    {
        if (!_ids.TryGetValue("agent", out var id))
        {
            var made = await Scene.Must(maker, "POST", $"{Root}me/tokens", new { name = "agent", isAgent = true });
            _ids["agent"] = id = made["id"].GetString()!;
        }

        return id;
    }

    async Task MakeVersion()
    {
        if (!_ids.ContainsKey("version"))
        {
            await DocumentId();
            _ids["version"] = (await Scene.Must(maker, "POST", $"{Document}/versions", new { name = "Kept" }))["id"].GetString()!;
        }
    }

    async Task Link()
    {
        if (!_ids.ContainsKey("link"))
        {
            await DocumentId();
            _ids["link"] = (await Scene.Must(maker, "POST", $"{Document}/links", new { role = "viewer" }))["id"].GetString()!;
        }
    }

    async Task Thread()
    {
        if (!_ids.ContainsKey("thread"))
        {
            await DocumentId();
            var made = await Scene.Must(maker, "POST", $"{Document}/threads", Rows.NewThread(this));
            _ids["thread"] = made["id"].GetString()!;
            _ids["comment"] = made["comments"][0].GetProperty("id").GetString()!;
        }
    }
}
