using System.Threading.Channels;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Who has which document open, in this process and in the others. Each process tells the others what changed in its own,
/// and every two seconds that it is still there. While the relay is down each process soon knows its own people only, and once
/// it is up again they tell each other everything, since what was told to a connection that was about to break is lost
/// without a trace.
/// </summary>
sealed class Attendance : BackgroundService, IHostedLifecycleService, IAttendance
{
    const string Channel = "attendance";
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    // A class that comes in at once is told of at once.
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    readonly Lock _gate = new();
    readonly IRelay _relay;
    readonly Database _database;
    readonly Announcements _announcements;
    readonly TimeProvider _time;
    readonly Whereabouts _whereabouts;
    readonly Channel<bool> _woken = System.Threading.Channels.Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public Attendance(IRelay relay, Database database, Announcements announcements, TimeProvider time)
    {
        (_relay, _database, _announcements, _time) = (relay, database, announcements, time);
        // With the gate held, so that the numbers arrive in order.
        _whereabouts = new(database.ProcessId, Publish, time);
    }

    public void Here(OpenDocument open)
    {
        lock (_gate)
            _whereabouts.Here(open);
        Wake();
    }

    /// <inheritdoc cref="Whereabouts.Of"/>
    public IReadOnlyList<PresentPerson> Of(Guid document)
    {
        lock (_gate)
            return _whereabouts.Of(document);
    }

    /// <summary>Whether a person themselves has the document open.</summary>
    public bool Has(Guid document, Guid person) => Of(document).Any(one => one.UserId == person && one.Agent is null);

    /// <inheritdoc cref="Whereabouts.In"/>
    public IReadOnlyList<DocumentPresence> In(Guid workspace)
    {
        lock (_gate)
            return _whereabouts.In(workspace);
    }

    public IReadOnlyDictionary<Guid, IReadOnlyList<PresentPerson>> Elsewhere(Guid document)
    {
        lock (_gate)
            return _whereabouts.Elsewhere(document);
    }

    public void Show(Guid document, CursorNews news)
    {
        if (_database.IsShared && !_relay.Publish(Cursors(document), new RelayedCursors(_database.ProcessId, news).Encode()))
            lock (_gate)
                _whereabouts.LoseCursors();
    }

    /// <summary>Tells a room of its cursors elsewhere, and when to look around, until disposed.</summary>
    public IDisposable Follow(Guid document, Action<RoomMessage> tell)
    {
        lock (_gate)
            _whereabouts.Follow(document, tell);
        return new Following(this, document, _relay.Listen(
            Cursors(document), message => tell(new RoomMessage.CursorsElsewhere(RelayedCursors.Decode(message)))));
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            _whereabouts.Leave();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = _database.IsShared ? _relay.Listen(Channel, message => Hear(Roster.Decode(message))) : null;
        _relay.Connected += Meet;
        using var timer = new PeriodicTimer(Beat, _time);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        var woken = _woken.Reader.ReadAsync(stoppingToken).AsTask();
        while (true)
        {
            var isBeat = await Task.WhenAny(tick, woken) == tick;
            await (isBeat ? tick : woken);
            if (isBeat)
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            else
                woken = _woken.Reader.ReadAsync(stoppingToken).AsTask();
            foreach (var (workspace, document) in Tell(isBeat))
                _announcements.Here(new Hint(workspace, "presence", document));
            if (!isBeat)
                await Task.Delay(Pause, _time, stoppingToken);
        }
    }

    static string Cursors(Guid document) => $"cursors:{document}";

    /// <summary>Tells the others what they don't know yet; gives what the people of this process are to be told.</summary>
    IReadOnlyList<(Guid Workspace, Guid Document)> Tell(bool isBeat)
    {
        lock (_gate)
        {
            if (isBeat)
                _whereabouts.Beat();
            else
                _whereabouts.TellUntold();
            return _whereabouts.TakeNews();
        }
    }

    void Publish(Roster roster)
    {
        if (_database.IsShared)
            _relay.Publish(Channel, roster.Encode());
    }

    void Hear(Roster roster)
    {
        lock (_gate)
        {
            _whereabouts.Hear(roster);
            if (_whereabouts.HasNews)
                Wake();
        }
    }

    void Meet()
    {
        lock (_gate)
            _whereabouts.Meet();
    }

    void Wake() => _woken.Writer.TryWrite(true);

    sealed class Following(Attendance attendance, Guid document, IDisposable cursors) : IDisposable
    {
        public void Dispose()
        {
            cursors.Dispose();
            lock (attendance._gate)
                attendance._whereabouts.Unfollow(document);
        }
    }
}
