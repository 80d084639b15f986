using System.Text.Json;
using MDReader.Cloud.Aws;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Tests;

public sealed class SesTests
{
    [Fact]
    public async Task A_letter_arrives_in_both_forms()
    {
        Assert.SkipUnless(AwsPeer.IsInstalled, "Run npm ci in tests/Cloud.Tests/aws-peer.");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIATEST");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        await using var ses = await AwsPeer.Ses();
        await using var server = await RunningServer.Start(
            ("MDReader:Mail:Ses", "notes@example.org"), ("AWS_ENDPOINT_URL_SESV2", ses.Address.ToString()));
        var post = server.Services.GetRequiredService<Post>();
        post.IsOn.ShouldBeTrue();
        await post.Send("once", Mail.Compose("ada@example.org", "Grüße <b>", new MailPart.Paragraph("A & B")), CancellationToken.None);
        await post.Send("once", Mail.Compose("ada@example.org", "Grüße <b>", new MailPart.Paragraph("A & B")), CancellationToken.None);

        var letter = await Eventually.Get(async () => await Stored(ses) is [var only] ? only.GetRawText() : null, "the letter");
        letter.ShouldContain("ada@example.org");
        letter.ShouldContain("notes@example.org");
        JsonDocument.Parse(letter).RootElement.GetProperty("subject").GetString().ShouldBe("Grüße <b>");
        letter.ShouldContain("A &amp; B");
    }

    [Fact]
    public void A_tag_holds_only_what_SES_allows()
    {
        var request = SesMailer.Request(new Mail("a@example.org", "s", "t", "h"), "from@example.org", "id with @ and é");
        request["EmailTags"]![0]!["Value"]!.GetValue<string>().ShouldBe("id_with___and__");
    }

    static async Task<JsonElement[]> Stored(AwsPeer ses)
    {
        var store = JsonDocument.Parse(await ses.Http.GetStringAsync(new Uri("/store", UriKind.Relative))).RootElement;
        return [.. store.GetProperty("emails").EnumerateArray()];
    }
}
