namespace MDReader.TestKit;

/// <summary>
/// Holds every answer that a test gets against the server's own OpenAPI document: an operation it has, a status that it
/// declares, a body and headers as they are described there; a refusal is a problem, and JSON comes in one piece.
/// </summary>
sealed class ContractCheck : DelegatingHandler
{
    readonly Lazy<Task<ApiDocument>> _document;

    public ContractCheck(HttpMessageHandler inner, Uri server)
        : base(inner) =>
        _document = new Lazy<Task<ApiDocument>>(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/openapi/v1.json"));
            using var document = await base.SendAsync(request, CancellationToken.None);
            return ApiDocument.Parse(await document.Content.ReadAsStringAsync());
        });

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (!path.StartsWith("/api/", StringComparison.Ordinal) || request.Method == HttpMethod.Options)
        {
            return answer;
        }

        var status = (int)answer.StatusCode;
        var mediaType = answer.Content.Headers.ContentType?.MediaType;
        if (status >= 400 && mediaType != "application/problem+json" && request.Method != HttpMethod.Head)
        {
            throw new InvalidOperationException($"{request.Method} {path} answered {status} without a problem.");
        }

        if (mediaType?.EndsWith("json", StringComparison.Ordinal) == true && answer.Headers.TransferEncodingChunked == true)
        {
            throw new InvalidOperationException($"{request.Method} {path} sends its JSON in pieces, and not its length.");
        }

        var operation = (await _document.Value).Find(request.Method.Method, path);
        if (operation is null)
        {
            return status < 400
                ? throw new InvalidOperationException($"{request.Method} {path} is not in /openapi/v1.json.")
                : answer;
        }

        // A stream has no end to wait for.
        var text = mediaType == "text/event-stream" ? "-" : await answer.Content.ReadAsStringAsync(cancellationToken);
        return (operation.Flaw(status, mediaType, text) ?? operation.HeaderFlaw(status, answer)) is { } flaw
            ? throw new InvalidOperationException($"{request.Method} {path} is not as /openapi/v1.json has it: {flaw}.")
            : answer;
    }
}
