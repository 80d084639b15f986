using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MDReader.Cloud.Redis;

/// <summary>
/// Redis as long as it is there: connects again by itself, waiting longer each time, and subscribes again. While it is
/// gone every command fails at once, so that nobody waits for it.
/// </summary>
sealed partial class RedisClient(RedisAddress address, TimeProvider time, Random random, ILogger<RedisClient> logger)
    : BackgroundService
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<string, Action<byte[]>> _listeners = [];
    volatile RedisConnection? _connection;

    public bool IsUp => _connection is not null;

    /// <summary>Run on every new connection before it is used by anybody else.</summary>
    public Func<RedisConnection, Task> OnConnected { get; set; } = _ => Task.CompletedTask;

    /// <summary>Run when a new connection is in use and hears what it is to hear.</summary>
    public Action OnListening { get; set; } = () => { };

    /// <inheritdoc cref="RedisConnection.Execute"/>
    public Task<Resp> Execute(params object[] words) =>
        _connection?.Execute(words) ?? Task.FromException<Resp>(new RedisGoneException("Redis is not there."));

    /// <summary>Publishes; false when it can't.</summary>
    public bool Publish(string channel, byte[] message) => _connection?.Send("PUBLISH", channel, message) ?? false;

    /// <summary>One listener for each channel.</summary>
    public IDisposable Listen(string channel, Action<byte[]> listener)
    {
        if (!_listeners.TryAdd(channel, listener))
            throw new InvalidOperationException($"Somebody listens to {channel} already.");
        Tell(connection => connection.Subscribe(channel));
        return new Listening(this, channel);
    }

    // A connection that can't be told what to hear is deaf for it, and is made anew with what is listened to then.
    void Tell(Func<RedisConnection, bool> tell)
    {
        if (_connection is { } connection && !tell(connection))
            connection.End();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = FirstWait;
        var wasUp = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var late = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                late.CancelAfter(Patience);
                await using var connection = await RedisConnection.Open(address, time, Patience, Hear, late.Token);
                await OnConnected(connection);
                _connection = connection;
                // Whoever began to listen before this line is found here, and whoever does after it subscribes by himself.
                await connection.Subscribe(_listeners.Keys, stoppingToken);
                LogConnected(address);
                OnListening();
                (wait, wasUp) = (FirstWait, true);
                await connection.Completion.WaitAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException or RedisRefusedException)
            {
                if (wasUp && !stoppingToken.IsCancellationRequested)
                    LogGone(address, failure.Message);
                wasUp = false;
            }
            finally
            {
                _connection = null;
            }
            if (!stoppingToken.IsCancellationRequested)
                await Task.Delay(wait * (0.5 + random.NextDouble()), time, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    // On the connection's own reader: what one message is to somebody may not end it for all others.
    void Hear(string channel, byte[] message)
    {
        try
        {
            if (_listeners.TryGetValue(channel, out var listener))
                listener(message);
        }
        catch (Exception failure)
        {
            LogNotUnderstood(channel, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "A message on {Channel} is left out: whoever listens there failed at it. It may be of another version of the server.")]
    partial void LogNotUnderstood(string channel, Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis at {Address} is there.")]
    partial void LogConnected(RedisAddress address);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Redis at {Address} is gone: processes find each other's changes in the database, within two seconds. {Reason}")]
    partial void LogGone(RedisAddress address, string reason);

    sealed class Listening(RedisClient client, string channel) : IDisposable
    {
        public void Dispose()
        {
            client._listeners.TryRemove(channel, out _);
            client.Tell(connection => connection.Unsubscribe(channel));
        }
    }
}
