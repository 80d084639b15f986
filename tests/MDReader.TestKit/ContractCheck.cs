using System.Text.Json;
using System.Text.RegularExpressions;

namespace MDReader.TestKit;

/// <summary>
/// Holds every answer that a test gets against the server's own OpenAPI document: a route it has, a success it declares,
/// and a refusal that is a problem.
/// </summary>
sealed class ContractCheck : DelegatingHandler
{
    readonly Lazy<Task<IReadOnlyList<Route>>> _routes;

    public ContractCheck(HttpMessageHandler inner, Uri server)
        : base(inner) =>
        _routes = new Lazy<Task<IReadOnlyList<Route>>>(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/openapi/v1.json"));
            using var document = await base.SendAsync(request, CancellationToken.None);
            return Read(JsonDocument.Parse(await document.Content.ReadAsStringAsync()).RootElement);
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
        var declared = (await _routes.Value)
            .Where(route => route.Method == request.Method.Method && route.Path.IsMatch(path))
            .ToList();
        var isProblem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json";
        if (status < 400 && !declared.Any(route => route.Statuses.Contains(status)))
        {
            throw new InvalidOperationException($"{request.Method} {path} answered {status}, which /openapi/v1.json doesn't declare.");
        }

        if (status >= 400 && !isProblem && request.Method != HttpMethod.Head)
        {
            throw new InvalidOperationException($"{request.Method} {path} answered {status} without a problem.");
        }

        return answer;
    }

    static List<Route> Read(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           where operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("responses", out _)
           select new Route(
               operation.Name.ToUpperInvariant(),
               new Regex("^" + Regex.Replace(path.Name, @"\{[^}]+\}", "[^/]+") + "$"),
               [
                   .. operation.Value.GetProperty("responses").EnumerateObject()
                       .Where(response => response.Name != "default")
                       .Select(response => int.Parse(response.Name, System.Globalization.CultureInfo.InvariantCulture)),
               ]),
    ];

    sealed record Route(string Method, Regex Path, HashSet<int> Statuses);
}
