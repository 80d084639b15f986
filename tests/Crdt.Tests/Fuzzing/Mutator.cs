namespace Crdt.Tests.Fuzzing;

/// <summary>Changes bytes at random, as often as not at numbers that tend to be a border.</summary>
static class Mutator
{
    const int Longest = 64 * 1024;

    static readonly byte[][] Borders =
    [
        [0], [1], [0x3F], [0x40], [0x7F], [0x80, 1], [0xFF, 0x7F],
        [0xFF, 0xFF, 0xFF, 0xFF, 7], [0x80, 0x80, 0x80, 0x80, 8], [0xFF, 0xFF, 0xFF, 0xFF, 15],
        [0x80, 0x80, 0x80, 0x80, 16], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 15],
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 16], [0x80, 0], [116], [117], [118], [119], [0xED, 0xA0, 0xBD],
        [0xF0, 0x9F, 0x98, 0x80], [(byte)'"'], [(byte)'{'], [(byte)'['],
    ];

    public static byte[] Mutate(Random random, byte[] bytes, byte[] other)
    {
        for (var changes = 1 << random.Next(4); changes > 0; changes--)
            bytes = Change(random, bytes, other);
        return bytes.Length > Longest ? bytes[..Longest] : bytes;
    }

    static byte[] Change(Random random, byte[] bytes, byte[] other)
    {
        if (bytes.Length == 0)
            return [.. Borders[random.Next(Borders.Length)]];
        var at = random.Next(bytes.Length);
        var end = Math.Min(bytes.Length, at + random.Next(1, 1 + Math.Min(32, bytes.Length)));
        switch (random.Next(9))
        {
            case 0:
                return With(bytes, at, (byte)(bytes[at] ^ (1 << random.Next(8))));
            case 1:
                return With(bytes, at, (byte)random.Next(256));
            case 2:
                return With(bytes, at, (byte)(bytes[at] + random.Next(-4, 5)));
            case 3:
                return [.. bytes[..at], .. Borders[random.Next(Borders.Length)], .. bytes[(at + 1)..]];
            case 4:
                return [.. bytes[..at], .. Borders[random.Next(Borders.Length)], .. bytes[at..]];
            case 5:
                return [.. bytes[..at], .. bytes[end..]];
            case 6:
                return [.. bytes[..end], .. bytes[at..]];
            case 7 when other.Length > 0:
                var from = random.Next(other.Length);
                return [.. bytes[..at], .. other[from..Math.Min(other.Length, from + random.Next(1, 64))], .. bytes[end..]];
            default:
                return bytes[..end];
        }
    }

    static byte[] With(byte[] bytes, int at, byte value)
    {
        var changed = bytes.ToArray();
        changed[at] = value;
        return changed;
    }
}
