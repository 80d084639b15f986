using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Platform;

/// <summary>
/// Carries signals to the listeners in other processes. What was announced with a write stands in the database, so that
/// none is missed: it is looked for every two seconds, and at once when the database or the relay says that there is something. A hint, of
/// which the next is as good, goes by the relay alone, or waits for the next look while that is down.
/// </summary>
sealed partial class Announcements(
    Database database, Signals signals, IRelay relay, TimeProvider time, ILogger<Announcements> logger) : BackgroundService
{
    const string Channel = "announcements";

    // How long a right that was taken away in one process may live on in another.
    static readonly Histogram<double> Lag = new Meter(Telemetry.Name).CreateHistogram(
        "mdreader.announcement.lag",
        "s",
        "From what one process committed to its hearing in another.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] });

    static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    // What was begun a while ago may be committed only now, by a clock that goes differently.
    static readonly TimeSpan LookBack = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    readonly Channel<bool> _asked = System.Threading.Channels.Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    readonly Dictionary<Guid, DateTimeOffset> _heard = [];

    // Hints are records: two that say the same are one.
    readonly ConcurrentDictionary<object, bool> _unsent = [];
    DateTimeOffset _lookedAt;
    DateTimeOffset _clearedAt;

    /// <summary>Tells the listeners here, and those of other processes if they can be reached now.</summary>
    public void Hint(object signal)
    {
        signals.Raise(signal);
        if (database.IsShared
            && !relay.Publish(Channel, Encoding.UTF8.GetBytes($"{signal.GetType().FullName}\n{JsonSerializer.Serialize(signal)}")))
            _unsent.TryAdd(signal, true);
    }

    /// <summary>Tells the listeners of this process alone.</summary>
    public void Here(object signal) => signals.Raise(signal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsShared)
            return;
        database.Announcing += () => relay.Publish(Channel, []);
        using var listening = relay.Listen(Channel, Hear);
        using var timer = new PeriodicTimer(Every, time);
        // What was announced before this process began has nobody to reach here.
        _lookedAt = time.Now();
        _ = database.Listen(() => _asked.Writer.TryWrite(true), stoppingToken);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        var asked = _asked.Reader.ReadAsync(stoppingToken).AsTask();
        while (true)
        {
            var woken = await Task.WhenAny(tick, asked);
            await woken;
            if (woken == tick)
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            else
                asked = _asked.Reader.ReadAsync(stoppingToken).AsTask();
            await Look(stoppingToken);
        }
    }

    void Hear(ReadOnlyMemory<byte> message)
    {
        if (message.IsEmpty)
            _asked.Writer.TryWrite(true);
        else if (Encoding.UTF8.GetString(message.Span).Split('\n', 2) is [var kind, var body])
            Raise(kind, body);
    }

    async Task Look(CancellationToken cancellation)
    {
        try
        {
            var (now, since) = (time.Now(), _lookedAt - LookBack);
            var found = await database.Read((db, token) => db.Set<Announcement>()
                .Where(announcement => announcement.At > since && announcement.SenderId != database.ProcessId)
                .OrderBy(announcement => announcement.Id)
                .ToListAsync(token), cancellation);
            foreach (var announcement in found)
                if (_heard.TryAdd(announcement.Id, announcement.At))
                {
                    Raise(announcement.Kind, announcement.Body);
                    Lag.Record(Math.Max(0, (now - announcement.At).TotalSeconds));
                }
            _lookedAt = now;
            foreach (var (id, at) in _heard)
                if (at < since - LookBack)
                    _heard.Remove(id);
            await SendHints(cancellation);
            await Clear(now, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            LogLookFailed(failure);
        }
    }

    // Of another version of the server, perhaps: whoever doesn't know the kind, or that shape of it, doesn't listen to it.
    void Raise(string kind, string body)
    {
        try
        {
            if (typeof(Announcements).Assembly.GetType(kind) is { } type && JsonSerializer.Deserialize(body, type) is { } signal)
                signals.Raise(signal);
        }
        catch (Exception unknown) when (unknown is JsonException or NotSupportedException)
        {
            LogNotUnderstood(kind, unknown);
        }
    }

    async Task SendHints(CancellationToken cancellation)
    {
        var hints = _unsent.Keys.ToList();
        if (hints.Count == 0)
            return;
        await database.Read((db, token) =>
        {
            db.AddRange(hints.ConvertAll(database.Announced));
            return db.SaveChangesAsync(token);
        }, cancellation);
        foreach (var hint in hints)
            _unsent.TryRemove(hint, out _);
    }

    async Task Clear(DateTimeOffset now, CancellationToken cancellation)
    {
        if (now - _clearedAt < LookBack)
            return;
        _clearedAt = now;
        var oldest = now - Kept;
        await database.Read((db, token) => db.Set<Announcement>()
            .Where(announcement => announcement.At < oldest).ExecuteDeleteAsync(token), cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A {Kind} that another process announced is left out: it is of another version.")]
    partial void LogNotUnderstood(string kind, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What other processes announced could not be read; next try in two seconds.")]
    partial void LogLookFailed(Exception failure);
}
