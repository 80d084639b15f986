using System.Collections.Concurrent;
using System.Text.Json;
using MDReader.Cloud.Aws;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cloud.Tests;

/// <summary>A queue that hears of changes without a topic, and what reads one for another system.</summary>
public sealed class SqsTests
{
    static readonly string[] Arn = ["QueueArn"];
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_queue_hears_of_every_change_and_a_program_is_given_each()
    {
        await using var aws = await Emulator();
        var queue = await Made(aws, "documents");
        await using var server = await RunningServer.Start(("MDReader:Changes:Sqs", queue), ("AWS_ENDPOINT_URL_SQS", aws.Address.ToString()));
        using var ada = await server.SignUp("Ada");
        var workspace = (await ada.Http.Ask("POST", "/api/v1/workspaces", new { name = "Notes" }))["id"].GetGuid();
        var document = (await ada.Http.Ask("POST", $"/api/v1/workspaces/{workspace}/documents", new { title = "One" }))["id"].GetGuid();
        await ada.Http.Ask("DELETE", $"/api/v1/documents/{document}");

        var folder = Directory.CreateTempSubdirectory("mdreader-changes-");
        var heard = Path.Combine(folder.FullName, "heard");
        using var reader = HostProcess.Begin(
            folder.FullName, new Dictionary<string, string> { ["AWS_ENDPOINT_URL_SQS"] = aws.Address.ToString() },
            "changes", queue, "sh", "-c", $"cat >> {heard}; echo >> {heard}");
        await Eventually.Holds(
            () => File.Exists(heard) && File.ReadAllLines(heard).Select(Read).Any(news => news == ("document", document, "trashed")),
            "the program to be told of the deletion");
        reader.Kill();
        await reader.WaitForExitAsync();
        File.ReadAllLines(heard).Select(Read).ShouldContain(("workspace", workspace, "upserted"));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_dealt_with_is_gone_and_what_isnt_comes_again_until_it_lies_among_the_dead_letters()
    {
        await using var aws = await Emulator();
        var dead = await Made(aws, "dead");
        var queue = await Made(aws, "work", new { RedrivePolicy = $$"""{"deadLetterTargetArn":"{{await ArnOf(aws, dead)}}","maxReceiveCount":"2"}""" });
        foreach (var word in new[] { "good", "bad", "good", "slow" })
            await aws.Call("AmazonSQS.SendMessage", new { QueueUrl = queue, MessageBody = word });

        using var end = new CancellationTokenSource();
        var taken = new ConcurrentQueue<string>();
        var reader = new SqsReader(Queue(aws, queue), patience: TimeSpan.FromSeconds(1), TimeProvider.System, NullLogger<SqsReader>.Instance);
        var reading = reader.Run(
            async (word, late) =>
            {
                taken.Enqueue(word);
                if (word == "slow")
                    await Task.Delay(Timeout.Infinite, late);
                return word == "good";
            },
            end.Token);
        var given = new List<string>();
        while (given.Count < 2)
            if (await Queue(aws, dead).Receive(hidden: Patience, CancellationToken.None) is { } message)
                given.Add(message.Body);
        await end.CancelAsync();
        await reading.WaitAsync(Patience);

        given.ShouldBe(["bad", "slow"], ignoreOrder: true);
        taken.Count(word => word == "good").ShouldBe(2);
        taken.Count(word => word != "good").ShouldBe(4);
    }

    [Fact]
    public async Task A_topic_and_a_queue_are_not_told_both()
    {
        var both = await Should.ThrowAsync<InvalidOperationException>(() => RunningServer.Start(
            ("MDReader:Changes:Sqs", "https://sqs.us-east-1.amazonaws.com/1/q"), ("MDReader:Changes:Sns", "arn:aws:sns:us-east-1:1:t")));
        both.Message.ShouldContain("MDREADER_SQS");
    }

    static (string Type, Guid Id, string Change) Read(string line)
    {
        var news = JsonSerializer.Deserialize<ChangeNews>(line, JsonSerializerOptions.Web)!;
        return (news.Type, news.Id, news.Change);
    }

    static async Task<AwsPeer> Emulator()
    {
        Assert.SkipUnless(AwsPeer.IsInstalled, "Run npm ci in tests/Cloud.Tests/aws-peer.");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIATEST");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        return await AwsPeer.Messages();
    }

    static SqsQueue Queue(AwsPeer aws, string url) =>
        new(new AwsClient(new AwsAddress("sqs", "us-east-1", aws.Address), credentials: null, TimeProvider.System), url);

    static async Task<string> Made(AwsPeer aws, string name, object? attributes = null) =>
        (await aws.Call("AmazonSQS.CreateQueue", new { QueueName = name, Attributes = attributes ?? new { } })).GetProperty("QueueUrl").GetString()!;

    static async Task<string> ArnOf(AwsPeer aws, string queue) =>
        (await aws.Call("AmazonSQS.GetQueueAttributes", new { QueueUrl = queue, AttributeNames = Arn }))
            .GetProperty("Attributes").GetProperty("QueueArn").GetString()!;
}
