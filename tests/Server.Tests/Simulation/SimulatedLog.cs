using MDReader.Crdt;
using MDReader.Crdt.Updates;
using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>
/// An update log that fails, forgets to answer, refuses, is compacted, loses its document into the trash and is restored from
/// a backup as a real one may, under as many processes as there are; and beside it the truth: every edit that it took in the
/// document's present epoch, in one document.
/// </summary>
/// <param name="chance">Where the trouble comes from.</param>
/// <param name="refuse">Who may write, as the fence sees it.</param>
/// <param name="sabotage">What is wrong with it.</param>
sealed class SimulatedLog(Random chance, Func<Edit, Appended.Refused?> refuse, Sabotage sabotage)
{
    const ulong ServersFirstClient = 1_000_000;
    const ulong TruthsClient = 999_999;

    readonly Dictionary<ulong, Guid> _leases = [];

    // All that was taken in this epoch: what a snapshot takes over is packed, and kept.
    readonly List<LoggedEdit> _all = [];
    (long Seq, byte[] State)? _snapshot;
    (IReadOnlyList<LoggedEdit> All, IReadOnlyList<Lease> Leases)? _backup;
    ulong _nextClient = ServersFirstClient;

    public Doc Truth { get; private set; } = new(new() { ClientId = TruthsClient });

    public string Text => Truth.GetText(UpdateRoad.Root).ToString();

    public int Epoch { get; private set; } = 1;

    public long Seq => _all.Count;

    public string Etag => MDReader.Server.Documents.Document.ContentEtag(Epoch, Seq);

    public bool IsInTheTrash { get; set; }

    /// <summary>How likely a write fails before or after it was made, and half as likely a read; 0 when all is quiet.</summary>
    public double Trouble { get; set; } = 0.1;

    /// <exception cref="IOException">It may or may not have been written.</exception>
    public Appended Append(Batch batch)
    {
        foreach (var edit in batch.Edits)
            if (sabotage != Sabotage.LeavesTheFenceOpen && refuse(edit) is { } refused)
                return refused;
        if (IsInTheTrash && sabotage != Sabotage.WritesIntoTheTrash)
            return new Appended.NotThere();
        if (batch.Epoch != Epoch && sabotage != Sabotage.WritesIntoAnotherEpoch)
            return new Appended.NotThere();
        if (batch.Edits.SelectMany(edit => edit.Claims)
            .Any(claim => _leases.TryGetValue(claim.Client, out var owner) && owner != claim.Owner))
            return new Appended.Overtaken();
        if (batch.OnlyAfter is { } seq && seq != Seq && sabotage != Sabotage.WritesOverOthers)
            return new Appended.Overtaken();
        if (chance.NextDouble() < Trouble)
        {
            if (sabotage == Sabotage.SwallowsFailures)
                return new Appended.Committed(Seq + batch.Edits.Count);
            throw new IOException("The disk is full.");
        }
        foreach (var edit in batch.Edits)
            Write(edit);
        if (chance.NextDouble() < Trouble / 2)
            throw new IOException("The answer got lost.");
        return new Appended.Committed(Seq);
    }

    /// <summary>The document as it would be opened from what is kept; null while it is in the trash.</summary>
    /// <exception cref="IOException">It couldn't be read.</exception>
    public OpenedDocument? Open()
    {
        MayFail();
        return IsInTheTrash ? null : Kept();
    }

    /// <summary>The same, whatever goes wrong.</summary>
    public OpenedDocument Kept()
    {
        var opened = OpenedDocument.Empty(Epoch, _nextClient++);
        if (_snapshot is var (seq, state))
            opened = opened.With([new(seq, Guid.Empty, At: 0, state, Format: null)]);
        IReadOnlyList<LoggedEdit> rows = sabotage == Sabotage.ForgetsTheTail && _snapshot is not null ? [] : _all[(int)opened.Seq..];
        return opened.With(rows).Resume(Leases) with { SinceSnapshot = LogLength.Of(rows) };
    }

