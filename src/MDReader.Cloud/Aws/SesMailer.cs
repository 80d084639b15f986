using System.Text.Json.Nodes;
using MDReader.Server.Platform;

namespace MDReader.Cloud.Aws;

/// <summary>Letters by Amazon SES, version 2 of its API.</summary>
sealed class SesMailer(AwsClient ses, string from) : IMailer
{
    const string Path = "/v2/email/outbound-emails";

    public async Task Send(Mail mail, string id, CancellationToken cancellationToken)
    {
        await ses.Post(Path, Request(mail, from, id), cancellationToken);
    }

    internal static JsonObject Request(Mail mail, string from, string id) => new()
    {
        ["FromEmailAddress"] = from,
        ["Destination"] = new JsonObject { ["ToAddresses"] = new JsonArray(mail.To) },
        ["Content"] = new JsonObject
        {
            ["Simple"] = new JsonObject
            {
                ["Subject"] = Utf8(mail.Subject),
                ["Body"] = new JsonObject { ["Text"] = Utf8(mail.Text), ["Html"] = Utf8(mail.Html) },
            },
        },
        // SES makes a Message-ID of its own; this one shows in its events which letter it was.
        ["EmailTags"] = new JsonArray(new JsonObject { ["Name"] = "letter", ["Value"] = Tag(id) }),
    };

    static JsonObject Utf8(string text) => new() { ["Data"] = text, ["Charset"] = "UTF-8" };

    // Letters, digits, _ and -, at most 256 of them.
    static string Tag(string id)
    {
        var tag = string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        return tag.Length > 256 ? tag[..256] : tag;
    }
}
