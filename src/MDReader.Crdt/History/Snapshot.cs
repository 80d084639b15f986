using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Updates;

namespace MDReader.Crdt.History;

/// <summary>
/// What a document was at a moment, as a few bytes: how far each client had written, and what was deleted. The content
/// stays in the document, which must keep what is deleted (<see cref="DocOptions.Gc"/> off).
/// </summary>
public sealed class Snapshot : IEquatable<Snapshot>
{
    readonly IdSet _deletions;

    Snapshot(StateVector stateVector, IdSet deletions)
    {
        StateVector = stateVector;
        _deletions = deletions;
        _deletions.Normalise();
    }

    /// <summary>Of a document in which nothing was ever written.</summary>
    public static Snapshot Empty { get; } = new(StateVector.Empty, new());

    public StateVector StateVector { get; }

    /// <summary>Descending by client, then ascending and apart from each other.</summary>
    public IReadOnlyList<ClientRange> DeletedRanges => _deletions.Ranges.ToArray();

    /// <summary>The document as it is now.</summary>
    public static Snapshot Of(Doc doc)
    {
        ArgumentNullException.ThrowIfNull(doc);
        return new(doc.StateVector, StateEncoder.AllDeletions(doc.Store, pending: null));
    }

    /// <exception cref="MalformedUpdateException">The bytes are no snapshot V1, or past the budget.</exception>
    public static Snapshot Decode(ReadOnlySpan<byte> bytes, Budget? budget = null)
    {
        budget ??= Budget.Default;
        var reader = new ByteReader(bytes);
        var deletions = new IdSet();
        UpdateReaderV1.ReadDeletions(ref reader, budget, deletions);
        return End(ref reader, deletions, budget);
    }

    /// <exception cref="MalformedUpdateException">The bytes are no snapshot V2, or past the budget.</exception>
    public static Snapshot DecodeV2(ReadOnlySpan<byte> bytes, Budget? budget = null)
    {
        budget ??= Budget.Default;
        var reader = new ByteReader(bytes);
        var deletions = new IdSet();
        DeletionsV2.Read(ref reader, budget, deletions);
        return End(ref reader, deletions, budget);
    }

    static Snapshot End(ref ByteReader reader, IdSet deletions, Budget budget)
    {
        var stateVector = StateVector.Read(ref reader, budget);
        reader.ExpectEnd();
        return new(stateVector, deletions);
    }

    /// <summary>As yjs's encodeSnapshot: the deletions, then the state vector.</summary>
    public byte[] Encode()
    {
        var writer = new ByteWriter(64);
        try
        {
            UpdateWriterV1.WriteDeletions(ref writer, _deletions);
            StateVector.Write(ref writer);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>As yjs's encodeSnapshotV2.</summary>
    public byte[] EncodeV2()
    {
        var writer = new ByteWriter(64);
        try
        {
            DeletionsV2.Write(ref writer, _deletions);
            StateVector.Write(ref writer);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Whether a document at this moment had all of an update V1, its deletions included.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no update V1, or past the budget.</exception>
    public bool Contains(ReadOnlySpan<byte> update, Budget? budget = null)
    {
        var decoded = DecodedUpdate.ReadV1(update, budget ?? Budget.Default);
        foreach (var client in decoded.Clients)
        {
            if (client.End > StateVector[client.Client])
                return false;
        }

        foreach (var range in decoded.DeletedRanges)
        {
            if (!_deletions.ContainsAll(range))
                return false;
        }

        return true;
    }

    /// <exception cref="InvalidOperationException">The document doesn't keep what is deleted.</exception>
    internal static void RequireKept(Doc doc)
    {
        if (doc.Gc)
            throw new InvalidOperationException(
                "The document lets go of what is deleted, so that it can't be shown as it was; open it with Gc = false.");
    }

    /// <summary>Whether a unit was there, and where that ends to be so, at the latest at <paramref name="end"/>.</summary>
    internal (bool IsVisible, int End) VisibleFrom(ulong client, int clock, int end)
    {
        var state = StateVector[client];
        if (clock >= state)
            return (false, end);
        end = Math.Min(end, state);
        var (deletedFrom, deletedTo) = _deletions.NextOf(client, clock);
        return deletedFrom <= clock
            ? (false, Math.Min(end, deletedTo))
            : (true, Math.Min(end, deletedFrom));
    }

    public bool Equals(Snapshot? other) => other is not null && StateVector.Equals(other.StateVector)
        && _deletions.Ranges.SequenceEqual(other._deletions.Ranges);

    public override bool Equals(object? obj) => Equals(obj as Snapshot);

    public override int GetHashCode() => HashCode.Combine(StateVector, _deletions.Count);

    /// <summary>A new document, as <paramref name="doc"/> was when the snapshot was taken of it.</summary>
    /// <exception cref="InvalidOperationException">The document doesn't keep what is deleted.</exception>
    public Doc Restore(Doc doc, DocOptions options)
    {
        ArgumentNullException.ThrowIfNull(doc);
        ArgumentNullException.ThrowIfNull(options);
        RequireKept(doc);
        var restored = new Doc(options);
        // What was taken in bit by bit may be past the budget as a whole.
        restored.Apply(DecodedUpdate.ReadV1(
            StateAt.Write(doc.EncodeStateAsUpdate(), StateVector, _deletions), Budget.Unlimited));
        return restored;
    }
}
