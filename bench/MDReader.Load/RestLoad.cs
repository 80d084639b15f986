using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace MDReader.Load;

/// <summary>Programs that use a server's REST routes, each one request after the other.</summary>
sealed class RestLoad(ServerUnderTest server)
{
    const int Callers = 16;
    const int Listed = 50;

    // Code that is compiled as it is used is compiled better and better, on a busy machine for a minute and more. Each
    // server is measured when it has stopped getting faster.
    static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    static readonly TimeSpan LongestWarmUp = TimeSpan.FromMinutes(4);
    const double Faster = 1.05;
    const int LooksWithoutGain = 10;

    // A page of prose, as a document may be.
    static readonly string Text = string.Concat(Enumerable.Range(1, 40).Select(line => $"Line {line}: every word of it is written.\n"));

    public static Task<IReadOnlyList<(string, double)>> Get(ServerKind kind, TimeSpan time) =>
        Measure(kind, time, (caller, _) => caller.Get($"api/v1/documents/{caller.Document}"));

    public static Task<IReadOnlyList<(string, double)>> List(ServerKind kind, TimeSpan time) =>
        Measure(kind, time, (caller, _) => caller.Get($"api/v1/workspaces/{caller.Workspace}/documents?limit={Listed}"));

    public static Task<IReadOnlyList<(string, double)>> Put(ServerKind kind, TimeSpan time) =>
        Measure(kind, time, (caller, number) => caller.Put(Text.Insert(Text.Length / 2, $"{number}")));

    static async Task<IReadOnlyList<(string, double)>> Measure(ServerKind kind, TimeSpan time, Func<Caller, int, Task> ask)
    {
        await using var server = await ServerUnderTest.Start(kind, Callers, documents: 200);
        var load = new RestLoad(server);
        var callers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(load.Begin));
        using var end = new CancellationTokenSource();
        var (asked, latencies) = (0L, new Latencies());
        var asking = callers.Select(caller => Task.Run(async () =>
        {
            for (var number = 0; !end.IsCancellationRequested; number++)
            {
                var began = Marker.Now;
                await ask(caller, number);
                latencies.Add(Marker.Now - began);
                Interlocked.Increment(ref asked);
            }
        })).ToList();
        await WarmUp(server, () => Interlocked.Read(ref asked));
        latencies.Clear();
        var (before, databaseBefore) = (server.CpuSeconds, server.DatabaseCpuSeconds);
        var (askedBefore, clock) = (Interlocked.Read(ref asked), Stopwatch.StartNew());
        await Task.Delay(time, CancellationToken.None);
        var database = server.DatabaseCpuSeconds - databaseBefore;
        var (cpu, answered, seconds) = (server.CpuSeconds - before, Interlocked.Read(ref asked) - askedBefore, clock.Elapsed.TotalSeconds);
        await end.CancelAsync();
        await Task.WhenAll(asking);
        foreach (var caller in callers)
            caller.Dispose();
        return
        [
            ("requests per CPU-second", answered / cpu),
            .. database is { } used ? [("requests per CPU-second of PostgreSQL", answered / used)] : Array.Empty<(string, double)>(),
            ("requests per second", answered / seconds),
            ("latency p50 ms", latencies.Percentile(.5)),
            ("latency p99 ms", latencies.Percentile(.99)),
        ];
    }

    static async Task WarmUp(ServerUnderTest server, Func<long> asked)
    {
        var (best, without) = (0.0, 0);
        for (var warming = Stopwatch.StartNew(); without < LooksWithoutGain && warming.Elapsed < LongestWarmUp;)
        {
            var (cpu, before) = (server.CpuSeconds, asked());
            await Task.Delay(Look, CancellationToken.None);
            var speed = (asked() - before) / (server.CpuSeconds - cpu);
            (best, without) = speed > best * Faster ? (speed, 0) : (best, without + 1);
        }
    }

    async Task<Caller> Begin(int number)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.TokenOf(number));
        var document = server.Documents[number];
        using var read = JsonDocument.Parse(await http.GetStringAsync(new Uri($"api/v1/documents/{document}", UriKind.Relative)));
        return new(http, document, read.RootElement.GetProperty("workspaceId").GetString()!);
    }

    /// <param name="document">The one that it writes.</param>
    sealed class Caller(HttpClient http, string document, string workspace) : IDisposable
    {
        string _etag = "\"1-0\"";

        public string Document => document;

        public string Workspace => workspace;

        public async Task Get(string path)
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
        }

        public async Task Put(string text)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"api/v1/documents/{document}/content")
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new("text/markdown") } },
            };
            request.Headers.TryAddWithoutValidation("If-Match", _etag);
            using var answer = await http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            _etag = answer.Headers.ETag!.ToString();
            await answer.Content.ReadAsByteArrayAsync();
        }

        public void Dispose() => http.Dispose();
    }
}
