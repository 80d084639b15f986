using System.Net;
using System.Text.Json;

namespace MDReader.Cloud.Aws;

/// <summary>An AWS service said no, or nothing.</summary>
/// <param name="service">Which.</param>
/// <param name="code">Its name for what is wrong, such as <c>NotAuthorizedException</c>; "Unreachable" where it said nothing.</param>
/// <param name="status">Null where it said nothing.</param>
sealed class AwsException(string service, string code, HttpStatusCode? status, string message, Exception? inner = null)
    : Exception($"{service}: {code}: {message}", inner)
{
    const string CodeHeader = "x-amzn-ErrorType";

    public string Code => code;

    public HttpStatusCode? Status => status;

    public static AwsException Of(string service, HttpResponseMessage answer, string body)
    {
        var (code, message) = Read(body);
        if (code is null && answer.Headers.TryGetValues(CodeHeader, out var said))
            code = said.FirstOrDefault();
        return new AwsException(service, Bare(code ?? answer.StatusCode.ToString()), answer.StatusCode, message ?? "It gave no reason.");
    }

    static (string? Code, string? Message) Read(string body)
    {
        try
        {
            var error = JsonDocument.Parse(body).RootElement;
            return (Text(error, "__type") ?? Text(error, "code"), Text(error, "message") ?? Text(error, "Message"));
        }
        catch (JsonException)
        {
            return (Between(body, "<Code>", "</Code>"), Between(body, "<Message>", "</Message>"));
        }
    }

    // "com.amazon.coral.service#Name:http://…" is Name.
    static string Bare(string code) => code[(code.LastIndexOf('#') + 1)..].Split(':')[0];

    static string? Text(JsonElement error, string name) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    static string? Between(string text, string before, string after) =>
        text.Split(before, 2) is [_, var rest] && rest.Split(after, 2) is [var inside, _] ? inside : null;
}
