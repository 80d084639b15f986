using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>An update as plain structs: decoded, structurally sound, within budget, and applied to nothing yet.</summary>
public sealed class DecodedUpdate
{
    DecodedUpdate() { }

    /// <summary>Per client, what structs are present: a hole between them isn't.</summary>
    public IReadOnlyList<ClientRange> Clients => throw new NotSupportedException();

    public int StructCount => throw new NotSupportedException();

    public int DeleteRangeCount => throw new NotSupportedException();

    /// <exception cref="MalformedUpdateException">The bytes are no update, or one past the budget.</exception>
    public static DecodedUpdate ReadV1(ReadOnlySpan<byte> bytes, Budget budget) => throw new NotSupportedException();

    /// <summary>True when nothing but plain text of that root (and what is left of deleted text) is in it.</summary>
    public bool IsOnlyText(string root) => throw new NotSupportedException();
}
