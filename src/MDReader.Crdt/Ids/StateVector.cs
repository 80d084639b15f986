using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Ids;

/// <summary>
/// How much of each client's writing a document holds: the next clock of every client, without gaps.
/// It doesn't change on a deletion, so two equal state vectors don't mean two equal documents.
/// </summary>
public sealed class StateVector : IEquatable<StateVector>
{
    public static StateVector Empty { get; } = new([]);

    // Descending by client, as on the wire, so that Encode is a walk and look-up a binary search.
    readonly Id[] _clocks;

    StateVector(Id[] clocks) => _clocks = clocks;

    public int Count => _clocks.Length;

    /// <summary>Client and next clock, descending by client.</summary>
    public ReadOnlySpan<Id> Clocks => _clocks;

    /// <summary>The next clock expected from <paramref name="client"/>; 0 when nothing of it is known.</summary>
    public int this[ulong client]
    {
        get
        {
            int low = 0, high = _clocks.Length - 1;
            while (low <= high)
            {
                var middle = (low + high) >>> 1;
                var found = _clocks[middle].Client;
                if (found == client)
                    return _clocks[middle].Clock;
                if (found > client)
                    low = middle + 1;
                else
                    high = middle - 1;
            }

            return 0;
        }
    }

    /// <summary>Takes the clocks over; they may come in any order, each client once.</summary>
    internal static StateVector Of(Id[] clocks)
    {
        Array.Sort(clocks, static (a, b) => b.Client.CompareTo(a.Client));
        return clocks.Length == 0 ? Empty : new(clocks);
    }

    /// <exception cref="MalformedUpdateException">The bytes are no state vector, or one past the budget.</exception>
    public static StateVector Decode(ReadOnlySpan<byte> bytes, Budget budget)
    {
        var reader = new ByteReader(bytes);
        var vector = Read(ref reader, budget);
        reader.ExpectEnd();
        return vector;
    }

    internal static StateVector Read(ref ByteReader reader, Budget budget)
    {
        var count = reader.ReadCount(budget.MaxClients, bytesEach: 2, "clients");
        var clocks = new Id[count];
        for (var i = 0; i < count; i++)
            clocks[i] = new(reader.ReadClient(budget), reader.ReadClock(budget));
        var vector = Of(clocks);
        for (var i = 1; i < count; i++)
        {
            if (clocks[i].Client == clocks[i - 1].Client)
                throw new MalformedUpdateException(MalformedReason.DuplicateClient,
                    $"The state vector names client {clocks[i].Client} twice; send each client once.");
        }

        return vector;
    }

    public byte[] Encode()
    {
        var writer = new ByteWriter(2 + Count * 8);
        try
        {
            Write(ref writer);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    internal void Write(ref ByteWriter writer)
    {
        writer.WriteVarUint((uint)Count);
        foreach (var (client, clock) in _clocks)
        {
            writer.WriteVarUint(client);
            writer.WriteVarUint((uint)clock);
        }
    }

    public bool Equals(StateVector? other) => other is not null && _clocks.AsSpan().SequenceEqual(other._clocks);

    public override bool Equals(object? obj) => Equals(obj as StateVector);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var clock in _clocks)
            hash.Add(clock);
        return hash.ToHashCode();
    }
}
