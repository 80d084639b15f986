using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Protocol;

namespace MDReader.TestKit;

/// <summary>
/// Somebody with a document open over a real WebSocket: what is typed into <see cref="Document"/> is sent at once, what
/// arrives is merged. One thread types at a time.
/// </summary>
public sealed class LiveClient : IAsyncDisposable
{
    const int Sync = 0;
    const int Awareness = 1;
    const int SavedMessage = 100;
    const int EventMessage = 102;

    // Long enough for a busy machine; a test that waits for what never comes is to fail, and to be named.
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly ClientWebSocket _socket = new();
    readonly CancellationTokenSource _end = new();
    readonly SemaphoreSlim _sending = new(1, 1);
    readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Lock _document = new();
    TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Task _reading = Task.CompletedTask;
    long _sent;
    ulong _shown;
    bool _answered;
    bool _received;
    bool _isDisposed;

    LiveClient(Doc document) => Document = document;

    public Doc Document { get; }

    public string Text
    {
        get
        {
            lock (_document)
                return Document.GetText("content").ToString();
        }
    }

    /// <summary>Sync updates and steps 2 sent on this socket.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>How many of them the server says are on disk.</summary>
    public long Saved { get; private set; }

    /// <summary>The version that the server named last.</summary>
    public (long Epoch, long Seq) Version { get; private set; }

    /// <summary>What it was told of beside the text, as JSON.</summary>
    public ConcurrentQueue<string> Events { get; } = [];

    /// <summary>Each Yjs client's awareness state as it was shown last, as JSON.</summary>
    public ConcurrentDictionary<ulong, string> Shown { get; } = [];

    /// <summary>How often the server has answered a step 1.</summary>
    public int Steps2 { get; private set; }

    /// <summary>Why the server closed; null while it is open, or where it just went away.</summary>
    public int? CloseCode => (int?)_socket.CloseStatus;

    /// <summary>The subprotocol agreed on.</summary>
    public string? SubProtocol => _socket.SubProtocol;

    /// <summary>Ends when the server has closed or gone, and badly where it is there still after two minutes.</summary>
    public Task Closed => _reading.WaitAsync(Patience);

    public bool IsClosed => _reading.IsCompleted;

    /// <summary>Connects and begins to synchronise; refusals show as <see cref="CloseCode"/>.</summary>
    /// <param name="query">Such as <c>token=…&amp;ack=1</c>.</param>
    /// <param name="document">What this client has from before; a new, empty document where null.</param>
    public static async Task<LiveClient> Connect(
        Uri server, string documentId, string query, Doc? document = null, params string[] subprotocols)
    {
        var client = new LiveClient(document ?? new Doc(new() { ClientId = (ulong)new Random().Next(1, int.MaxValue) }));
        foreach (var subprotocol in subprotocols)
            client._socket.Options.AddSubProtocol(subprotocol);
        var address = new UriBuilder(server) { Scheme = "ws", Path = $"/collab/{documentId}", Query = query };
        using var late = new CancellationTokenSource(Patience);
        await client._socket.ConnectAsync(address.Uri, late.Token);
        client._reading = client.Read();
        try
        {
            await client.SendSync((ref writer) => SyncMessage.WriteStep1(ref writer, client.Document.StateVector));
        }
        catch (WebSocketException)
        {
            // Refused already; CloseCode says why.
        }
        return client;
    }

    /// <summary>Waits until the server's state is here and ours has been sent, or the server has gone.</summary>
    /// <exception cref="TimeoutException">It didn't come within two minutes.</exception>
    public Task Synced() => Task.WhenAny(_synced.Task, _reading).WaitAsync(Patience);

    /// <summary>Changes the document and sends the change.</summary>
    public async Task Edit(Action<Doc> change)
    {
        byte[]? update = null;
        lock (_document)
        {
            void Keep(UpdateEvent made) => update = made.Update;
            Document.Updated += Keep;
            Document.Transact(_ => change(Document));
            Document.Updated -= Keep;
        }
        if (update is not null)
            await SendUpdate(update);
    }

    public Task Type(string text, int at = 0) => Edit(document => document.GetText("content").Insert(at, text));

    public Task SendUpdate(byte[] update)
    {
        Interlocked.Increment(ref _sent);
        return SendSync((ref writer) => SyncMessage.WriteUpdate(ref writer, update));
    }

