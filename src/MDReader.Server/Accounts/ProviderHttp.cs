using System.Net.Http.Headers;
using System.Text.Json;

namespace MDReader.Server.Accounts;

/// <summary>Asks a provider: briefly, without following it elsewhere, and never in the clear but on loopback.</summary>
sealed class ProviderHttp(IHttpClientFactory clients)
{
    public const string ClientName = "sign-in providers";
    public const int LongestAnswer = 256 * 1024;
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task<JsonElement> Get(Uri address, string? bearer, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        return Ask(request, cancellationToken);
    }

    public Task<JsonElement> Post(
        Uri address, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken) =>
        Ask(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) }, cancellationToken);

    async Task<JsonElement> Ask(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var asked = request;
        var address = request.RequestUri!;
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            throw ProviderException.Unreachable($"{address.Host} would have to be asked without encryption.");
        }

        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(new ProductHeaderValue("MDReader")));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var http = clients.CreateClient(ClientName);
            using var answer = await http.SendAsync(request, cancellationToken);
            var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken)).RootElement;
            return answer.IsSuccessStatusCode
                ? json
                : throw ProviderException.Unbelievable($"{address.Host} answered {(int)answer.StatusCode}; begin again.");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException
            || failure is TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw ProviderException.Unreachable($"{address.Host} didn't answer as it should.", failure);
        }
    }
}

static class ProviderJson
{
    /// <summary>A member that is a string; null when it isn't.</summary>
    public static string? Text(this JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value)
            && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;

    /// <summary>True also for the string that some providers send.</summary>
    public static bool IsTrue(this JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value)
            && (value.ValueKind == JsonValueKind.True || value is { ValueKind: JsonValueKind.String } && value.GetString() == "true");
}
