using System.Net;
using System.Net.Sockets;

namespace MDReader.TestKit;

/// <summary>
/// Stands in front of several servers as a load balancer does: each connection goes to the next one that is ready, without
/// sticky sessions.
/// </summary>
public sealed class Proxy : IAsyncDisposable
{
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _end = new();
    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    readonly Uri[] _servers;
    readonly Task _running;
    volatile Uri[] _ready;
    int _next;

    public Proxy(IEnumerable<Uri> servers)
    {
        _ready = _servers = [.. servers];
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _running = Task.WhenAll(Accept(), Look());
    }

    public Uri Address { get; }

    /// <summary>The servers that a new connection may go to.</summary>
    public IReadOnlyList<Uri> Ready => _ready;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _running;
        _http.Dispose();
        _end.Dispose();
    }

    async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception gone) when (gone is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    async Task Serve(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        try
        {
            var to = await Connect(server);
            if (to is null)
                return;
            client.NoDelay = server.NoDelay = true;
            var (down, up) = (client.GetStream(), server.GetStream());
            // Either side's end is the end of both.
            await Task.WhenAny(down.CopyToAsync(up, _end.Token), up.CopyToAsync(down, _end.Token));
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two has gone; the other sees it.
        }
    }

    async Task<Uri?> Connect(TcpClient server)
    {
        var ready = _ready;
        for (var tries = 0; tries < ready.Length; tries++)
        {
            var to = ready[(uint)Interlocked.Increment(ref _next) % ready.Length];
            try
            {
                await server.ConnectAsync(to.Host, to.Port, _end.Token);
                return to;
            }
            catch (SocketException)
            {
                // The next one.
            }
        }
        return null;
    }

    async Task Look()
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                var looked = await Task.WhenAll(_servers.Select(async server => (server, IsReady: await IsReady(server))));
                _ready = [.. looked.Where(found => found.IsReady).Select(found => found.server)];
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    async Task<bool> IsReady(Uri server)
    {
        try
        {
            return (await _http.GetAsync(new Uri(server, "/health/ready"), _end.Token)).IsSuccessStatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException && !_end.IsCancellationRequested)
        {
            return false;
        }
    }
}
