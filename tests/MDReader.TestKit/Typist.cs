using System.Globalization;
using System.Net.WebSockets;
using MDReader.Crdt;

namespace MDReader.TestKit;

/// <summary>
/// Somebody who types numbered words into one document, whatever happens to the servers: their document outlives every
/// connection, as a browser tab's does, and they connect again whenever they are cut off.
/// </summary>
public sealed class Typist(string documentId, string token, int number)
{
    const int MostUnsaved = 5;
    static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    readonly Doc _document = new(new() { ClientId = (ulong)(1000 + number) });
    readonly List<string> _acknowledged = [];
    int _typed;

    /// <summary>The words that the server has said are on disk.</summary>
    public IReadOnlyList<string> Acknowledged
    {
        get
        {
            lock (_acknowledged)
                return [.. _acknowledged];
        }
    }

    /// <summary>Told of each such word at once.</summary>
    public Action<string>? OnAcknowledged { get; init; }

    /// <summary>Close codes and refused connections so far.</summary>
    public List<int?> Closed { get; } = [];

    /// <summary>Types until told to stop; what was typed last may not be acknowledged.</summary>
    /// <param name="server">Where to connect, asked each time.</param>
    public async Task Type(Func<Uri> server, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            LiveClient? client = null;
            try
            {
                client = await LiveClient.Connect(server(), documentId, $"token={token}&ack=1", _document);
                await client.Synced().WaitAsync(stop);
                await TypeUntilGone(client, stop);
            }
            catch (Exception gone) when (IsGone(gone))
            {
                // Connects again.
            }
            // It may have said why after a word could not be sent any more.
            if (client is not null && !stop.IsCancellationRequested)
                await Task.WhenAny(client.Closed, Task.Delay(BetweenTries * 10, CancellationToken.None));
            Closed.Add(client?.CloseCode);
            if (client is not null)
                await client.DisposeAsync();
            if (!stop.IsCancellationRequested)
                await Task.Delay(BetweenTries, CancellationToken.None);
        }
    }

    /// <summary>Waits until so many words more are acknowledged.</summary>
    public async Task Acknowledge(int more)
    {
        var wanted = Acknowledged.Count + more;
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Acknowledged.Count < wanted)
            await Task.Delay(10, late.Token);
    }

    async Task TypeUntilGone(LiveClient client, CancellationToken stop)
    {
        var unsaved = new Queue<(long Number, string Word)>();
        try
        {
            while (!client.IsClosed && !stop.IsCancellationRequested)
            {
                var word = string.Create(CultureInfo.InvariantCulture, $"<{number}:{_typed++}>");
                // At the end, where people write: words that all stand at one place cost the engine much to put in order.
                await client.Edit(document => document.GetText("content").Insert(document.GetText("content").Length, word));
                unsaved.Enqueue((client.Sent, word));
                await client.Until(other => other.Sent - other.Saved < MostUnsaved).WaitAsync(stop);
                Settle();
            }
            if (!client.IsClosed)
                await client.AllSaved().WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        }
        finally
        {
            Settle();
        }

        void Settle()
        {
            while (unsaved.TryPeek(out var first) && first.Number <= client.Saved)
            {
                lock (_acknowledged)
                    _acknowledged.Add(first.Word);
                OnAcknowledged?.Invoke(first.Word);
                unsaved.Dequeue();
            }
        }
    }

    static bool IsGone(Exception failure) => failure is WebSocketException or OperationCanceledException
        or InvalidOperationException or IOException or HttpRequestException or TimeoutException;
}
