namespace MDReader.Host;

/// <summary>The word <c>health</c>: asks the server on this machine whether it is ready, for containers, which may have
/// nothing else to ask with.</summary>
static class HealthCheck
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>The process's exit code.</returns>
    public static async Task<int> Ask(string? urls)
    {
        var first = new Uri((urls ?? Settings.DefaultUrls).Split(';')[0].Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)
            .Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal));
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri(first, "/health/ready"));
            Console.WriteLine($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException)
        {
            Console.Error.WriteLine($"Nobody answers at {first}.");
            return 1;
        }
    }
}
