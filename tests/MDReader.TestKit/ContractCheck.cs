namespace MDReader.TestKit;

/// <summary>
/// Holds every answer that a test gets against the API's description: an operation it has, a status that it declares, a
/// body and headers as they are described there; a refusal is a problem, and JSON comes in one piece.
/// </summary>
sealed class ContractCheck(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    const string File = "openapi.json";

    // As it is kept, since every server would take a second to describe itself; that it does so in these words is a test of its own.
    static readonly Lazy<ApiDocument> Description =
        new(() => ApiDocument.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, File))));

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

        var operation = Description.Value.Find(request.Method.Method, path);
        if (operation is null)
        {
            return status < 400
                ? throw new InvalidOperationException($"{request.Method} {path} is not in {File}: write it anew.")
                : answer;
        }

        // A stream has no end to wait for.
        var text = mediaType == "text/event-stream" ? "-" : await answer.Content.ReadAsStringAsync(cancellationToken);
        return (operation.Flaw(status, mediaType, text) ?? operation.HeaderFlaw(status, answer)) is { } flaw
            ? throw new InvalidOperationException($"{request.Method} {path} is not as {File} has it: {flaw}.")
            : answer;
    }
}
