using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace MDReader.Client;

/// <summary>
/// Calls of MDReader's HTTP API, as <c>docs/api/openapi.json</c> describes them. Refusals are thrown as
/// <see cref="ProblemException"/>; where the server asks to slow down, a call waits as long as it says and goes on.
/// </summary>
/// <param name="http">With the server's address as its base address, and the bearer token if there is one.</param>
/// <param name="time">For waiting.</param>
public sealed class MDReaderClient(HttpClient http, TimeProvider time)
{
    const string Api = "api/v1";
    const int PageSize = 200;
    static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);

    /// <summary>A client of the server at an address, for everybody who has the token.</summary>
    public static MDReaderClient At(Uri server, string? token, TimeProvider? time = null)
    {
        var http = new HttpClient { BaseAddress = new Uri(server.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/") };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new(http, time ?? TimeProvider.System);
    }

    /// <exception cref="ProblemException"><c>second-factor-required</c> has a member <c>challenge</c> for
    /// <see cref="ShowSecondFactor"/>.</exception>
    public Task<SignedIn> LogIn(string email, string password, CancellationToken cancellation) =>
        Post<SignedIn>("auth/login", new { email, password, tokenDelivery = "body" }, key: null, cancellation);

    public Task<SignedIn> ShowSecondFactor(string challenge, string code, CancellationToken cancellation) =>
        Post<SignedIn>("auth/login/second-factor", new { challenge, code, tokenDelivery = "body" }, key: null, cancellation);

    public Task<Person> Me(CancellationToken cancellation) => Get<Person>("me", cancellation);

    public Task<AccessToken> CreateToken(string name, CancellationToken cancellation) =>
        Post<AccessToken>("me/tokens", new { name }, key: null, cancellation);

    public IAsyncEnumerable<Workspace> Workspaces(CancellationToken cancellation) => List<Workspace>("workspaces", cancellation);

    public Task<Workspace> Workspace(Guid id, CancellationToken cancellation) =>
        Get<Workspace>($"workspaces/{id}", cancellation);

    /// <param name="name">Any; it need not be unlike others.</param>
    /// <param name="parentId">Null for the top of the workspace.</param>
    /// <param name="key">Sent again with the same key it is made once.</param>
    public Task<Folder> CreateFolder(Guid workspace, string name, Guid? parentId, Guid key, CancellationToken cancellation) =>
        Post<Folder>($"workspaces/{workspace}/folders", new { name, parentId }, key, cancellation);

    public Task<Folder> RenameFolder(Guid id, string name, CancellationToken cancellation) =>
        SendJson<Folder>(HttpMethod.Patch, $"folders/{id}", new { name }, key: null, cancellation);

    public Task DeleteFolder(Guid id, CancellationToken cancellation) => Delete($"folders/{id}", cancellation);

    /// <summary>Takes a folder out of the trash, with all that its deletion took along.</summary>
    public Task<Folder> RestoreFolder(Guid id, CancellationToken cancellation) =>
        Post<Folder>($"folders/{id}/restore", body: null, key: null, cancellation);

    public Task<Document> Document(Guid id, CancellationToken cancellation) => Get<Document>($"documents/{id}", cancellation);

    /// <summary>A new, empty document.</summary>
    /// <inheritdoc cref="CreateFolder"/>
    public Task<Document> CreateDocument(
        Guid workspace, string title, Guid? folderId, Guid key, CancellationToken cancellation) =>
        Post<Document>($"workspaces/{workspace}/documents", new { title, folderId }, key, cancellation);

    /// <summary>Gives a document another name, another folder, or both.</summary>
    public Task<Document> Rename(Guid id, string title, Guid? folderId, CancellationToken cancellation) =>
        SendJson<Document>(HttpMethod.Patch, $"documents/{id}", new { title, folderId }, key: null, cancellation);

    /// <summary>Puts a document into the trash.</summary>
    public Task Delete(Guid id, CancellationToken cancellation) => Delete($"documents/{id}", cancellation);

    public Task<Document> Restore(Guid id, CancellationToken cancellation) =>
        Post<Document>($"documents/{id}/restore", body: null, key: null, cancellation);

    /// <summary>What was put into the trash last comes first.</summary>
    public IAsyncEnumerable<Document> Trash(Guid workspace, CancellationToken cancellation) =>
        List<Document>($"workspaces/{workspace}/trash", cancellation);

    /// <summary>A document's text.</summary>
    /// <param name="known">The version that the caller has; null is answered when it still is the present one.</param>
    public async Task<Content?> Read(Guid id, string? known, CancellationToken cancellation)
    {
        using var answer = await Send(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/documents/{id}/content");
                if (known is not null)
                    request.Headers.TryAddWithoutValidation("If-None-Match", known);
                return request;
            },
            cancellation);
        return answer.StatusCode == HttpStatusCode.NotModified
            ? null
            : new(await answer.Content.ReadAsByteArrayAsync(cancellation), answer.Headers.ETag!.ToString());
    }

    /// <summary>Merges the change from a version to this text into what is there now.</summary>
    /// <param name="bytes">The whole text.</param>
    /// <param name="since">The version that it was made from.</param>
    /// <param name="key">Sent again with the same key it is merged once.</param>
    public async Task<Written> Write(Guid id, byte[] bytes, string since, Guid key, CancellationToken cancellation)
    {
        using var answer = await Send(
            () => new(HttpMethod.Put, $"{Api}/documents/{id}/content?base={Uri.EscapeDataString(since)}")
            {
                Content = new ByteArrayContent(bytes) { Headers = { ContentType = new("text/markdown") } },
                Headers = { { "Idempotency-Key", $"{key}" } },
            },
            cancellation);
        return await Json<Written>(answer, cancellation);
    }

    public IAsyncEnumerable<Member> Members(Guid workspace, CancellationToken cancellation) =>
        List<Member>($"workspaces/{workspace}/members", cancellation);

    /// <summary>The newest first.</summary>
    public IAsyncEnumerable<Version> Versions(Guid document, CancellationToken cancellation) =>
        List<Version>($"documents/{document}/versions", cancellation);

    /// <summary>The text as it was saved, byte for byte.</summary>
    public async Task<byte[]> ReadVersion(Guid version, CancellationToken cancellation)
    {
        using var answer = await Send(() => new(HttpMethod.Get, $"{Api}/versions/{version}/content"), cancellation);
        return await answer.Content.ReadAsByteArrayAsync(cancellation);
    }

    /// <param name="cursor">Null for the first page.</param>
    public Task<Snapshot> Snapshot(Guid workspace, string? cursor, CancellationToken cancellation) => Get<Snapshot>(
        $"workspaces/{workspace}/snapshot?limit={PageSize}{(cursor is null ? "" : $"&cursor={cursor}")}", cancellation);

    /// <summary>What changed since a cursor; waits for a change where there is none.</summary>
    /// <param name="wait">Seconds, 25 at most.</param>
    public Task<Changes> Changes(Guid workspace, string since, int wait, CancellationToken cancellation) =>
        Get<Changes>($"workspaces/{workspace}/changes?since={since}&limit={PageSize}&wait={wait}", cancellation);

    async IAsyncEnumerable<T> List<T>(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = $"{path}?limit={PageSize}";
        while (true)
        {
            var page = await Get<Page<T>>(next, cancellation);
            foreach (var item in page.Items)
                yield return item;
            if (page.NextCursor is null)
                break;
            next = $"{path}?limit={PageSize}&cursor={page.NextCursor}";
        }
    }

    async Task<T> Get<T>(string path, CancellationToken cancellation)
    {
        using var answer = await Send(() => new(HttpMethod.Get, $"{Api}/{path}"), cancellation);
        return await Json<T>(answer, cancellation);
    }

    Task<T> Post<T>(string path, object? body, Guid? key, CancellationToken cancellation) =>
        SendJson<T>(HttpMethod.Post, path, body, key, cancellation);

    async Task<T> SendJson<T>(HttpMethod method, string path, object? body, Guid? key, CancellationToken cancellation)
    {
        using var answer = await Send(
            () =>
            {
                var request = new HttpRequestMessage(method, $"{Api}/{path}");
                if (body is not null)
                    request.Content = JsonContent.Create(body);
                if (key is not null)
                    request.Headers.Add("Idempotency-Key", $"{key}");
                return request;
            },
            cancellation);
        return await Json<T>(answer, cancellation);
    }

    async Task Delete(string path, CancellationToken cancellation) =>
        (await Send(() => new(HttpMethod.Delete, $"{Api}/{path}"), cancellation)).Dispose();

    async Task<HttpResponseMessage> Send(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        while (true)
        {
            using var request = make();
            var answer = await http.SendAsync(request, cancellation);
            if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotModified)
                return answer;
            using (answer)
            {
                if (answer.StatusCode != HttpStatusCode.TooManyRequests || request.RequestUri!.AbsolutePath.Contains("/auth/"))
                    throw await ProblemException.Read(answer, cancellation);
                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? UsualWait, time, cancellation);
            }
        }
    }

    static async Task<T> Json<T>(HttpResponseMessage answer, CancellationToken cancellation) =>
        await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellation)
        ?? throw new JsonException($"The server answered {answer.RequestMessage?.RequestUri} with nothing.");
}
