using System.Text;
using MDReader.TestKit;

namespace Server.Tests.Workspaces;

public sealed class UsageTests(SharedServer shared)
{
    [Fact]
    public async Task Owners_see_what_a_workspace_holds_in_numbers()
    {
        using var ana = await shared.Server.SignUp("Ana");
        using var ben = await shared.Server.SignUp("Ben");
        var workspace = await ana.MakeWorkspace();
        var other = await ana.MakeDocument(await ana.MakeWorkspace());
        await ana.Put(other, "elsewhere"u8.ToArray(), ifMatch: "*");
        await ana.Http.Ask("PUT", $"{workspace}/members/{ben.Id}", new { role = "editor" });
        var document = await ana.MakeDocument(workspace);
        await ana.Put(document, Encoding.UTF8.GetBytes(new string('x', 5_000)), ifMatch: "*");
        await ana.Http.Ask("POST", $"{document}/versions", new { name = "First" });
        await ana.Http.Ask("DELETE", await ana.MakeDocument(workspace));

        var items = (await ana.Http.Ask("GET", $"{workspace}/usage"))["items"].EnumerateArray().ToDictionary(
            item => item.GetProperty("what").GetString()!, item => item.GetProperty("count").GetInt64());

        items.ShouldBe(new Dictionary<string, long>
        {
            ["members"] = 2,
            ["documents"] = 1,
            ["trash"] = 1,
            ["edits"] = 1,
            ["files"] = 0,
            ["versions"] = 1,
            ["assistantRequests"] = 0,
            ["assistantTokens"] = 0,
        }, ignoreOrder: true);
        (await ana.Http.Ask("GET", $"{workspace}/usage"))["items"].EnumerateArray()
            .Single(item => item.GetProperty("what").GetString() == "edits").GetProperty("bytes").GetInt64().ShouldBeInRange(5_000, 6_000);
    }
}
