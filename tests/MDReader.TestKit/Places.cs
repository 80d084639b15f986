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
}
