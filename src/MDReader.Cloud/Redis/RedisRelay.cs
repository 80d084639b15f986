using System.Collections.Concurrent;
using MDReader.Server.Platform;
using Microsoft.Extensions.Hosting;

namespace MDReader.Cloud.Redis;

/// <summary>
/// The relay on Redis: sealed messages by PUBLISH, counts by two scripts. What a process holds stands in a hash of its own
/// that ends soon after the process does; on a Redis that has forgotten everything it is written anew.
/// </summary>
sealed class RedisRelay : BackgroundService, IRelay
{
    // What messages say, by version: raised with their shape. Processes of two versions find each other's changes in the
    // database while one takes the other's place.
    const string Format = "1:";

    static readonly TimeSpan Beat = TimeSpan.FromSeconds(3);
    static readonly TimeSpan HoldsLast = TimeSpan.FromSeconds(10);

    static readonly RedisScript AddToWindow = new("""
        local by, used = tonumber(ARGV[1]), 0
        if by > 0 then
          used = redis.call('INCRBY', KEYS[1], by)
          if used == by then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
        elseif redis.call('EXISTS', KEYS[1]) == 1 then
          used = redis.call('INCRBY', KEYS[1], by)
        end
        return {used, redis.call('PTTL', KEYS[1])}
        """);

    // The key is the set of processes by when they were last there; each one's hash is named after it.
    static readonly RedisScript AddToHeld = new("""
        local time = redis.call('TIME')
        local now, lasts = time[1] * 1000 + math.floor(time[2] / 1000), tonumber(ARGV[2])
        redis.call('ZADD', KEYS[1], now, ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - lasts)
        local own = KEYS[1] .. ':' .. ARGV[1]
        for i = 3, #ARGV, 2 do
          if redis.call('HINCRBY', own, ARGV[i], ARGV[i + 1]) <= 0 then redis.call('HDEL', own, ARGV[i]) end
        end
        redis.call('PEXPIRE', own, lasts)
        local sum = 0
        if #ARGV == 4 then
          for _, process in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
            sum = sum + (tonumber(redis.call('HGET', KEYS[1] .. ':' .. process, ARGV[3])) or 0)
          end
        end
        return sum
        """);

    readonly ConcurrentDictionary<string, int> _held = [];
    readonly Lock _publishing = new();
    readonly string _process = Guid.NewGuid().ToString("N");
    readonly RedisClient _redis;
    readonly TimeProvider _time;
    readonly Lazy<RelaySeal> _seal;
    readonly Lazy<string> _prefix;

    public RedisRelay(RedisClient redis, InstanceSecrets secrets, TimeProvider time)
    {
        (_redis, _time) = (redis, time);
        _seal = new(() => new RelaySeal(secrets.Get("relay"), time));
        // Installations may share a Redis.
        _prefix = new(() => $"mdreader:{Convert.ToHexStringLower(secrets.Get("relay-name").AsSpan(0, 8))}:");
        redis.OnConnected = HoldAgain;
        redis.OnListening = () => Connected?.Invoke();
    }

    public bool IsAlone => false;

    public bool IsUp => _redis.IsUp;

    public event Action? Connected;

    string Processes => _prefix.Value + "processes";

    public bool Publish(string channel, ReadOnlySpan<byte> message)
    {
        if (!IsUp)
            return false;
        // In the order of their numbers: one that was overtaken would be taken for an old one.
        lock (_publishing)
            return _redis.Publish(_prefix.Value + Format + channel, _seal.Value.Seal(channel, message));
    }

    public IDisposable Listen(string channel, Action<ReadOnlyMemory<byte>> listener) =>
        _redis.Listen(_prefix.Value + Format + channel, bytes =>
        {
            if (_seal.Value.Open(channel, bytes) is { } message)
                listener(message);
        });

    public async ValueTask<SharedCount?> Count(string key, int by, TimeSpan window)
    {
        var counted = await Ask(AddToWindow, $"{_prefix.Value}count:{key}", by, (long)window.TotalMilliseconds);
        return counted is { Items: [var used, var left] }
            ? new(used.Number, TimeSpan.FromMilliseconds(Math.Max(0, left.Number)))
            : null;
    }

    public async ValueTask<long?> Hold(string key, int by)
    {
        // Kept here as well, also while Redis is gone: it is told all of it when it comes back.
        if (_held.AddOrUpdate(key, by, (_, held) => held + by) == 0)
            _held.TryRemove(new(key, 0));
        return (await Ask(AddToHeld, Processes, _process, (long)HoldsLast.TotalMilliseconds, key, by))?.Number;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await Ask(AddToHeld, Processes, _process, (long)HoldsLast.TotalMilliseconds);
    }

    async Task<Resp?> Ask(RedisScript script, string key, params object[] arguments)
    {
        if (!IsUp)
            return null;
        try
        {
            return await script.Run(_redis, key, arguments);
        }
        catch (Exception gone) when (gone is RedisGoneException or RedisRefusedException)
        {
            return null;
        }
    }

    async Task HoldAgain(RedisConnection connection)
    {
        var own = $"{Processes}:{_process}";
        await connection.Execute("DEL", own);
        var held = _held.Where(held => held.Value > 0).SelectMany(held => new object[] { held.Key, held.Value }).ToArray();
        if (held.Length > 0)
            await connection.Execute(["HSET", own, .. held]);
        await connection.Execute("PEXPIRE", own, (long)HoldsLast.TotalMilliseconds);
        await connection.Execute("ZADD", Processes, _time.GetUtcNow().ToUnixTimeMilliseconds(), _process);
    }
}
