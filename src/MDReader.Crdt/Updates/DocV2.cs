using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Updates;

/// <summary>Documents and updates V2. Documents work on V1; V2 is smaller to store, and some peers speak it.</summary>
public static class DocV2
{
    /// <inheritdoc cref="Doc.ApplyUpdate"/>
    public static void ApplyUpdateV2(this Doc doc, ReadOnlySpan<byte> update, object? origin = null)
    {
        ArgumentNullException.ThrowIfNull(doc);
        var writer = new ByteWriter(update.Length);
        try
        {
            UpdateReaderV2.WriteAsV1(update, doc.Budget, ref writer);
            doc.ApplyUpdate(writer.Written, origin);
        }
        finally
        {
            writer.Dispose();
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
