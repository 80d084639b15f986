namespace MDReader.TestKit;

public static class Places
{
    /// <summary>The path of a new workspace that this person owns.</summary>
    public static async Task<string> MakeWorkspace(this TestPerson owner)
    {
        var made = await owner.Http.Ask("POST", "/api/v1/workspaces", new { name = "Engines" });
        return made.Header("Location") ?? throw new InvalidOperationException(made.Text);
    }

    /// <summary>The path of a new document.</summary>
    public static async Task<string> MakeDocument(this TestPerson owner, string workspace, string title = "Notes")
    {
        var made = await owner.Http.Ask("POST", $"{workspace}/documents", new { title });
        return made.Header("Location") ?? throw new InvalidOperationException(made.Text);
    }

    /// <summary>The id of a new folder.</summary>
    public static async Task<Guid> MakeFolder(
        this TestPerson owner, string workspace, string name = "Plans", Guid? parentId = null)
    {
        var made = await owner.Http.Ask("POST", $"{workspace}/folders", new { name, parentId });
        return made.Status == System.Net.HttpStatusCode.Created
            ? made["id"].GetGuid()
            : throw new InvalidOperationException(made.Text);
    }
}
