using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MDReader.TestKit;

/// <summary>The server's own OpenAPI document, as tests read it.</summary>
public sealed class ApiDocument
{
    readonly JsonElement _root;

    ApiDocument(JsonElement root)
    {
        _root = root;
        Operations =
        [
            .. from path in root.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("responses", out _)
               select new ApiOperation(this, operation.Name.ToUpperInvariant(), path.Name, operation.Value),
        ];
    }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public static ApiDocument Parse(string json) => new(JsonDocument.Parse(json).RootElement);

    public static async Task<ApiDocument> Of(HttpClient http) => Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));

    /// <summary>The operations that a request could mean; literal paths go before those with parameters.</summary>
    public ApiOperation? Find(string method, string path) => Operations
        .Where(operation => operation.Method == method && operation.Matches(path))
        .OrderBy(operation => operation.Path.Count(c => c == '{'))
        .FirstOrDefault();

    /// <summary>Follows a <c>$ref</c>.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            element = reference.GetString()!.TrimStart('#', '/').Split('/')
                .Aggregate(_root, (at, member) => at.GetProperty(member.Replace("~1", "/").Replace("~0", "~")));
        }

        return element;
    }
}

/// <summary>One method on one path.</summary>
public sealed class ApiOperation(ApiDocument document, string method, string path, JsonElement json)
{
    readonly Regex _path = new("^" + Regex.Replace(Regex.Escape(path).Replace(@"\{", "{"), @"\{[^}]+\}", "[^/]+") + "$");

    public string Method => method;

    public string Path => path;

    public string Id => json.GetProperty("operationId").GetString()!;

    public bool IsPublic => !json.TryGetProperty("security", out var security) || security.GetArrayLength() == 0;

    public IEnumerable<ApiParameter> Parameters => json.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Select(document.Resolve).Select(parameter => new ApiParameter(
            parameter.GetProperty("name").GetString()!,
            parameter.GetProperty("in").GetString()!,
            parameter.TryGetProperty("schema", out var schema) ? schema : default))
        : [];

    /// <summary>The bodies it takes, by media type.</summary>
    public IReadOnlyDictionary<string, JsonElement> Bodies => json.TryGetProperty("requestBody", out var body)
        ? Contents(document.Resolve(body))
        : new Dictionary<string, JsonElement>();

    /// <summary>What it answers when all is well, by media type.</summary>
    public IReadOnlyDictionary<string, JsonElement> Answers => json.GetProperty("responses").EnumerateObject()
        .Where(response => response.Name.StartsWith('2'))
        .SelectMany(response => Contents(document.Resolve(response.Value)))
        .ToDictionary();

    public bool Matches(string requested) => _path.IsMatch(requested);

    public bool Declares(int status) =>
        json.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out _);

    /// <summary>A header of an answer, or of the request that it shows was read, that the document doesn't know; null when there
    /// is none.</summary>
    public string? HeaderFlaw(int status, HttpResponseMessage answer) =>
        status == 412 && !Reads("If-Match") ? "a request with If-Match was refused, and the header is not declared"
        : status == 304 && !Reads("If-None-Match") ? "If-None-Match was answered, and is not declared"
        : status is >= 200 and < 400 && answer.Headers.ETag is not null && !Gives(status, "ETag") ? $"status {status} gave an ETag, and none is declared"
        : status is 201 or 202 && answer.Headers.Location is not null && !Gives(status, "Location") ? $"status {status} gave a Location, and none is declared"
        : status == 429 && answer.Headers.RetryAfter is null ? "status 429 gave no Retry-After"
        : null;

    public bool Reads(string header) => Parameters.Any(parameter => (parameter.In, parameter.Name) == ("header", header));

    bool Gives(int status, string header) =>
        json.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response)
        && document.Resolve(response).TryGetProperty("headers", out var headers) && headers.TryGetProperty(header, out _);

    /// <summary>What is wrong with an answer, held against the document; null when nothing is.</summary>
    public string? Flaw(int status, string? mediaType, string text)
    {
        var responses = json.GetProperty("responses");
        var isDeclared = responses.TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response);
        if (!isDeclared && (status < 400 || !responses.TryGetProperty("default", out response)))
        {
            return $"status {status} is not declared";
        }

        var contents = Contents(document.Resolve(response));
        if (contents.Count == 0)
        {
            return text.Length == 0 || method == "HEAD" ? null : $"status {status} is declared without a body, and has one";
        }

        if (method == "HEAD")
        {
            return null;
        }

        if (mediaType is null || !contents.TryGetValue(mediaType, out var schema))
        {
            return $"status {status} came as {mediaType ?? "nothing"}, and is declared as {string.Join(" or ", contents.Keys)}";
        }

        return !mediaType.EndsWith("json", StringComparison.Ordinal) || schema.ValueKind == JsonValueKind.Undefined
            ? null
            : new JsonSchemaCheck(document).Flaw(JsonDocument.Parse(text).RootElement, schema);
    }

    static Dictionary<string, JsonElement> Contents(JsonElement holder) => holder.TryGetProperty("content", out var contents)
        ? contents.EnumerateObject().ToDictionary(
            content => content.Name,
            content => content.Value.TryGetProperty("schema", out var schema) ? schema : default)
        : [];
}

/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
public sealed record ApiParameter(string Name, string In, JsonElement Schema);
