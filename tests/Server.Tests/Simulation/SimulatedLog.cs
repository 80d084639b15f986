using MDReader.Crdt;
using MDReader.Crdt.Updates;
using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>
/// An update log that fails, forgets to answer, refuses, is compacted, and loses its document into the trash as a real one
/// may, under as many processes as there are; and beside it the truth: every edit that it ever took, in one document.
/// </summary>
sealed class SimulatedLog(Random chance, Func<Guid, bool> mayWrite, Sabotage sabotage)
{
    public const int Epoch = 1;
    const ulong ServersFirstClient = 1_000_000;

    // All that was ever taken: what a snapshot takes over is packed, and kept.
    readonly List<LoggedEdit> _all = [];
    readonly List<Lease> _leases = [];
    (long Seq, byte[] State)? _snapshot;
    ulong _nextClient = ServersFirstClient;

    public Doc Truth { get; } = new(new() { ClientId = 999_999 });

    public string Text => Truth.GetText(UpdateRoad.Root).ToString();

    public long Seq => _all.Count;

    public bool IsInTheTrash { get; set; }

    /// <summary>How likely a write fails before or after it was made, and half as likely a read; 0 when all is quiet.</summary>
    public double Trouble { get; set; } = 0.1;

    /// <exception cref="IOException">It may or may not have been written.</exception>
    public Appended Append(Batch batch)
    {
        foreach (var edit in batch.Edits)
            if (!mayWrite(edit.Writer) && sabotage != Sabotage.LeavesTheFenceOpen)
                return new Appended.NotPermitted(edit.Writer);
        if (IsInTheTrash && sabotage != Sabotage.WritesIntoTheTrash)
            return new Appended.NotThere();
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
        var doc = new Doc(new() { ClientId = _nextClient++ });
        if (_snapshot is { } snapshot)
            doc.ApplyUpdate(snapshot.State);
        var rows = _all[(int)(_snapshot?.Seq ?? 0)..];
        foreach (var edit in rows)
            doc.ApplyUpdate(edit.Update.Span);
        return new(Epoch, Seq, doc, FileFormat.Plain, rows.Count) { Leases = new(_leases.DistinctBy(lease => lease.Client)) };
    }

    /// <summary>The edits after one, for a process that others have left behind.</summary>
    /// <exception cref="IOException">They couldn't be read.</exception>
    public (IReadOnlyList<LoggedEdit> Edits, IReadOnlyList<Lease> Leases) Tail(long after)
    {
        MayFail();
        return (_all[(int)after..], [.. _leases]);
    }

    /// <summary>Puts a state in the place of the rows up to it, unless a later one stands there.</summary>
    public void TakeSnapshot(long seq, byte[] state)
    {
        if (seq > (_snapshot?.Seq ?? 0))
            _snapshot = (seq, sabotage == Sabotage.ForgetsWhenCompacting ? _snapshot?.State ?? state : state);
    }

    void MayFail()
    {
        if (chance.NextDouble() < Trouble / 2)
            throw new IOException("The disk can't be read.");
    }

    void Write(Edit edit)
    {
        _all.Add(new(Seq + 1, edit.Author, At: 0, edit.Update, edit.Format));
        _leases.AddRange(edit.Claims);
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