    /// <summary>Shows an awareness state, such as a cursor, as this client's own.</summary>
    public Task Show(string json, ulong clock = 1)
    {
        var states = AwarenessUpdate.Encode([new(Document.ClientId, clock, System.Text.Encoding.UTF8.GetBytes(json))]);
        var writer = new ByteWriter(256);
        try
        {
            writer.WriteVarUint(Awareness);
            writer.WriteVarBytes(states);
            return Send(writer.ToArray());
        }
        finally
        {
            writer.Dispose();
        }
    }

    public async Task Send(byte[] message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, _end.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Shows an awareness state, as JSON; null takes it away.</summary>
    public async Task Show(string? json)
    {
        var entry = new AwarenessEntry(Document.ClientId, ++_shown, System.Text.Encoding.UTF8.GetBytes(json ?? "null"));
        var writer = new ByteWriter(256);
        writer.WriteVarUint(Awareness);
        writer.WriteVarBytes(AwarenessUpdate.Encode([entry]));
        var message = writer.ToArray();
        writer.Dispose();
        await Send(message);
    }

    /// <summary>Waits until the condition holds, looking again whenever something arrives, or the server has gone.</summary>
    /// <exception cref="TimeoutException">It didn't hold within two minutes.</exception>
    public async Task Until(
        Func<LiveClient, bool> condition, [CallerArgumentExpression(nameof(condition))] string awaited = "")
    {
        using var over = new CancellationTokenSource();
        var late = Task.Delay(Patience, over.Token);
        while (true)
        {
            var changed = _changed.Task;
            lock (_document)
                if (condition(this))
                    break;
            var first = await Task.WhenAny(changed, _reading, late);
            if (first == _reading)
                break;
            if (first == late)
                throw new TimeoutException($"Not within {Patience}: {awaited}. Of {Sent} sent {Saved} are saved, at version {Version}.");
        }
        await over.CancelAsync();
    }

    public Task AllSaved() => Until(client => client.Saved >= client.Sent);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _end.CancelAsync();
        await _reading;
        _socket.Dispose();
        _end.Dispose();
        _sending.Dispose();
    }

    async Task Read()
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), _end.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", _end.Token);
                    return;
                }
                length += part.Count;
                if (length == buffer.Length)
                    Array.Resize(ref buffer, length * 2);
                if (!part.EndOfMessage)
                    continue;
                await Receive(buffer.AsMemory(0, length));
                length = 0;
                Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // Closed says so.
        }
    }

    async Task Receive(ReadOnlyMemory<byte> frame)
    {
        if (Merge(frame.Span) is { } answer)
        {
            Interlocked.Increment(ref _sent);
            await SendSync((ref writer) => SyncMessage.WriteStep2(ref writer, answer));
            _answered = true;
        }
        if (_answered && _received)
            _synced.TrySetResult();
    }

    // Gives the update that answers a step 1.
    byte[]? Merge(ReadOnlySpan<byte> frame)
    {
        var reader = new ByteReader(frame);
        switch (reader.ReadVarUint())
        {
            case Sync:
                var message = SyncMessage.Read(ref reader);
                lock (_document)
                {
                    if (message.Kind == SyncMessageKind.Step1)
                        return Document.EncodeStateAsUpdate(message.Payload);
                    Document.ApplyUpdate(message.Payload, origin: this);
                    _received |= message.Kind == SyncMessageKind.Step2;
                    Steps2 += message.Kind == SyncMessageKind.Step2 ? 1 : 0;
                }
                return null;
            case Awareness:
                foreach (var entry in AwarenessUpdate.Read(reader.ReadVarBytes(), Budget.Default))
                    Shown[entry.Client] = entry.Json is { } json ? System.Text.Encoding.UTF8.GetString(json.Span) : "null";
                return null;
            case SavedMessage:
                Version = ((long)reader.ReadVarUint(), (long)reader.ReadVarUint());
                Saved = (long)reader.ReadVarUint();
                return null;
            case EventMessage:
                Events.Enqueue(System.Text.Encoding.UTF8.GetString(reader.ReadVarUtf8()));
                return null;
            case var kind:
                throw new InvalidOperationException($"The server sent a message of the unknown kind {kind}.");
        }
    }

    delegate void WriteMessage(ref ByteWriter writer);

    Task SendSync(WriteMessage write)
    {
        var writer = new ByteWriter(256);
        try
        {
            writer.WriteVarUint(Sync);
            write(ref writer);
            return Send(writer.ToArray());
        }
        finally
        {
            writer.Dispose();
        }
    }
}
