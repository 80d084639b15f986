using System.Text.Json;
using MDReader.Server.Platform;

namespace MDReader.Cloud.Aws;

/// <summary>Changes on an Amazon SNS topic, for queues of other systems: a JSON object each, with its kind and workspace as
/// attributes to filter by.</summary>
sealed class SnsTopic(AwsClient sns, string arn) : ITopic
{
    const string Version = "2010-03-31";

    public Task Publish(ChangeNews news, CancellationToken cancellationToken) => sns.Query("Publish", Version, Form(news, arn), cancellationToken);

    internal static IEnumerable<KeyValuePair<string, string>> Form(ChangeNews news, string arn) =>
    [
        new("TopicArn", arn),
        new("Message", JsonSerializer.Serialize(news, JsonSerializerOptions.Web)),
        .. Attribute(1, "type", news.Type),
        .. Attribute(2, "workspaceId", news.WorkspaceId.ToString()),
    ];

    static IEnumerable<KeyValuePair<string, string>> Attribute(int number, string name, string value) =>
    [
        new($"MessageAttributes.entry.{number}.Name", name),
        new($"MessageAttributes.entry.{number}.Value.DataType", "String"),
        new($"MessageAttributes.entry.{number}.Value.StringValue", value),
    ];
}
