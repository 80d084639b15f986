using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;

namespace MDReader.Cloud.Redis;

/// <summary>
/// One connection, until it fails. Commands are sent without waiting for the answers to those before (pipelining), and all
/// that are waiting go out in one write; answers come in the same order. What is published comes between them.
/// </summary>
sealed class RedisConnection : IAsyncDisposable
{
    const int LongestQueue = 10_000;
    static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    readonly Channel<RedisCommand> _outgoing =
        Channel.CreateBounded<RedisCommand>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
    readonly Queue<RedisCommand> _unanswered = [];
    readonly CancellationTokenSource _end = new();
    readonly Stream _stream;
    readonly TimeProvider _time;
    readonly TimeSpan _patience;
    readonly Action<string, byte[]> _published;

    RedisConnection(Stream stream, TimeProvider time, TimeSpan patience, Action<string, byte[]> published)
    {
        (_stream, _time, _patience, _published) = (stream, time, patience, published);
        Completion = Run();
    }

    /// <summary>Ends when the connection has failed or was disposed; never fails.</summary>
    public Task Completion { get; }

    /// <param name="address">Where.</param>
    /// <param name="time">Counts how long an answer takes.</param>
    /// <param name="patience">How long one may take; then Redis counts as gone.</param>
    /// <param name="published">Told what was published on a channel that is subscribed to; hands over and returns.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">Nobody is there, or they don't speak RESP3.</exception>
    public static async Task<RedisConnection> Open(
        RedisAddress address, TimeProvider time, TimeSpan patience, Action<string, byte[]> published, CancellationToken cancellation)
    {
        var connection = new RedisConnection(await Connect(address, cancellation), time, patience, published);
        try
        {
            object[] hello = address.Password is { } password
                ? ["HELLO", 3, "AUTH", address.User ?? "default", password]
                : ["HELLO", 3];
            await connection.Execute(hello);
            if (address.Database != 0)
                await connection.Execute("SELECT", address.Database);
            return connection;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            throw failure is RedisRefusedException ? new IOException(failure.Message, failure) : failure;
        }
    }

    /// <exception cref="RedisGoneException">No answer came.</exception>
    /// <exception cref="RedisRefusedException">The answer is an error.</exception>
    public async Task<Resp> Execute(params object[] words)
    {
        var answer = new TaskCompletionSource<Resp>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_outgoing.Writer.TryWrite(new(words) { Answer = answer }))
            throw new RedisGoneException("The connection to Redis has ended, or can't keep up.");
        var resp = await answer.Task;
        return resp.Kind == RespKind.Error ? throw new RedisRefusedException(resp.Text) : resp;
    }

    /// <summary>Sends a command that nobody waits for; false when it can't be sent now.</summary>
    public bool Send(params object[] words) => _outgoing.Writer.TryWrite(new(words));

    public bool Subscribe(string channel) => _outgoing.Writer.TryWrite(new("SUBSCRIBE", channel) { IsAnswered = false });

    /// <summary>Subscribes to all of them, waiting for space where they are many.</summary>
    /// <exception cref="RedisGoneException">The connection has ended.</exception>
    public async Task Subscribe(IEnumerable<string> channels, CancellationToken cancellation)
    {
        foreach (var channel in channels)
            while (!Subscribe(channel))
                if (!await _outgoing.Writer.WaitToWriteAsync(cancellation))
                    throw new RedisGoneException("The connection to Redis has ended.");
    }

    /// <summary>Ends it when what waits has been sent.</summary>
    public void End() => _outgoing.Writer.TryComplete();

    public bool Unsubscribe(string channel) => _outgoing.Writer.TryWrite(new("UNSUBSCRIBE", channel) { IsAnswered = false });

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Completion;
        _end.Dispose();
    }

    static async Task<Stream> Connect(RedisAddress address, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellation);
            var stream = new NetworkStream(socket, ownsSocket: true);
            if (!address.Tls)
                return stream;
            var secured = new SslStream(stream);
            await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, cancellation);
            return secured;
        }
        catch (Exception failure) when (failure is SocketException or System.Security.Authentication.AuthenticationException)
        {
            socket.Dispose();
            throw new RedisGoneException($"Redis at {address} can't be reached: {failure.Message}", failure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    async Task Run()
    {
        await Task.Yield();
        var failures = await Task.WhenAll(Ending(Write()), Ending(Read()), Ending(Watch()));
        _outgoing.Writer.TryComplete();
        await _stream.DisposeAsync();
        var gone = new RedisGoneException("The connection to Redis has ended.", failures.FirstOrDefault(failure => failure is not null));
        while (_unanswered.TryDequeue(out var sent))
            sent.Answer?.TrySetException(gone);
        while (_outgoing.Reader.TryRead(out var waiting))
            waiting.Answer?.TrySetException(gone);
    }

    // Whichever of the three ends first ends the others.
    async Task<Exception?> Ending(Task part)
    {
        try
        {
            await part;
            return null;
        }
        catch (Exception failure)
        {
            return failure is OperationCanceledException ? null : failure;
        }
        finally
        {
            await _end.CancelAsync();
        }
    }

    async Task Write()
    {
        var writer = PipeWriter.Create(_stream, new(leaveOpen: true));
        while (await _outgoing.Reader.WaitToReadAsync(_end.Token))
        {
            while (_outgoing.Reader.TryRead(out var command))
            {
                command.SentAt = _time.GetTimestamp();
                command.Write(writer);
                if (command.IsAnswered)
                    lock (_unanswered)
                        _unanswered.Enqueue(command);
                if (writer.UnflushedBytes > 64 * 1024)
                    break;
            }
            await writer.FlushAsync(_end.Token);
        }
    }

    async Task Read()
    {
        var reader = PipeReader.Create(_stream, new(leaveOpen: true));
        while (true)
        {
            var read = await reader.ReadAsync(_end.Token);
            var arrived = read.Buffer;
            while (Resp.Read(ref arrived) is { } value)
                Take(value);
            reader.AdvanceTo(arrived.Start, arrived.End);
            if (read.IsCompleted)
                return;
        }
    }

    void Take(Resp value)
    {
        if (value.Kind == RespKind.Push)
        {
            if (value.Items is [var kind, var channel, var message] && kind.Bytes.AsSpan().SequenceEqual("message"u8))
                _published(channel.Text, message.Bytes);
            return;
        }
        RedisCommand? asked;
        lock (_unanswered)
            _unanswered.TryDequeue(out asked);
        (asked ?? throw new InvalidDataException("Redis answers what nobody asked.")).Answer?.TrySetResult(value);
    }

    // A frozen Redis keeps its connections open; only that it doesn't answer in time shows.
    async Task Watch()
    {
        using var timer = new PeriodicTimer(Beat, _time);
        while (await timer.WaitForNextTickAsync(_end.Token))
        {
            RedisCommand? oldest;
            lock (_unanswered)
                _unanswered.TryPeek(out oldest);
            if (oldest is not null && _time.GetElapsedTime(oldest.SentAt) > _patience)
                return;
            if (oldest is null)
                Send("PING");
        }
    }
}
