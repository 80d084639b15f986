using System.Net;
using System.Text.RegularExpressions;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>A team's first day on what runs on AWS, a deployment in the middle of it.</summary>
public sealed partial class RehearsalTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Two_people_meet_write_comment_attach_and_go_on_through_a_deployment()
    {
        Assert.SkipUnless(Rehearsal.CanRun, "Install PostgreSQL and redis-server, and the packages of npm.");
        await using var place = await Rehearsal.Begin();

        var (ada, _) = await place.SignUp("ada@example.org", "Ada");
        using var adaAt0 = place.At(0, ada);
        var workspace = (await adaAt0.Ask("POST", "/api/v1/workspaces", new { name = "Team" }))["id"].GetGuid();
        var document = (await adaAt0.Ask("POST", $"/api/v1/workspaces/{workspace}/documents", new { title = "Plan" }))["id"].GetGuid();
        await place.News(document, "upserted");

        // A letter brings Ben in, by another process.
        var path = $"/api/v1/documents/{document}";
        (await adaAt0.Ask("POST", $"{path}/invites", new { email = "ben@example.org", role = "editor" })).Status.ShouldBe(HttpStatusCode.Created);
        var letter = await place.Letter("ben@example.org", "shares Plan");
        var (ben, benId) = await place.SignUp("ben@example.org", "Ben");
        using var benAt1 = place.At(1, ben);
        var invite = Invite().Match(letter).Groups[1].Value;
        (await benAt1.Ask("POST", $"/api/v1/document-invites/{invite}/accept"))["role"].GetString().ShouldBe("editor");

        // One comes by the load balancer, the other through API Gateway.
        await using var adasPage = await LiveClient.Connect(place.Proxy.Address, $"{document}", $"token={ada}&ack=1");
        await using var bensPage = await LiveClient.Connect(place.Door.Address, $"{document}", $"token={ben}&ack=1");
        await adasPage.Type("Our plan. ");
        await bensPage.Until(page => page.Text == "Our plan. ").WaitAsync(Patience);
        await bensPage.Type("Draft: ");
        await adasPage.Until(page => page.Text == "Draft: Our plan. ").WaitAsync(Patience);
        await Task.WhenAll(adasPage.AllSaved(), bensPage.AllSaved()).WaitAsync(Patience);

        // A comment that mentions Ben is in his inbox, on another process.
        var etag = (await adaAt0.Ask("GET", $"{path}/content")).Header("ETag");
        (await adaAt0.Ask("POST", $"{path}/threads", new { anchor = new { start = 0, end = 5, @base = etag }, body = $"@[Ben]({benId}) is it?" }))
            .Status.ShouldBe(HttpStatusCode.Created);
        await Eventually.Holds(async () => (await benAt1.Ask("GET", "/api/v1/notifications")).Text.Contains("mention"), "the mention");

        // A file goes to S3, and comes from there.
        using (var uploader = new TestPerson(benId, "ben@example.org", ben, "", place.At(2, ben)))
        {
            var file = await uploader.Attach(path, Uploads.Png);
            using var got = await adaAt0.GetAsync(new Uri(file, UriKind.Relative));
            got.RequestMessage!.RequestUri!.Host.ShouldBe("127.0.0.1");
            got.RequestMessage.RequestUri.Port.ShouldNotBe(place.Nodes[0].Address.Port);
            (await got.Content.ReadAsByteArrayAsync()).ShouldBe(Uploads.Png);
        }

        // A deployment: one process after the other. Whoever was sent away comes back and goes on.
        for (var node = 0; node < 3; node++)
            await place.Deploy(node);
        await using var adasNext = await LiveClient.Connect(place.Proxy.Address, $"{document}", $"token={ada}&ack=1", adasPage.Document);
        await using var bensNext = await LiveClient.Connect(place.Door.Address, $"{document}", $"token={ben}&ack=1", bensPage.Document);
        await adasNext.Type("After it. ", at: adasNext.Text.Length);
        await bensNext.Until(page => page.Text == "Draft: Our plan. After it. ").WaitAsync(Patience);
        await adasNext.AllSaved().WaitAsync(Patience);
        for (var node = 0; node < 3; node++)
        {
            using var http = place.At(node, ben);
            (await http.Ask("GET", $"{path}/content")).Text.ShouldBe("Draft: Our plan. After it. ");
            (await http.Ask("GET", "/health/ready"))["status"].GetString().ShouldBe("ok");
        }
    }

    [GeneratedRegex("document-invite#([A-Za-z0-9_-]+)")]
    private static partial Regex Invite();
}
