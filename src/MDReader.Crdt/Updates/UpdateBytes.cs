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
        var (isDescending, last) = (true, ulong.MaxValue);
        for (; clients > 0; clients--)
        {
            var (count, client, clock) = UpdateReaderV1.ReadGroupHead(ref reader, budget, structs);
            structs += count;
            isDescending &= client < last;
            last = client;
            var state = 0;
            var author = new Author(client);
            var item = default(DecodedStruct);
            for (var whole = clock == 0; count > 0; count--)
            {
                UpdateReaderV1.ReadStruct(ref reader, budget, in author, clock, ref item);
                clock = item.End;
                whole &= item.Kind != BlockKind.Skip;
                state = whole ? clock : state;
            }

            if (state > 0)
                clocks.Add(new(client, state));
        }

        UpdateReaderV1.CheckClientsOnce(isDescending, update, budget);
        return StateVector.Of([.. clocks]);
    }

    /// <summary>An update V1 as V2.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no update V1, or past the budget.</exception>
    public static byte[] ToV2(ReadOnlySpan<byte> update, Budget? budget = null) =>
        UpdateWriterV2.WriteV1(update, budget ?? Budget.Default, KeyMark.Dropped);

    /// <summary>
    /// An update V2 as V1. Values that JSON doesn't have, where V1 has JSON, become what JSON.stringify makes of them.
    /// </summary>
    /// <exception cref="MalformedUpdateException">
    /// The bytes are no update V2, or past the budget, or a big integer is embedded.
    /// </exception>
    public static byte[] ToV1(ReadOnlySpan<byte> updateV2, Budget? budget = null)
    {
        var scratch = Scratch.Take();
        var writer = new ByteWriter(updateV2.Length * 2);
        try
        {
            UpdateReaderV2.Read(updateV2, budget ?? Budget.Default, scratch.Update);
            UpdateWriterV1.WriteUpdate(ref writer, scratch.Update);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
            scratch.Return();
        }
    }

    /// <summary>As <see cref="Merge"/>, for updates V2.</summary>
    /// <exception cref="MalformedUpdateException">One of them is no update V2, or past the budget.</exception>
    public static byte[] MergeV2(IReadOnlyList<byte[]> updates, Budget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(updates);
        var merged = Merge([.. updates.Select(update => ToV1(update, budget))], budget);
        return UpdateWriterV2.WriteV1(merged, Budget.Unlimited, KeyMark.Dropped);
    }

    /// <summary>As <see cref="Diff"/>, for an update V2; state vectors are the same in both.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no update V2 or state vector.</exception>
    public static byte[] DiffV2(ReadOnlySpan<byte> update, ReadOnlySpan<byte> stateVector, Budget? budget = null) =>
        UpdateWriterV2.WriteV1(Diff(ToV1(update, budget), stateVector, budget), Budget.Unlimited, KeyMark.Dropped);

    /// <summary>Everything that an update says, to be read by people; <c>ToString</c> of the parts is for logs.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no update, or past the budget.</exception>
    public static UpdateContents Inspect(ReadOnlySpan<byte> update, Budget? budget = null) =>
        UpdateContents.Of(DecodedUpdate.ReadV1(update, budget ?? Budget.Default));
}
