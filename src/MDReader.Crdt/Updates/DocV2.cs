using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Updates;

/// <summary>Documents and updates V2, which is smaller to store, and which some peers speak. Events are V1.</summary>
public static class DocV2
{
    /// <inheritdoc cref="Doc.ApplyUpdate"/>
    public static void ApplyUpdateV2(this Doc doc, ReadOnlySpan<byte> update, object? origin = null)
    {
        ArgumentNullException.ThrowIfNull(doc);
        var scratch = Scratch.Take();
        try
        {
            UpdateReaderV2.Read(update, doc.Budget, scratch.Update);
            doc.Apply(scratch.Update, scratch.Plan, origin);
        }
        finally
        {
            scratch.Return();
        }
    }

    /// <summary>As <see cref="Doc.EncodeStateAsUpdate"/>, in V2; the state vector is the same in both.</summary>
    /// <exception cref="MalformedUpdateException">The bytes are no state vector.</exception>
    public static byte[] EncodeStateAsUpdateV2(this Doc doc, ReadOnlySpan<byte> stateVector = default)
    {
        ArgumentNullException.ThrowIfNull(doc);
        // What waits is kept as V1.
        return doc.HasPending
            ? UpdateWriterV2.WriteV1(doc.EncodeStateAsUpdate(stateVector), Budget.Unlimited, KeyMark.Kept)
            : StateEncoderV2.EncodeState(doc.Store, doc.Decode(stateVector));
    }
}
