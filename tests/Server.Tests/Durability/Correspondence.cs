using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Durability;

/// <summary>Ana, who mentions Ben in a document, whichever process she asks; and Ben, who has letters of it.</summary>
sealed record Correspondence(HttpClient Ana, HttpClient Ben, Guid BenId, string BensAddress, string Document)
{
    /// <param name="server">Where they sign up.</param>
    /// <param name="confirmation">Gives the letter with the code for an address.</param>
    public static async Task<Correspondence> Begin(Uri server, Func<string, Task<ReceivedMail>> confirmation)
    {
        var (ana, _, _) = await SignUp(server, confirmation, "Ana");
        var (ben, benId, address) = await SignUp(server, confirmation, "Ben");
        var workspace = (await ana.Ask("POST", "/api/v1/workspaces", new { name = "Engines" })).Header("Location");
        await ana.Ask("PUT", $"{workspace}/members/{benId}", new { role = "viewer" });
        var made = await ana.Ask("POST", $"{workspace}/documents", new { title = "Notes", content = "The text." });
        return new(ana, ben, benId, address, made.Header("Location")!);
    }

    public async Task Mention(Uri at, string words)
    {
        var made = await Ana.Ask("POST", new Uri(at, $"{Document}/threads").ToString(), new
        {
            anchor = new { start = 0, end = 3, @base = "1-1" },
            body = $"@[Ben]({BenId}) {words}",
        });
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
    }

    /// <summary>Whether Ben's inbox has it.</summary>
    public async Task<bool> IsTold(Uri at, string words) =>
        (await Ben.Ask("GET", new Uri(at, "/api/v1/notifications").ToString())).Text.Contains(words, StringComparison.Ordinal);

    static async Task<(HttpClient Http, Guid Id, string Address)> SignUp(
        Uri server, Func<string, Task<ReceivedMail>> confirmation, string name)
    {
        var http = new HttpClient { BaseAddress = server };
        var email = $"{name.ToLowerInvariant()}@example.org";
        var made = await http.Ask("POST", "/api/v1/auth/signup", new { email, password = People.Password, name });
        await http.Ask("POST", "/api/v1/auth/confirm", new { email, code = (await confirmation(email)).Code });
        var signedIn = await http.Ask("POST", "/api/v1/auth/login", new { email, password = People.Password, tokenDelivery = "body" });
        // The session's token ends sooner than a long run of this.
        http.DefaultRequestHeaders.Authorization = new("Bearer", signedIn["accessToken"].GetString());
        var token = (await http.Ask("POST", "/api/v1/me/tokens", new { name = "test" }))["token"].GetString();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return (http, made["user.id"].GetGuid(), email);
    }
}
