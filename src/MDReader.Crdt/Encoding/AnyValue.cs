using System.Runtime.CompilerServices;

namespace MDReader.Crdt.Encoding;

/// <summary>lib0's "any": a tag, then what it says. Values are checked and skipped here, and stay bytes.</summary>
static class AnyValue
{
    /// <summary>No budget allows more: the levels are counted on the stack.</summary>
    public const int DeepestAllowed = 512;

    public const byte Object = 118;

    const byte Bytes = 116, Array = 117, String = 119;
    const byte BigInt = 122, Float64 = 123, Float32 = 124, Integer = 125;

    /// <summary>Skips one value. Nesting is followed with counters rather than calls, so depth can't end the process.</summary>
    [SkipLocalsInit]
    public static void Skip(ref ByteReader reader, int maxDepth)
    {
        maxDepth = Math.Min(maxDepth, DeepestAllowed);
        Span<int> left = stackalloc int[maxDepth];
        Span<bool> isObject = stackalloc bool[maxDepth];
        var depth = 0;
        while (true)
        {
            if (depth > 0 && isObject[depth - 1])
                reader.ReadVarUtf8();
            if (ReadTag(ref reader) is { } opened)
            {
                if (depth == maxDepth)
                    throw new MalformedUpdateException(MalformedReason.Depth,
                        $"A value may nest {maxDepth} levels; flatten it.");
                var each = opened == Object ? 2 : 1;
                left[depth] = reader.ReadCount(int.MaxValue, each, "members");
                isObject[depth++] = opened == Object;
                if (left[depth - 1] > 0)
                    continue;
                depth--;
            }

            while (depth > 0 && --left[depth - 1] == 0)
                depth--;
            if (depth == 0)
                return;
        }
    }

    /// <summary>Reads a tag and, if it is a plain value, the value; returns the tag of what opens a level.</summary>
    static byte? ReadTag(ref ByteReader reader)
    {
        var tag = reader.ReadByte();
        switch (tag)
        {
            case 127 or 126 or 121 or 120:
                return null;
            case Integer:
                reader.ReadVarInt();
                return null;
            case Float32:
                reader.Take(4);
                return null;
            case Float64 or BigInt:
                reader.Take(8);
                return null;
            case String:
                reader.ReadVarUtf8();
                return null;
            case Bytes:
                reader.ReadVarBytes();
                return null;
            case Array or Object:
                return tag;
            default:
                throw new MalformedUpdateException(MalformedReason.UnknownTag,
                    $"Tag {tag} names no kind of value; the known ones are 116 to 127.");
        }
    }
}
