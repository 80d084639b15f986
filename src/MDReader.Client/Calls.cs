using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MDReader.Client;

/// <summary>Sends calls and reads answers. Where the server asks to slow down, a call waits as long as it says and goes on.</summary>
sealed class Calls(HttpClient http, TimeProvider time)
{
    public const int PageSize = 200;
    const string Api = "api/v1";
    static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);

    public Task<T> Get<T>(string path, CancellationToken cancellation) =>
        Ask<T>(HttpMethod.Get, path, body: null, key: null, cancellation);

    /// <param name="key">Sent again with the same key it is done once.</param>
    public Task<T> Post<T>(string path, JsonNode? body, Guid? key, CancellationToken cancellation) =>
        Ask<T>(HttpMethod.Post, path, body, key, cancellation);

    /// <inheritdoc cref="Post{T}"/>
    public Task Post(string path, JsonNode? body, Guid? key, CancellationToken cancellation) =>
        Do(HttpMethod.Post, path, body, key, cancellation);

    public Task<T> Put<T>(string path, JsonNode body, CancellationToken cancellation) =>
        Ask<T>(HttpMethod.Put, path, body, key: null, cancellation);

    public Task Put(string path, CancellationToken cancellation) =>
        Do(HttpMethod.Put, path, body: null, key: null, cancellation);

    public Task<T> Patch<T>(string path, JsonNode body, CancellationToken cancellation) =>
        Ask<T>(HttpMethod.Patch, path, body, key: null, cancellation);

    public Task Delete(string path, CancellationToken cancellation) => Delete(path, body: null, cancellation);

    public Task Delete(string path, JsonNode? body, CancellationToken cancellation) =>
        Do(HttpMethod.Delete, path, body, key: null, cancellation);

    /// <summary>All items of a list, page by page as they are asked for.</summary>
    public async IAsyncEnumerable<T> List<T>(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? cursor = null;
        do
        {
            var page = await Get<Page<T>>(path.With("limit", PageSize).With("cursor", cursor), cancellation);
            foreach (var item in page.Items)
                yield return item;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <summary>What is no JSON, copied to where it is wanted.</summary>
    public async Task Download(string path, Stream to, CancellationToken cancellation)
    {
        using var answer = await Send(() => Request(HttpMethod.Get, path), cancellation, HttpCompletionOption.ResponseHeadersRead);
        await answer.Content.CopyToAsync(to, cancellation);
    }

    /// <param name="make">Makes the request, and makes it again where it is sent again.</param>
    /// <param name="until">With the headers only, the body can be read as it comes.</param>
    public async Task<HttpResponseMessage> Send(
        Func<HttpRequestMessage> make, CancellationToken cancellation,
        HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        while (true)
        {
            using var request = make();
            var answer = await http.SendAsync(request, until, cancellation);
            if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotModified)
                return answer;
            using (answer)
            {
                var problem = await ProblemException.Read(answer, cancellation);
                if (problem.Type != "rate-limited" || request.RequestUri!.OriginalString.StartsWith($"{Api}/auth/", StringComparison.Ordinal))
                    throw problem;
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? UsualWait, time, cancellation);
            }
        }
    }

    public static HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content = null, Guid? key = null)
    {
        var request = new HttpRequestMessage(method, $"{Api}/{path}") { Content = content };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", $"{key}");
        return request;
    }

    public static HttpContent Json(JsonNode body, string mediaType = "application/json") =>
        new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };

    public static async Task<T> Read<T>(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
        return await JsonSerializer.DeserializeAsync(body, ClientJson.Of<T>(), cancellation)
            ?? throw new JsonException($"The server answered {answer.RequestMessage?.RequestUri} with nothing.");
    }

    async Task<T> Ask<T>(HttpMethod method, string path, JsonNode? body, Guid? key, CancellationToken cancellation)
    {
        using var answer = await Send(() => Request(method, path, body is null ? null : Json(body), key), cancellation);
        return await Read<T>(answer, cancellation);
    }

    async Task Do(HttpMethod method, string path, JsonNode? body, Guid? key, CancellationToken cancellation) =>
        (await Send(() => Request(method, path, body is null ? null : Json(body), key), cancellation)).Dispose();
}
