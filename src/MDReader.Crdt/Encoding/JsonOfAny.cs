using MDReader.Crdt.Types;

namespace MDReader.Crdt.Encoding;

/// <summary>Embedded values and formats are JSON in V1 and "any" in V2: from the one to the other.</summary>
static class JsonOfAny
{
    /// <summary>Reads an any, and writes it as JSON.</summary>
    public static void WriteJson(ref ByteReader any, ref ByteWriter json, int maxDepth)
    {
        // What nests too deep, or says that it is longer than it is, is refused before it is followed.
        var ahead = any;
        AnyValue.Skip(ref ahead, maxDepth);
        var value = AnyForm.Read(ref any);
        try
        {
            json.WriteBytes(System.Text.Encoding.UTF8.GetBytes(
                value is Value.Undefined ? "null" : JsonForm.Write(value)));
        }
        catch (ArgumentException)
        {
            throw new MalformedUpdateException(MalformedReason.Json,
                "A big integer stands where JSON is due, which has none; send a number or a text.");
        }
    }

    /// <summary>Writes JSON that was checked as an any.</summary>
    public static void WriteAny(ReadOnlySpan<byte> json, ref ByteWriter any) =>
        AnyForm.Write(ref any, JsonForm.Read(json), AnyValue.DeepestAllowed);
}
