using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using MDReader.TestKit;

namespace Client.Tests.Calls;

/// <summary>Takes what the description says is taken, answers as it says is answered, and keeps what was made use of.</summary>
sealed class DescribedServer(ApiDocument document, bool isBare) : HttpMessageHandler
{
    readonly Sample _sample = new(document, isBare);
    readonly Sample _last = new(document, isBare: true);

    /// <summary>Operations, and their values in queries and bodies as <c>Operation?query</c> and <c>Operation.member</c>.</summary>
    public HashSet<string> Used { get; } = [];

    /// <summary>What it answered last, but for the last page of a list; null where that was no JSON.</summary>
    public JsonNode? Answered { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        var operation = document.Find(request.Method.Method, uri.AbsolutePath)
            ?? throw new InvalidOperationException($"{request.Method} {uri.AbsolutePath} is not described.");
        Used.Add(operation.Id);
        var query = HttpUtility.ParseQueryString(uri.Query);
        foreach (var name in query.AllKeys)
            Declare(operation, "query", name!, $"{operation.Id}?{name}");
        if (request.Headers.Contains("Idempotency-Key"))
            Declare(operation, "header", "Idempotency-Key", $"{operation.Id} with a key");
        var body = request.Content is null ? null : await Check(operation, request.Content, cancellationToken);
        return Answer(operation, query["cursor"] is not null, isStreamed: body?["stream"]?.GetValue<bool>() == true);
    }

    void Declare(ApiOperation operation, string place, string name, string use)
    {
        if (!operation.Parameters.Any(parameter => parameter.In == place && parameter.Name == name))
            throw new InvalidOperationException($"{operation.Id} has no {name} in its {place}.");
        Used.Add(use);
    }

    async Task<JsonNode?> Check(ApiOperation operation, HttpContent content, CancellationToken cancellation)
    {
        var mediaType = content.Headers.ContentType!.MediaType!;
        var schema = operation.Bodies.GetValueOrDefault(mediaType);
        if (operation.Bodies.Count > 0 && schema.ValueKind == JsonValueKind.Undefined)
            throw new InvalidOperationException($"{operation.Id} takes no {mediaType}.");
        if (!mediaType.EndsWith("json", StringComparison.Ordinal))
            return null;
        var text = await content.ReadAsStringAsync(cancellation);
        if (new JsonSchemaCheck(document).Flaw(JsonDocument.Parse(text).RootElement, schema) is { } flaw)
            throw new InvalidOperationException($"{operation.Id} takes no such body: {flaw}.");
        var body = JsonNode.Parse(text)!;
        foreach (var (name, _) in body.AsObject())
            Used.Add($"{operation.Id}.{name}");
        return body;
    }

    HttpResponseMessage Answer(ApiOperation operation, bool isLastPage, bool isStreamed)
    {
        if (isLastPage && operation.Answers.TryGetValue("application/json", out var page))
            return Of("application/json", _last.Of(page)!.ToJsonString());
        Answered = null;
        if (operation.Answers.Count == 0 || isBare && operation.Declares(204))
            return new(HttpStatusCode.NoContent);
        if (!isStreamed && operation.Answers.TryGetValue("application/json", out var schema))
        {
            Answered = _sample.Of(schema);
            return Of("application/json", Answered!.ToJsonString());
        }
        if (operation.Answers.TryGetValue("text/event-stream", out var item))
        {
            var sample = _sample.Of(item);
            Answered = sample is JsonObject { Count: > 0 } all && all["data"] is { } data ? data.DeepClone() : sample;
            return Of("text/event-stream", $"event: words\ndata: {Answered?.ToJsonString()}\n\n");
        }
        var answer = Of(operation.Answers.Keys.First(), "text");
        answer.Headers.ETag = new("\"1-1\"");
        return answer;
    }

    static HttpResponseMessage Of(string mediaType, string text) =>
        new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, mediaType) };
}
