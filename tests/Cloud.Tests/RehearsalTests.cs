using System.Net;
using System.Text.RegularExpressions;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>A rehearsal for the tests of one class, which may replace its processes.</summary>
public sealed class RehearsalStage : IAsyncLifetime
{
    public Rehearsal? Rehearsal { get; private set; }

    public async ValueTask InitializeAsync() => Rehearsal = Rehearsal.CanRun ? await Rehearsal.Begin() : null;

    public ValueTask DisposeAsync() => Rehearsal?.DisposeAsync() ?? default;
}

/// <summary>A team's day on what runs on AWS.</summary>
public sealed partial class RehearsalTests(RehearsalStage stage, ITestOutputHelper output) : IClassFixture<RehearsalStage>
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    static readonly bool IsLong = Environment.GetEnvironmentVariable("MDREADER_LONG") is not null;

    [Fact]
    public async Task Two_people_meet_write_comment_and_attach()
    {
        var place = Stage();
        var (adasEmail, bensEmail) = (Address("ada"), Address("ben"));
        var (ada, _) = await place.SignUp(adasEmail, "Ada");
        using var adaAt0 = place.At(0, ada);
        var document = await Plan(adaAt0);
        await place.News(document, "upserted");

        // A letter brings Ben in, by another process.
        var path = $"/api/v1/documents/{document}";
        var invited = await adaAt0.Ask("POST", $"{path}/invites", new { email = bensEmail, role = "editor" });
        invited.Status.ShouldBe(HttpStatusCode.Created, invited.Text);
        var letter = await place.Letter(bensEmail, "shares Plan");
        var (ben, benId) = await place.SignUp(bensEmail, "Ben");
        using var benAt1 = place.At(1, ben);
        var accepted = await benAt1.Ask("POST", $"/api/v1/document-invites/{Invite().Match(letter).Groups[1].Value}/accept");
        accepted.Status.ShouldBe(HttpStatusCode.OK, accepted.Text);

        // One comes by the load balancer, the other through API Gateway.
        await using var adasPage = await Rehearsal.Open(place.Place.Address, document, ada);
        await using var bensPage = await Rehearsal.Open(place.Place.Door(0), document, ben);
        await adasPage.Type("Our plan. ");
        await bensPage.Until(page => page.Text == "Our plan. ").WaitAsync(Patience);
        await bensPage.Type("Draft: ");
        await adasPage.Until(page => page.Text == "Draft: Our plan. ").WaitAsync(Patience);
        await Task.WhenAll(adasPage.AllSaved(), bensPage.AllSaved()).WaitAsync(Patience);
        (adasPage.CloseCode, bensPage.CloseCode).ShouldBe((null, null));

        // A comment that mentions Ben is in his inbox, on another process.
        var etag = (await adaAt0.Ask("GET", $"{path}/content")).Header("ETag");
        var comment = await adaAt0.Ask("POST", $"{path}/threads", new { anchor = new { start = 0, end = 5, @base = etag }, body = $"@[Ben]({benId}) is it?" });
        comment.Status.ShouldBe(HttpStatusCode.Created, comment.Text);
        await Eventually.Holds(async () => (await benAt1.Ask("GET", "/api/v1/notifications")).Text.Contains("mention"), "the mention");

        // A file goes to S3, and comes from there.
        using var benAt2 = new TestPerson(benId, bensEmail, ben, "", place.At(2, ben));
        var file = await benAt2.Attach(path, Uploads.Png);
        using var got = await adaAt0.GetAsync(new Uri(file, UriKind.Relative));
        place.Place.Nodes.ShouldAllBe(node => node.Address.Port != got.RequestMessage!.RequestUri!.Port);
        (await got.Content.ReadAsByteArrayAsync()).ShouldBe(Uploads.Png);
    }

    [Fact]
    public async Task A_deployment_sends_everybody_elsewhere_and_loses_nothing()
    {
        var place = Stage();
        Assert.SkipUnless(IsLong, "For ./test.sh --all.");
        var (ada, _) = await place.SignUp(Address("ada"), "Ada");
        using var adaAt0 = place.At(0, ada);
        var document = await Plan(adaAt0);
        await using var adasPage = await Rehearsal.Open(place.Place.Address, document, ada);
        await using var adasPhone = await Rehearsal.Open(place.Place.Door(0), document, ada);
        await adasPage.Type("Before it. ");
        await adasPhone.Until(page => page.Text == "Before it. ").WaitAsync(Patience);

        for (var node = 0; node < 3; node++)
            await place.Deploy(node);
        await Task.WhenAll(adasPage.Closed, adasPhone.Closed).WaitAsync(Patience);
        (adasPage.CloseCode, adasPhone.CloseCode).ShouldBe((1012, 1012));
        await place.Place.AllIsWell();

        await using var pageAgain = await Rehearsal.Open(place.Place.Address, document, ada, adasPage);
        await using var phoneAgain = await Rehearsal.Open(place.Place.Door(0), document, ada, adasPhone);
        await pageAgain.Type("After it. ", at: pageAgain.Text.Length);
        await phoneAgain.Until(page => page.Text == "Before it. After it. ").WaitAsync(Patience);
        await pageAgain.AllSaved().WaitAsync(Patience);
        for (var node = 0; node < 3; node++)
        {
            using var http = place.At(node, ada);
            (await http.Ask("GET", $"/api/v1/documents/{document}/content")).Text.ShouldBe("Before it. After it. ");
        }
    }

    [Fact]
    public async Task Three_people_in_browsers_go_from_an_invitation_to_a_resolved_comment_and_the_end_of_access()
    {
        var place = Stage();
        Assert.SkipUnless(IsLong && Browsers.AreInstalled, "For ./test.sh --all; run npm ci in tests/e2e.");
        using var http = new HttpClient { BaseAddress = place.Place.Address };
        Assert.SkipWhen((await http.Ask("GET", "/")).Text.Contains("built without its web client"), "Build with the web client.");
        var (passed, said) = await Browsers.Run("story.spec.ts", place.Place.Address, AwsPeer.Code);
        output.WriteLine(said);
        passed.ShouldBeTrue(said);
    }

    Rehearsal Stage()
    {
        Assert.SkipWhen(stage.Rehearsal is null, "Install PostgreSQL, redis-server and openssl, and run npm ci in tests/Cloud.Tests/aws-peer and tests/MDReader.TestKit/s3.");
        return stage.Rehearsal;
    }

    static string Address(string name) => $"{name}-{Guid.NewGuid():N}@example.org";

    static async Task<Guid> Plan(HttpClient owner)
    {
        var workspace = (await owner.Ask("POST", "/api/v1/workspaces", new { name = "Team" }))["id"].GetGuid();
        return (await owner.Ask("POST", $"/api/v1/workspaces/{workspace}/documents", new { title = "Plan" }))["id"].GetGuid();
    }

    [GeneratedRegex("document-invite#([A-Za-z0-9_-]+)")]
    private static partial Regex Invite();
}
