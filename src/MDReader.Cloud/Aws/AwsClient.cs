using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;

namespace MDReader.Cloud.Aws;

/// <summary>
/// Calls of one AWS service over HTTP, signed (Signature Version 4) and tried again where that helps. For services whose
/// own packages aren't to be had; what each is called and answers is in AWS's API references.
/// </summary>
sealed class AwsClient : IDisposable
{
    const int Tries = 3;
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    // Refusals that pass, beside every 5xx.
    static readonly string[] Passing =
    [
        "ThrottlingException", "Throttling", "TooManyRequestsException", "RequestThrottled", "InternalErrorException",
        "ServiceUnavailable", "RequestTimeout",
    ];

    readonly AwsAddress _address;
    readonly HttpClient _http;
    readonly TimeProvider _time;

    /// <param name="address">Where.</param>
    /// <param name="credentials">Who asks; null for calls that need no signature.</param>
    /// <param name="time">Waits between tries.</param>
    public AwsClient(AwsAddress address, AWSCredentials? credentials, TimeProvider time)
    {
        (_address, _time) = (address, time);
        HttpMessageHandler wire = new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLifetime, UseCookies = false, AllowAutoRedirect = false };
        if (credentials is not null)
            wire = new SigV4SigningHandler(credentials, RegionEndpoint.GetBySystemName(address.Region), address.Service, wire);
        _http = new HttpClient(wire) { BaseAddress = address.Endpoint, Timeout = Patience };
    }

    /// <summary>The JSON protocol: the operation is in a header.</summary>
    /// <param name="operation">Such as <c>secretsmanager.GetSecretValue</c>.</param>
    /// <param name="version">Of the protocol, <c>1.0</c> or <c>1.1</c>.</param>
    /// <exception cref="AwsException">It was refused, or nobody answers.</exception>
    public async Task<JsonElement> Call(string operation, string version, JsonObject body, CancellationToken cancellationToken) =>
        Json(await Send(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = JsonBody(body, $"application/x-amz-json-{version}") };
                request.Headers.Add("X-Amz-Target", operation);
                return request;
            },
            cancellationToken));

    /// <summary>The REST protocol: the operation is the path.</summary>
    /// <exception cref="AwsException">It was refused, or nobody answers.</exception>
    public async Task<JsonElement> Post(string path, JsonObject body, CancellationToken cancellationToken) =>
        Json(await Send(() => new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonBody(body, "application/json") }, cancellationToken));

    /// <summary>Bytes to a path, as they are.</summary>
    /// <exception cref="AwsException">It was refused, or nobody answers.</exception>
    public Task Put(HttpMethod method, string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        Send(() => new HttpRequestMessage(method, path) { Content = new ByteArrayContent(bytes.ToArray()) }, cancellationToken);

    /// <summary>The query protocol: a form; the answer is XML, and nobody here needs it.</summary>
    /// <exception cref="AwsException">It was refused, or nobody answers.</exception>
    public Task Query(string action, string version, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken) =>
        Send(
            () => new HttpRequestMessage(HttpMethod.Post, "/")
            {
                Content = new FormUrlEncodedContent([new("Action", action), new("Version", version), .. form]),
            },
            cancellationToken);

    public void Dispose() => _http.Dispose();

    // A request can be sent once only, so each try makes its own.
    async Task<string> Send(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = make();
                using var answer = await _http.SendAsync(request, cancellationToken);
                var text = await answer.Content.ReadAsStringAsync(cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return text;
                throw AwsException.Of(_address.Service, answer, text);
            }
            catch (AwsException refused) when (attempt < Tries && Passes(refused))
            {
            }
            catch (Exception lost) when (IsLost(lost, cancellationToken))
            {
                if (attempt == Tries)
                    throw new AwsException(_address.Service, "Unreachable", null, lost.Message, lost);
            }
            await Task.Delay(FirstPause * (1 << (attempt - 1)), _time, cancellationToken);
        }
    }

    static bool Passes(AwsException refused) => refused.Status >= HttpStatusCode.InternalServerError || Passing.Contains(refused.Code);

    static bool IsLost(Exception lost, CancellationToken cancellationToken) =>
        lost is HttpRequestException or IOException || lost is OperationCanceledException && !cancellationToken.IsCancellationRequested;

    static JsonElement Json(string text) => JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement;

    static StringContent JsonBody(JsonObject body, string type)
    {
        var content = new StringContent(body.ToJsonString(), Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }
}
