using MDReader.Crdt;
using MDReader.Crdt.Updates;
using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>
/// An update log that fails, forgets to answer, refuses and is compacted as a real one may; and beside it the truth: every
/// edit that it ever took, in one document.
/// </summary>
sealed class SimulatedLog(Random chance, Func<Guid, bool> mayWrite, Sabotage sabotage)
{
    const int Epoch = 1;
    const ulong ServersFirstClient = 1_000_000;

    readonly List<Edit> _rows = [];
    readonly List<Lease> _leases = [];
    (long Seq, byte[] State)? _snapshot;
    ulong _nextClient = ServersFirstClient;

    public Doc Truth { get; } = new(new() { ClientId = 999_999 });

    public string Text => Truth.GetText(UpdateRoad.Root).ToString();

    public long Seq { get; private set; }

    /// <summary>How likely a write fails before or after it was made; 0 when all is quiet.</summary>
    public double Trouble { get; set; } = 0.1;

    /// <exception cref="IOException">It may or may not have been written.</exception>
    public Appended Append(Batch batch)
    {
        foreach (var edit in batch.Edits)
            if (!mayWrite(edit.Writer) && sabotage != Sabotage.LeavesTheFenceOpen)
                return new Appended.NotPermitted(edit.Writer);
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

    /// <summary>The document as it would be opened from what is kept.</summary>
    public OpenedDocument Open()
    {
        var doc = new Doc(new() { ClientId = _nextClient++ });
        if (_snapshot is { } snapshot)
            doc.ApplyUpdate(snapshot.State);
        foreach (var edit in _rows)
            doc.ApplyUpdate(edit.Update.Span);
        return new(Epoch, Seq, doc, FileFormat.Plain, _rows.Count) { Leases = new(_leases.DistinctBy(lease => lease.Client)) };
    }

    /// <summary>Puts a state in the place of the rows up to it.</summary>
    public void TakeSnapshot(long seq, byte[] state)
    {
        var first = Seq - _rows.Count;
        _rows.RemoveRange(0, (int)(seq - first));
        _snapshot = (seq, sabotage == Sabotage.ForgetsWhenCompacting ? _snapshot?.State ?? state : state);
    }

    void Write(Edit edit)
    {
        _rows.Add(edit);
        _leases.AddRange(edit.Claims);
        Seq++;
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
        _rows[^1] = _rows[^1] with { Update = UpdateBytes.Merge([_rows[^1].Update.ToArray(), again]) };
        Truth.ApplyUpdate(again);
    }
}
