using System.Text;

namespace MDReader.Crdt.Encoding;

/// <summary>UTF-16 units, which clocks count, in UTF-8, which travels.</summary>
static class Utf16Units
{
    /// <summary>Where in valid UTF-8 a number of units ends; within a pair, where that begins.</summary>
    public static int Find(ReadOnlySpan<byte> utf8, int units, out bool cutsPair)
    {
        cutsPair = false;
        if (utf8.Length >= units && Ascii.IsValid(utf8[..units]))
            return units;
        var position = 0;
        while (units > 0)
        {
            var length = utf8[position] switch { < 0x80 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
            if (length == 4 && units == 1)
            {
                cutsPair = true;
                return position;
            }

            units -= length == 4 ? 2 : 1;
            position += length;
        }

        return position;
    }
}
