using System.Text.Json;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>What changes reaches a queue of another system: SNS to SQS, as the deployment has them.</summary>
public sealed class SnsTests
{
    static readonly string[] Arn = ["QueueArn"];

    [Fact]
    public async Task Another_system_hears_of_every_change_and_can_filter_by_its_kind()
    {
        Assert.SkipUnless(AwsPeer.IsInstalled, "Run npm ci in tests/Cloud.Tests/aws-peer.");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIATEST");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        await using var aws = await AwsPeer.Messages();
        var topic = await Made(aws, "CreateTopic", ("Name", "changes"), "TopicArn");
        var queue = (await aws.Call("AmazonSQS.CreateQueue", new { QueueName = "documents" })).GetProperty("QueueUrl").GetString()!;
        var arn = (await aws.Call("AmazonSQS.GetQueueAttributes", new { QueueUrl = queue, AttributeNames = Arn }))
            .GetProperty("Attributes").GetProperty("QueueArn").GetString()!;
        await Query(aws, "Subscribe", ("TopicArn", topic), ("Protocol", "sqs"), ("Endpoint", arn),
            ("Attributes.entry.1.key", "RawMessageDelivery"), ("Attributes.entry.1.value", "true"),
            ("Attributes.entry.2.key", "FilterPolicy"), ("Attributes.entry.2.value", """{"type":["document"]}"""));

        await using var server = await RunningServer.Start(
            ("MDReader:Changes:Sns", topic), ("AWS_ENDPOINT_URL_SNS", aws.Address.ToString()));
        using var ada = await server.SignUp("Ada");
        var workspace = (await ada.Http.Ask("POST", "/api/v1/workspaces", new { name = "Notes" }))["id"].GetGuid();
        var document = (await ada.Http.Ask("POST", $"/api/v1/workspaces/{workspace}/documents", new { title = "One" }))["id"].GetGuid();
        (await Next(aws, queue)).ShouldBe((workspace, document, "upserted"));
        await ada.Http.Ask("DELETE", $"/api/v1/documents/{document}");
        await Eventually.Holds(async () => await Next(aws, queue) == (workspace, document, "trashed"), "the deletion to be told");
    }

    static async Task<(Guid Workspace, Guid Document, string Change)> Next(AwsPeer aws, string queue)
    {
        var message = await Eventually.Get(
            async () =>
            {
                var answer = await aws.Call("AmazonSQS.ReceiveMessage", new { QueueUrl = queue, MaxNumberOfMessages = 1, WaitTimeSeconds = 1 });
                return answer.TryGetProperty("Messages", out var messages) && messages.GetArrayLength() == 1 ? messages[0].GetRawText() : null;
            },
            "a message");
        var received = JsonDocument.Parse(message).RootElement;
        await aws.Call("AmazonSQS.DeleteMessage", new { QueueUrl = queue, ReceiptHandle = received.GetProperty("ReceiptHandle").GetString() });
        var news = JsonDocument.Parse(received.GetProperty("Body").GetString()!).RootElement;
        news.GetProperty("type").GetString().ShouldBe("document");
        return (news.GetProperty("workspaceId").GetGuid(), news.GetProperty("id").GetGuid(), news.GetProperty("change").GetString()!);
    }

    internal static async Task<string> Made(AwsPeer aws, string action, (string, string) parameter, string element)
    {
        var xml = await Query(aws, action, parameter);
        return xml.Split($"<{element}>")[1].Split($"</{element}>")[0];
    }

    internal static async Task<string> Query(AwsPeer aws, string action, params (string Name, string Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent(
            [new("Action", action), new("Version", "2010-03-31"), .. parameters.Select(parameter => new KeyValuePair<string, string>(parameter.Name, parameter.Value))]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = form };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sns/aws4_request, SignedHeaders=host, Signature=b");
        using var answer = await aws.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return text;
    }
}
