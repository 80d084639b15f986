namespace MDReader.Server.Collaboration;

/// <summary>
/// Who has which document open, as one process knows it of itself and of the others, without input or output of its own.
/// Rosters may get lost on the way: their numbers show it, and what was lost is asked for. Who isn't heard any more has
/// nobody. What is told by one process arrives in order; one thread at a time calls.
/// </summary>
/// <param name="process">This one.</param>
/// <param name="tell">Tells all the others.</param>
/// <param name="time">The clock.</param>
sealed class Whereabouts(Guid process, Action<Roster> tell, TimeProvider time)
{
    static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(10);

    readonly Dictionary<Guid, OpenDocument> _here = [];
    readonly Dictionary<Guid, OtherProcess> _others = [];
    readonly Dictionary<Guid, Action<RoomMessage>> _rooms = [];
    readonly HashSet<Guid> _untold = [];
    readonly HashSet<(Guid Workspace, Guid Document)> _news = [];
    long _number;
    bool _isLeaving;

    /// <summary>Whether the people of this process are to be told something.</summary>
    public bool HasNews => _news.Count > 0;

    /// <summary>Who has the document open in this process now.</summary>
    public void Here(OpenDocument open)
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
    }

    /// <summary>Everybody who has the document open.</summary>
    public IReadOnlyList<PresentPerson> Of(Guid document) => Together(All.Where(open => open.Document == document));

    /// <summary>Everybody who has a document of the workspace open, by the document.</summary>
    public IReadOnlyList<DocumentPresence> In(Guid workspace) =>
    [
        .. All.Where(open => open.Workspace == workspace).GroupBy(open => open.Document)
            .Select(open => new DocumentPresence(open.Key, Together(open))),
    ];

    /// <summary>Who has the document open in each other process.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<PresentPerson>> Elsewhere(Guid document)
    {
        var elsewhere = new Dictionary<Guid, IReadOnlyList<PresentPerson>>();
        foreach (var (other, known) in _others)
            if (known.Of(document) is { } open)
                elsewhere.Add(other, open.People);
        return elsewhere;
    }

    /// <summary>A room is told when to look around, and when its cursors have to be told once more.</summary>
    public void Follow(Guid document, Action<RoomMessage> room) => _rooms[document] = room;

    public void Unfollow(Guid document) => _rooms.Remove(document);

    /// <summary>Cursors could not be told. Whoever sees the number that is missing asks for everything, cursors too.</summary>
    public void LoseCursors() => _number++;

    /// <summary>Comes every two seconds: the others hear that this process is there, and who wasn't heard for long is gone.</summary>
    public void Beat()
    {
        // Who isn't heard of has ended, or can't be reached.
        foreach (var (gone, other) in _others)
            if (time.GetElapsedTime(other.HeardAt) > GoneAfter)
            {
                _others.Remove(gone);
                foreach (var open in other.Open)
                    Change(open);
            }
        Send();
    }

    /// <summary>Tells the others what they don't know yet.</summary>
    public void TellUntold()
    {
        if (_untold.Count > 0)
            Send();
    }

    /// <summary>What the people of this process are to be told.</summary>
    public IReadOnlyList<(Guid Workspace, Guid Document)> TakeNews()
    {
        IReadOnlyList<(Guid, Guid)> news = [.. _news];
        _news.Clear();
        return news;
    }

    /// <summary>Another process tells who is there, or asks.</summary>
    public void Hear(Roster roster)
    {
        if (roster.Asked is { } asked)
        {
            if (asked == process || asked == Roster.Everyone)
                TellEverything();
            return;
        }
        var isKnown = _others.TryGetValue(roster.Process, out var other);
        other ??= new OtherProcess();
        other.HeardAt = time.GetTimestamp();
        if (other.Take(roster) is not { } changed || !(isKnown || roster.IsWhole))
        {
            Ask(roster.Process);
            return;
        }
        _others[roster.Process] = other;
        foreach (var open in changed)
            Change(open);
    }

    /// <summary>This process reaches the others again. They may have been away as well, and come back before or after.</summary>
    public void Meet()
    {
        if (_isLeaving)
            return;
        TellEverything();
        Ask(Roster.Everyone);
    }

    /// <summary>Everybody here is about to be sent to other processes: nothing more is told of them.</summary>
    public void Leave()
    {
        tell(new(process, ++_number, IsWhole: true, []));
        _isLeaving = true;
    }

    IEnumerable<OpenDocument> All => _here.Values.Concat(_others.Values.SelectMany(other => other.Open));

    static IReadOnlyList<PresentPerson> Together(IEnumerable<OpenDocument> open) =>
    [
        .. open.SelectMany(one => one.People).GroupBy(person => (person.UserId, person.Agent)).Select(person => person.First() with
        {
            Role = person.Max(one => one.Role),
            Sockets = person.Sum(one => one.Sockets),
        }),
    ];

    // Where the others can't be reached the number shows that something was lost.
    void Send(bool isWhole = false)
    {
        if (!_isLeaving)
        {
            var open = isWhole
                ? _here.Values.AsEnumerable()
                : _untold.Select(document => _here.GetValueOrDefault(document) ?? new(document, Guid.Empty, []));
            tell(new(process, ++_number, isWhole, [.. open]));
        }
        _untold.Clear();
    }

    void Ask(Guid other) => tell(new(process, 0, IsWhole: false, []) { Asked = other });

    void TellEverything()
    {
        Send(isWhole: true);
        foreach (var room in _rooms.Values)
            room(RoomMessage.ShowCursors.Instance);
    }

    void Change(OpenDocument open)
    {
        _news.Add((open.Workspace, open.Document));
        if (_rooms.TryGetValue(open.Document, out var room))
            room(RoomMessage.LookAround.Instance);
    }
}
