using System.Collections.Concurrent;
using System.Text.Json;

namespace MDReader.TestKit;

/// <summary>Somebody who has a workspace open: reads its stream of hints until disposed.</summary>
public sealed class HintReader : IAsyncDisposable
{
    readonly HttpResponseMessage _answer;
    readonly ConcurrentQueue<(string Event, JsonElement Line)> _hints = new();
    readonly Task _reading;

    HintReader(HttpResponseMessage answer)
    {
        _answer = answer;
        _reading = Read();
    }

    /// <summary>What came so far, in order.</summary>
    public IReadOnlyCollection<(string Event, JsonElement Line)> Hints => _hints;

    /// <summary>Opens the stream, and waits until it has begun.</summary>
    public static async Task<HintReader> Open(TestPerson person, string workspace)
    {
        var answer = await person.Http.GetAsync($"{workspace}/events", HttpCompletionOption.ResponseHeadersRead);
        var reader = new HintReader(answer.EnsureSuccessStatusCode());
        await Eventually.Holds(() => !reader._hints.IsEmpty, "the beginning of the stream");
        return reader;
    }

    /// <summary>The first hint of this kind that the condition takes.</summary>
    public async Task<JsonElement> First(string @event, Func<JsonElement, bool>? that = null) => (await Eventually.Get(
        () => _hints.Where(hint => hint.Event == @event && (that?.Invoke(hint.Line) ?? true))
            .Select(hint => (object)hint.Line).FirstOrDefault(),
        $"a hint of {@event}")) is JsonElement line ? line : default;

    public async ValueTask DisposeAsync()
    {
        _answer.Dispose();
        await _reading;
    }

    async Task Read()
    {
        try
        {
            using var lines = new StreamReader(await _answer.Content.ReadAsStreamAsync());
            for (var @event = ""; await lines.ReadLineAsync() is { } line;)
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    @event = line["event: ".Length..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    _hints.Enqueue((@event, JsonDocument.Parse(line["data: ".Length..]).RootElement));
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or HttpRequestException or OperationCanceledException)
        {
            // Closed by one side or the other.
        }
    }
}
