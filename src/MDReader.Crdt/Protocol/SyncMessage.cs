using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Protocol;

public enum SyncMessageKind
{
    /// <summary>"This is what I have": a state vector, to be answered with step 2.</summary>
    Step1 = 0,

    /// <summary>"This is what you lack": an update.</summary>
    Step2 = 1,

    /// <summary>An update as it happens.</summary>
    Update = 2,
}

/// <summary>A message of the sync protocol. The payload is a state vector (step 1) or an update, not copied.</summary>
public readonly ref struct SyncMessage
{
    SyncMessage(SyncMessageKind kind, ReadOnlySpan<byte> payload)
    {
        Kind = kind;
        Payload = payload;
    }

    public SyncMessageKind Kind { get; }

    public ReadOnlySpan<byte> Payload { get; }

    /// <exception cref="MalformedUpdateException">The bytes are no sync message.</exception>
    public static SyncMessage Read(ref ByteReader reader)
    {
        var kind = reader.ReadVarUint();
        if (kind > (ulong)SyncMessageKind.Update)
            throw new MalformedUpdateException(MalformedReason.UnknownTag,
                $"Sync message {kind} doesn't exist; send step 1 (0), step 2 (1) or an update (2).");
        return new((SyncMessageKind)kind, reader.ReadVarBytes());
    }

    public static void WriteStep1(ref ByteWriter writer, StateVector stateVector) =>
        Write(ref writer, SyncMessageKind.Step1, stateVector.Encode());

    public static void WriteStep2(ref ByteWriter writer, ReadOnlySpan<byte> update) =>
        Write(ref writer, SyncMessageKind.Step2, update);

    public static void WriteUpdate(ref ByteWriter writer, ReadOnlySpan<byte> update) =>
        Write(ref writer, SyncMessageKind.Update, update);

    static void Write(ref ByteWriter writer, SyncMessageKind kind, ReadOnlySpan<byte> payload)
    {
        writer.WriteVarUint((ulong)kind);
        writer.WriteVarBytes(payload);
    }
}
