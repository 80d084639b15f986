using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace MDReader.Load;

/// <summary>Programs that use a server's REST routes, each one request after the other.</summary>
sealed class RestLoad : ISituation
{
    const int Callers = 16;
    const int Listed = 50;

    const int LooksWithoutGain = 6;
    static readonly TimeSpan LongestWarmUp = TimeSpan.FromMinutes(4);

    // A page of prose, as a document may be.
    static readonly string Text = string.Concat(Enumerable.Range(1, 40).Select(line => $"Line {line}: every word of it is written.\n"));

    static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    readonly ServerUnderTest _server;
    readonly Func<Caller, int, Task> _ask;
    readonly Latencies _latencies = new();
    IReadOnlyList<Caller> _callers = [];
    long _asked;

    RestLoad(ServerUnderTest server, Func<Caller, int, Task> ask) => (_server, _ask) = (server, ask);

    public static Task<ISituation> Get(ServerKind kind) => Begin(kind, (caller, _) => caller.Get($"api/v1/documents/{caller.Document}"));

    public static Task<ISituation> List(ServerKind kind) =>
        Begin(kind, (caller, _) => caller.Get($"api/v1/workspaces/{caller.Workspace}/documents?limit={Listed}"));

    public static Task<ISituation> Put(ServerKind kind) => Begin(kind, (caller, number) => caller.Put(Text.Insert(Text.Length / 2, $"{number}")));

    public async Task<IReadOnlyList<(string Name, double Value)>> Measure(TimeSpan time)
    {
        var (answered, cpu, seconds) = (0L, 0.0, 0.0);
        double? database = null;
        await During(async () =>
        {
            await Task.Delay(Settling);
            _latencies.Clear();
            var (before, databaseBefore) = (_server.CpuSeconds, _server.DatabaseCpuSeconds);
            var (askedBefore, clock) = (Interlocked.Read(ref _asked), Stopwatch.StartNew());
            await Task.Delay(time);
            database = _server.DatabaseCpuSeconds - databaseBefore;
            (cpu, answered, seconds) = (_server.CpuSeconds - before, Interlocked.Read(ref _asked) - askedBefore, clock.Elapsed.TotalSeconds);
        });
        return
        [
            ("requests per CPU-second", answered / cpu),
            .. database is { } used ? [("requests per CPU-second of PostgreSQL", answered / used)] : Array.Empty<(string, double)>(),
            ("requests per second", answered / seconds),
            ("latency p50 ms", _latencies.Percentile(.5)),
            ("latency p99 ms", _latencies.Percentile(.99)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in _callers)
            caller.Dispose();
        await _server.DisposeAsync();
    }

    static async Task<ISituation> Begin(ServerKind kind, Func<Caller, int, Task> ask)
    {
        var load = new RestLoad(await ServerUnderTest.Start(kind, Callers, documents: 200), ask);
        try
        {
            load._callers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(load.Enter));
            await load.During(() => GettingFaster.End(load._server, () => Interlocked.Read(ref load._asked), LooksWithoutGain, LongestWarmUp));
            return load;
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }
    }

    // While all of them ask.
    async Task During(Func<Task> look)
    {
        using var end = new CancellationTokenSource();
        var asking = _callers.Select(caller => Task.Run(async () =>
        {
            for (var number = 0; !end.IsCancellationRequested; number++)
            {
                var began = Marker.Now;
                await _ask(caller, number);
                _latencies.Add(Marker.Now - began);
                Interlocked.Increment(ref _asked);
            }
        })).ToList();
        await look();
        await end.CancelAsync();
        await Task.WhenAll(asking);
    }

    async Task<Caller> Enter(int number)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_server.Port}/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _server.TokenOf(number));
        var document = _server.Documents[number];
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
