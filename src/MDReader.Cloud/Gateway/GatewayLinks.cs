using System.Collections.Concurrent;
using System.Text.Json;
using MDReader.Server.Platform;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MDReader.Cloud.Gateway;

/// <summary>
/// The connections that have their home in this process, and the way to those that have it in another: API Gateway calls
/// whichever process the load balancer picks. A text for somebody who isn't here is told to the other processes, and the
/// one that has them says that it took it. Where none does, as after a process has ended, the client is sent away to come again.
/// </summary>
sealed class GatewayLinks(GatewayConnections connections, IRelay relay, TimeProvider time, ILogger<GatewayLinks> logger) : IHostedService
{
    const string Channel = "gateway";

    // API Gateway itself waits for 29 s.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly ConcurrentDictionary<string, GatewayLink> _links = [];
    readonly ConcurrentDictionary<Guid, TaskCompletionSource> _told = [];
    IDisposable? _listening;

    /// <summary>Gives somebody a home in this process.</summary>
    public void Welcome(GatewayVisitor visitor)
    {
        var link = new GatewayLink(visitor, connections, time, logger);
        _links[visitor.Connection] = link;
        link.Ended.ContinueWith(_ => _links.TryRemove(new(visitor.Connection, link)), TaskScheduler.Default);
    }

    /// <summary>Brings a text to whoever has the connection; false when nobody does.</summary>
    public async Task<bool> Hear(string connection, string text, CancellationToken cancellation)
    {
        if (_links.TryGetValue(connection, out var link))
        {
            link.Hear(text);
            return true;
        }
        if (await IsTaken(new(Guid.NewGuid(), connection, text), cancellation))
            return true;
        await connections.HangUp(connection, Farewell.ConnectAgain, cancellation);
        return false;
    }

    /// <summary>They have gone, wherever they had their home.</summary>
    public void Goodbye(string connection)
    {
        if (_links.TryGetValue(connection, out var link))
            link.Leave();
        else
            Tell(new(Guid.NewGuid(), connection, Text: null));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listening = relay.Listen(Channel, bytes => Overhear(JsonSerializer.Deserialize<Told>(bytes.Span)!));
        return Task.CompletedTask;
    }

    // The server has closed the documents' sockets by now, and with them most links.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var (_, link) in _links)
            link.SendAway(Farewell.ConnectAgain);
        await Task.WhenAny(Task.WhenAll(_links.Values.Select(link => link.Ended)), Task.Delay(Timeout.Infinite, cancellationToken));
        _listening?.Dispose();
    }

    async Task<bool> IsTaken(Told told, CancellationToken cancellation)
    {
        var taken = _told[told.Id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (!Tell(told))
                return false;
            await taken.Task.WaitAsync(Patience, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            _told.TryRemove(told.Id, out _);
        }
    }

    void Overhear(Told told)
    {
        if (told.IsTaken)
        {
            if (_told.TryGetValue(told.Id, out var waiting))
                waiting.TrySetResult();
        }
        else if (_links.TryGetValue(told.Connection, out var link))
        {
            if (told.Text is { } text)
                link.Hear(text);
            else
                link.Leave();
            Tell(told with { Text = null, IsTaken = true });
        }
    }

    bool Tell(Told told) => relay.Publish(Channel, JsonSerializer.SerializeToUtf8Bytes(told));

    /// <summary>What processes tell each other.</summary>
    /// <param name="Id">Of what is told; who takes it repeats it.</param>
    /// <param name="Text">What the client sent; null when it has gone.</param>
    /// <param name="IsTaken">Whether this is the answer.</param>
    sealed record Told(Guid Id, string Connection, string? Text, bool IsTaken = false);
}
