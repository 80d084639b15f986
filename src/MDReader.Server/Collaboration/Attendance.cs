using System.Threading.Channels;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Who has which document open, in this process and in the others. Each process tells the others what changed in its own,
/// and every two seconds that it is still there; one that isn't heard any more has nobody. While the relay is down each
/// process soon knows its own people only, and once it is up again they tell each other everything, since what was told to a connection
/// that was about to break is lost without a trace.
/// </summary>
sealed class Attendance(IRelay relay, Database database, Announcements announcements, TimeProvider time)
    : BackgroundService, IHostedLifecycleService
{
    const string Channel = "attendance";
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(10);

    // A class that comes in at once is told of at once.
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    readonly Lock _gate = new();
    readonly Dictionary<Guid, OpenDocument> _here = [];
    readonly Dictionary<Guid, OtherProcess> _others = [];
    readonly Dictionary<Guid, Action<RoomMessage>> _rooms = [];
    readonly HashSet<Guid> _untold = [];
    readonly HashSet<(Guid Workspace, Guid Document)> _news = [];
    readonly Channel<bool> _woken = System.Threading.Channels.Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    long _number;
    bool _isLeaving;

    /// <summary>Who has the document open in this process now.</summary>
    public void Here(OpenDocument open)
    {
        lock (_gate)
        {
            var isNew = !_here.ContainsKey(open.Document);
            if (open.People.Count > 0)
                _here[open.Document] = open;
            else if (!_here.Remove(open.Document))
                return;
            _untold.Add(open.Document);
            _news.Add((open.Workspace, open.Document));
            // Before anything else that is told of this document, or nobody would know whose it is.
            if (isNew)
                Send();
            Wake();
        }
    }

    /// <summary>Everybody who has the document open.</summary>
    public IReadOnlyList<PresentPerson> Of(Guid document)
    {
        lock (_gate)
            return Together(All.Where(open => open.Document == document));
    }

    /// <summary>Whether a person themselves has the document open.</summary>
    public bool Has(Guid document, Guid person) => Of(document).Any(one => one.UserId == person && one.Agent is null);

    /// <summary>Everybody who has a document of the workspace open, by the document.</summary>
    public IReadOnlyList<DocumentPresence> In(Guid workspace)
    {
        lock (_gate)
            return
            [
                .. All.Where(open => open.Workspace == workspace).GroupBy(open => open.Document)
                    .Select(open => new DocumentPresence(open.Key, Together(open))),
            ];
    }

    /// <summary>Who has the document open in each other process.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<PresentPerson>> Elsewhere(Guid document)
    {
        var elsewhere = new Dictionary<Guid, IReadOnlyList<PresentPerson>>();
        lock (_gate)
            foreach (var (process, other) in _others)
                if (other.Of(document) is { } open)
                    elsewhere.Add(process, open.People);
        return elsewhere;
    }

    /// <summary>Tells the other processes of cursors in this document.</summary>
    public void Show(Guid document, CursorNews news)
    {
        if (database.IsShared && !relay.Publish(Cursors(document), new RelayedCursors(database.ProcessId, news).Encode()))
            lock (_gate)
                // Whoever sees the number that is missing asks for everything, cursors too.
                _number++;
    }

    /// <summary>Tells a room of its cursors elsewhere, and when to look around, until disposed.</summary>
    public IDisposable Follow(Guid document, Action<RoomMessage> tell)
    {
        lock (_gate)
            _rooms[document] = tell;
        return new Following(this, document, relay.Listen(
            Cursors(document), message => tell(new RoomMessage.CursorsElsewhere(RelayedCursors.Decode(message)))));
    }

    /// <summary>Everybody here is about to be sent to other processes.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (database.IsShared)
                relay.Publish(Channel, new Roster(database.ProcessId, ++_number, IsWhole: true, []).Encode());
            _isLeaving = true;
        }
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = database.IsShared ? relay.Listen(Channel, message => Hear(Roster.Decode(message))) : null;
        relay.Connected += Meet;
        using var timer = new PeriodicTimer(Beat, time);
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
                announcements.Here(new Hint(workspace, "presence", document));
            if (!isBeat)
                await Task.Delay(Pause, time, stoppingToken);
        }
    }

    IEnumerable<OpenDocument> All => _here.Values.Concat(_others.Values.SelectMany(other => other.Open));

    static string Cursors(Guid document) => $"cursors:{document}";

    static IReadOnlyList<PresentPerson> Together(IEnumerable<OpenDocument> open) =>
    [
        .. open.SelectMany(one => one.People).GroupBy(person => (person.UserId, person.Agent)).Select(person => person.First() with
        {
            Role = person.Max(one => one.Role),
            Sockets = person.Sum(one => one.Sockets),
        }),
    ];

    /// <summary>Tells the others what they don't know yet; gives what the people of this process are to be told.</summary>
    IReadOnlyList<(Guid Workspace, Guid Document)> Tell(bool isBeat)
    {
        lock (_gate)
        {
            if (isBeat)
                Forget();
            if (isBeat || _untold.Count > 0)
                Send();
            IReadOnlyList<(Guid, Guid)> news = [.. _news];
            _news.Clear();
            return news;
        }
    }

    // With the gate held, so that the numbers arrive in order. Where the relay is down the number shows that something was lost.
    void Send(bool isWhole = false)
    {
        if (!database.IsShared || _isLeaving)
        {
            _untold.Clear();
            return;
        }
        var open = isWhole
            ? _here.Values.AsEnumerable()
            : _untold.Select(document => _here.GetValueOrDefault(document) ?? new(document, Guid.Empty, []));
        relay.Publish(Channel, new Roster(database.ProcessId, ++_number, isWhole, [.. open]).Encode());
        _untold.Clear();
    }

    void Hear(Roster roster)
    {
        lock (_gate)
        {
            if (roster.Asked is { } asked)
            {
                if (asked == database.ProcessId || asked == Roster.Everyone)
                    TellEverything();
                return;
            }

            var isKnown = _others.TryGetValue(roster.Process, out var other);
            other ??= new OtherProcess();
            other.HeardAt = time.GetTimestamp();
            if (other.Take(roster) is { } changed && (isKnown || roster.IsWhole))
            {
                _others[roster.Process] = other;
                foreach (var open in changed)
                    Change(open);
            }
            else
            {
                Ask(roster.Process);
            }
            if (_news.Count > 0)
                Wake();
        }
    }

    // The others may have been away from the relay as well, and come back before or after.
    void Meet()
    {
        lock (_gate)
        {
            if (!database.IsShared || _isLeaving)
                return;
            TellEverything();
            Ask(Roster.Everyone);
        }
    }

    void Ask(Guid process) =>
        relay.Publish(Channel, new Roster(database.ProcessId, 0, IsWhole: false, []) { Asked = process }.Encode());

    void TellEverything()
    {
        Send(isWhole: true);
        foreach (var tell in _rooms.Values)
            tell(RoomMessage.ShowCursors.Instance);
    }

    // Who isn't heard of has ended, or can't be reached.
    void Forget()
    {
        foreach (var (process, other) in _others)
            if (time.GetElapsedTime(other.HeardAt) > GoneAfter)
            {
                _others.Remove(process);
                foreach (var open in other.Open)
                    Change(open);
            }
    }

    void Change(OpenDocument open)
    {
        _news.Add((open.Workspace, open.Document));
        if (_rooms.TryGetValue(open.Document, out var tell))
            tell(RoomMessage.LookAround.Instance);
    }

    void Wake() => _woken.Writer.TryWrite(true);

    sealed class Following(Attendance attendance, Guid document, IDisposable cursors) : IDisposable
    {
        public void Dispose()
        {
            cursors.Dispose();
            lock (attendance._gate)
                attendance._rooms.Remove(document);
        }
    }
}
