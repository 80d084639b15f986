using System.Text.Json;
using System.Text.Json.Nodes;
using MDReader.Server.Platform;

namespace MDReader.Cloud.Aws;

/// <summary>A message of a queue, until it is deleted or comes again.</summary>
/// <param name="Handle">Of this time that it came.</param>
sealed record SqsMessage(string Body, string Handle);

/// <summary>An Amazon SQS queue, for a single system that hears of changes, and to read it as that system.</summary>
sealed class SqsQueue(AwsClient sqs, string url) : ITopic
{
    const string Version = "1.0";

    // Of a question that waits for a message; shorter than the client waits for an answer.
    const int WaitSeconds = 5;

    public Task Publish(ChangeNews news, CancellationToken cancellationToken) => Call("SendMessage", Sent(news), cancellationToken);

    /// <summary>The next message, hidden from other readers for so long; null when none has come within seconds.</summary>
    public async Task<SqsMessage?> Receive(TimeSpan hidden, CancellationToken cancellationToken)
    {
        var answer = await Call(
            "ReceiveMessage",
            new JsonObject { ["MaxNumberOfMessages"] = 1, ["WaitTimeSeconds"] = WaitSeconds, ["VisibilityTimeout"] = (int)hidden.TotalSeconds },
            cancellationToken);
        return answer.TryGetProperty("Messages", out var messages) && messages.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } message
            ? new(message.GetProperty("Body").GetString()!, message.GetProperty("ReceiptHandle").GetString()!)
            : null;
    }

    public Task Delete(SqsMessage message, CancellationToken cancellationToken) =>
        Call("DeleteMessage", new JsonObject { ["ReceiptHandle"] = message.Handle }, cancellationToken);

    Task<JsonElement> Call(string operation, JsonObject body, CancellationToken cancellationToken)
    {
        body["QueueUrl"] = url;
        return sqs.Call($"AmazonSQS.{operation}", Version, body, cancellationToken);
    }

    static JsonObject Sent(ChangeNews news) => new()
    {
        ["MessageBody"] = JsonSerializer.Serialize(news, JsonSerializerOptions.Web),
        ["MessageAttributes"] = new JsonObject
        {
            ["type"] = Attribute(news.Type),
            ["workspaceId"] = Attribute(news.WorkspaceId.ToString()),
        },
    };

    static JsonObject Attribute(string value) => new() { ["DataType"] = "String", ["StringValue"] = value };
}
