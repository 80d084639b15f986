using System.Net.Sockets;

namespace MDReader.Server.Collaboration;

/// <summary>A WebSocket after its handshake. Who speaks first, as all real clients do, is sent bytes directly.</summary>
/// <param name="context">The handshake.</param>
/// <param name="connection">What the client is sent.</param>
/// <param name="reader">What it sends.</param>
/// <param name="socket">What lies below, if nothing stands between.</param>
sealed class OpenSocket(HttpContext context, Connection connection, FrameReader reader, Socket? socket) : IAsyncDisposable
{
    Task<ReadOnlyMemory<byte>?>? _first;

    public HttpContext Context => context;

    public Connection Connection => connection;

    public FrameReader Reader => reader;

    /// <summary>Where it is counted, until it has said farewell.</summary>
    public IDisposable? Place { get; set; }

    /// <summary>Waits for the first message, so long.</summary>
    public async Task Begin(MessageLimit limit, Task patience, CancellationToken gone)
    {
        _first = reader.Read(limit, gone).AsTask();
        if (await Task.WhenAny(_first, patience) == _first && socket is not null)
            connection.SendDirectly(socket);
    }

    /// <inheritdoc cref="FrameReader.Read"/>
    public async ValueTask<ReadOnlyMemory<byte>?> Next(MessageLimit limit, CancellationToken gone)
    {
        if (_first is not { } first)
            return await reader.Read(limit, gone);
        _first = null;
        return await first;
    }

    /// <summary>Whoever left before the first message came leaves it to be read; nobody may use the reader's buffer until it is.</summary>
    public async ValueTask DisposeAsync()
    {
        Place?.Dispose();
        if (_first is not { } first)
            return;
        connection.Abort();
        await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
