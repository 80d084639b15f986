using MDReader.Server.Access;
using MDReader.TestKit;

namespace Server.Tests.Contract;

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

    /// <summary>What the document begins with, and is written again: it names a picture of another server.</summary>
    public string Text => $"# Notes\n\n![A boat]({Scene.Pictures.Address})\n";

    /// <summary>Of the text that the document began with.</summary>
    public string ContentEtag { get; private set; } = "";

    /// <summary>A version of the document, once a path has needed one.</summary>
    public string Version => _ids.GetValueOrDefault("version", "");

    /// <summary>A suggestion for the document, once a path has needed one.</summary>
    public string Suggestion => _ids.GetValueOrDefault("suggestion", "");

    /// <summary>Of the text with an accepted suggestion, once a path has needed one.</summary>
    public string AcceptedEtag => _ids.GetValueOrDefault("accepted", "");

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

    /// <summary>Shares the document with somebody by e-mail, who accepts.</summary>
    public async Task Share(TestPerson person, Role role)
    {
        var invite = await Scene.Must(maker, "POST", $"{Document}/invites", new { email = person.Email, role = role.Word() });
        await Scene.Must(person, "POST", $"{Root}document-invites/{invite["token"].GetString()}/accept");
    }

    /// <summary>Makes a link to the document.</summary>
    public Task<Answer> MakeLink(Role role) => Scene.Must(maker, "POST", $"{Document}/links", new { role = role.Word() });

    /// <summary>Keeps the document from the workspace's members.</summary>
    public Task Restrict() => Scene.Must(maker, "PATCH", $"{Document}/access", new { isRestricted = true });

    /// <summary>Puts the document into the trash, or takes it away for good.</summary>
    public Task Delete(bool forGood) => Scene.Must(maker, "DELETE", Document + (forGood ? "?permanent=true" : ""));

    /// <summary>Puts a document there that this person made.</summary>
    public async Task MakeDocument(TestPerson author)
    {
        var made = await Scene.Must(author, "POST", $"{workspace}/documents", new { title = "Notes", content = Text });
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
            await place.MakeSuggestion();
            return path.Replace("{suggestion}", place.Suggestion, StringComparison.Ordinal);
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
        else if (path.EndsWith("/suggestions/accept", StringComparison.Ordinal))
        {
            await MakeSuggestion();
        }
        else if (path.EndsWith("/suggestions/reopen", StringComparison.Ordinal) && !_ids.ContainsKey("accepted"))
        {
            var made = await Scene.Must(maker, "POST", $"{Document}/suggestions", Rows.NewSuggestion(this));
            var accepted = await Scene.Must(
                maker, "POST", $"{Document}/suggestions/accept", new { suggestions = new[] { made["id"].GetString() } });
            _ids["accepted"] = accepted["etag"].GetString()!;
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

    async Task MakeSuggestion()
    {
        if (!_ids.ContainsKey("suggestion"))
        {
            await DocumentId();
            var made = await Scene.Must(maker, "POST", $"{Document}/suggestions", Rows.NewSuggestion(this));
            _ids["suggestion"] = made["id"].GetString()!;
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
