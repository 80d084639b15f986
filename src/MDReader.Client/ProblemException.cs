using System.Net;
using System.Text.Json;

namespace MDReader.Client;

/// <summary>The server said no, and why (RFC 9457).</summary>
public sealed class ProblemException(HttpStatusCode status, string type, string detail, JsonElement body) : Exception(detail)
{
    public HttpStatusCode Status => status;

    /// <summary>The last part of the problem's type, such as <c>base-unavailable</c>; empty where the answer had none.</summary>
    public string Type => type;

    /// <summary>A member that problems of this type have; null when this one hasn't.</summary>
    public string? Member(string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) ? value.ToString() : null;

    /// <summary>Whether a value in the request was refused for this, such as <c>too-long</c>.</summary>
    public bool Says(string code) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("errors", out var flaws)
        && flaws.ValueKind == JsonValueKind.Array
        && flaws.EnumerateArray().Any(flaw => flaw.GetProperty("code").GetString() == code);

    internal static async Task<ProblemException> Read(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var said = $"The server answered {(int)answer.StatusCode}.";
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return new(answer.StatusCode, "", said, default);
        var body = await JsonSerializer.DeserializeAsync(
            await answer.Content.ReadAsStreamAsync(cancellation), ClientJson.Default.JsonElement, cancellation);
        var type = body.TryGetProperty("type", out var uri) ? uri.GetString()!.Split('/')[^1] : "";
        return new(answer.StatusCode, type, body.TryGetProperty("detail", out var detail) ? detail.GetString() ?? said : said, body);
    }
}