    /// <summary>A private copy as it was at an ETag; null when that is of another epoch.</summary>
    /// <exception cref="IOException">It couldn't be read.</exception>
    public EarlierState? OpenAt(string etag)
    {
        MayFail();
        return Content.ReadEtag(etag) is var (epoch, seq) && epoch == Epoch && seq <= Seq
            ? new(OpenedDocument.Empty(Epoch, _nextClient++).With(_all[..(int)seq]))
            : null;
    }

    /// <summary>The edits after one, for a process that others have left behind.</summary>
    /// <exception cref="IOException">They couldn't be read.</exception>
    public (IReadOnlyList<LoggedEdit> Edits, IReadOnlyList<Lease> Leases) Tail(long after)
    {
        MayFail();
        // A room of another epoch may be further than this one.
        return (after <= Seq ? _all[(int)after..] : [], Leases);
    }

    /// <summary>Puts a state in the place of the rows up to it, unless a later one stands there, or it is of another epoch.</summary>
    public void TakeSnapshot(int epoch, long seq, byte[] state)
    {
        if (epoch != Epoch && sabotage != Sabotage.KeepsWhatIsPast)
            return;
        if (seq > (_snapshot?.Seq ?? 0))
            _snapshot = (seq, sabotage == Sabotage.ForgetsWhenCompacting ? _snapshot?.State ?? state : state);
    }

    /// <summary>Which edits have put this character in, and by whom.</summary>
    public string HistoryOf(char character)
    {
        var doc = new Doc(new() { ClientId = TruthsClient });
        var (history, times) = (new List<string>(), 0);
        foreach (var edit in _all)
        {
            doc.ApplyUpdate(edit.Update.Span);
            var now = doc.GetText(UpdateRoad.Root).ToString().Count(one => one == character);
            if (now > times)
                history.Add($"edit {edit.Seq} of {edit.Author}, {Convert.ToHexString(edit.Update.Span)}");
            times = now;
        }
        return string.Join("; ", history);
    }

    public void BackUp() => _backup = ([.. _all], Leases);

    /// <summary>Puts the backup in the document's place, as a new epoch of it; false where there is none.</summary>
    public bool Restore()
    {
        if (_backup is not var (all, leases))
            return false;
        BeginAnew();
        _all.AddRange(all);
        foreach (var (client, owner) in leases)
            _leases[client] = owner;
        foreach (var edit in _all)
            Truth.ApplyUpdate(edit.Update.Span);
        return true;
    }

    /// <summary>Puts the same text in the document's place without its history, as a new epoch of it.</summary>
    public void Replace()
    {
        var text = Text;
        BeginAnew();
        _backup = null;
        if (OpenedDocument.Empty(Epoch, _nextClient++).Write(new NewText.Edits([]), [new(0, 0, text)], Guid.Empty) is { } edit)
            Write(edit);
    }

    IReadOnlyList<Lease> Leases => [.. _leases.Select(lease => new Lease(lease.Key, lease.Value))];

    void BeginAnew()
    {
        Epoch += chance.Next(1, 4);
        _all.Clear();
        _leases.Clear();
        _snapshot = null;
        Truth = new(new() { ClientId = TruthsClient });
    }

    void MayFail()
    {
        if (chance.NextDouble() < Trouble / 2)
            throw new IOException("The disk can't be read.");
    }

    void Write(Edit edit)
    {
        _all.Add(new(Seq + 1, edit.Author, At: 0, edit.Update, edit.Format));
        foreach (var (client, owner) in edit.Claims)
            _leases.TryAdd(client, owner);
        Truth.ApplyUpdate(edit.Update.Span);
        if (sabotage == Sabotage.WritesTwice && chance.Next(10) == 0)
            WriteAgain();
    }

    // Behind everybody's back the last character stands there twice.
    void WriteAgain()
    {
        var text = Text;
        if (text.Length == 0)
            return;
        var copy = new Doc(new() { ClientId = _nextClient++ });
        copy.ApplyUpdate(Truth.EncodeStateAsUpdate());
        byte[] again = [];
        copy.Updated += change => again = change.Update;
        copy.GetText(UpdateRoad.Root).Insert(text.Length, text[^1].ToString());
        _all[^1] = _all[^1] with { Update = UpdateBytes.Merge([_all[^1].Update.ToArray(), again]) };
        Truth.ApplyUpdate(again);
    }
}
