using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>
/// Works on encoded updates (V1 unless said) without a document. Each struct is checked as if it were to be applied; a
/// budget that isn't given is <see cref="Budget.Default"/>, which holds for each update.
/// </summary>
public static class UpdateBytes
{
    /// <summary>
    /// One update that does what all of them do, in whatever order they are given. What only some of a client's
    /// clocks are here for stays open: a Skip stands there. Text typed in a row becomes one struct, so that a log
    /// shrinks.
    /// </summary>
    /// <exception cref="MalformedUpdateException">One of them is no update, or past the budget.</exception>
    public static byte[] Merge(IReadOnlyList<byte[]> updates, Budget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(updates);
        return new Merge(updates, budget ?? Budget.Default).Run();
    }

    /// <summary>What of an update a replica with that state vector (encoded) lacks; all deletions go along.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no update or state vector, or past the budget.</exception>
    public static byte[] Diff(ReadOnlySpan<byte> update, ReadOnlySpan<byte> stateVector, Budget? budget = null)
    {
        budget ??= Budget.Default;
        return Updates.Diff.Run(update, StateVector.Decode(stateVector, budget), budget);
    }

    /// <summary>
    /// The state that a new document has after the update: how far each client's structs go from its first clock on
    /// without a hole. The delete set isn't read.
    /// </summary>
    /// <exception cref="MalformedUpdateException">The bytes are no update, or past the budget.</exception>
    public static StateVector StateVectorOf(ReadOnlySpan<byte> update, Budget? budget = null)
    {
        budget ??= Budget.Default;
        UpdateReaderV1.CheckSize(update, budget);
        var reader = new ByteReader(update);
        var clients = UpdateReaderV1.ReadClientCount(ref reader, budget);
        var clocks = new List<Id>(clients);
        var structs = 0;
        for (; clients > 0; clients--)
        {
            var (count, client, clock) = UpdateReaderV1.ReadGroupHead(ref reader, budget, structs);
            structs += count;
            var state = 0;
            for (var whole = clock == 0; count > 0; count--)
            {
                var item = default(DecodedStruct);
                UpdateReaderV1.ReadStruct(ref reader, budget, client, clock, ref item);
                clock = item.End;
                whole &= item.Kind != BlockKind.Skip;
                state = whole ? clock : state;
            }

            if (state > 0)
                clocks.Add(new(client, state));
        }

        return StateVector.Of([.. clocks]);
    }

    /// <summary>Everything that an update says, to be read by people; <c>ToString</c> of the parts is for logs.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no update, or past the budget.</exception>
    public static UpdateContents Inspect(ReadOnlySpan<byte> update, Budget? budget = null) =>
        UpdateContents.Of(DecodedUpdate.ReadV1(update, budget ?? Budget.Default));
}
