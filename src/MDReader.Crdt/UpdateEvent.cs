using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace MDReader.Crdt;

/// <summary>What one transaction added, as an update V1 for other replicas.</summary>
public sealed record UpdateEvent(byte[] Update, object? Origin)
{
    /// <summary>The same as an update V2, in the bytes of yjs's <c>updateV2</c> event.</summary>
    public byte[] ToV2() => UpdateWriterV2.WriteV1(Update, Budget.Unlimited, KeyMark.Kept);
}
