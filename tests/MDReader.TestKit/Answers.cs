using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace MDReader.TestKit;

/// <summary>What a server answered, read once.</summary>
public sealed record Answer(HttpStatusCode Status, HttpResponseMessage Message, string Text)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>A member of the JSON body by its path: <c>answer["user.id"]</c>.</summary>
    public JsonElement this[string path] =>
        path.Split('.').Aggregate(Json, (element, member) => element.GetProperty(member));

    public string? Header(string name) =>
        Message.Headers.TryGetValues(name, out var values) || Message.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    /// <summary>The last part of a problem's type; null when the answer is no problem.</summary>
    public string? Problem => Header("Content-Type") == "application/problem+json"
        ? this["type"].GetString()!.Split('/')[^1]
        : null;
}

public static class Answers
{
    /// <summary>Sends a request and reads its answer whole; a stream's is left unread.</summary>
    /// <param name="http">Who asks; a bearer token may be set on it.</param>
    /// <param name="method">Such as <c>GET</c>.</param>
    /// <param name="path">Below the server's address.</param>
    /// <param name="body">Sent as JSON; a string is sent as it is, with the type of JSON.</param>
    /// <param name="headers">Sent besides.</param>
    public static async Task<Answer> Ask(
        this HttpClient http, string method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, System.Text.Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var message = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (message.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            // A stream has no end to wait for: it is closed unread.
            message.Dispose();
            return new Answer(message.StatusCode, message, "");
        }

        return new Answer(message.StatusCode, message, await message.Content.ReadAsStringAsync());
    }
}
