using MDReader.Crdt.Encoding;

namespace Crdt.Tests.Fuzzing;

/// <summary>
/// Updates V1 that are well-formed and mostly lies: what they refer to exists or not, is of that kind or not. Random
/// bytes rarely come so far.
/// </summary>
static class UpdateGrammar
{
    static readonly ulong[] Clients = [1, 2, 1, 2, 3, 9, (1UL << 53) - 1];
    static readonly string[] Roots = ["content", "content", "array", "map", "xml", "", "other"];
    static readonly string[] Keys = ["nested", "gone", "a", ""];
    static readonly string[] Texts = ["a", "bc", "😀", "x😀", "漢字", "\uFEFF", "longer than the others"];
    static readonly string[] Json = ["1", "null", "{\"a\":[1]}", "\"t\"", "\"\\ud83d\"", "true", "undefined", "1e400"];

    public static byte[] Make(Random random)
    {
        var writer = new ByteWriter(256);
        var clients = Clients.Distinct().OrderBy(_ => random.Next()).Take(random.Next(0, 4)).ToArray();
        writer.WriteVarUint((uint)clients.Length);
        foreach (var client in clients)
            WriteGroup(random, ref writer, client);
        WriteDeletions(random, ref writer);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }

    static void WriteGroup(Random random, ref ByteWriter writer, ulong client)
    {
        // Where the honest document's clients stand, so that much is new and much is known in part.
        var clock = random.Next(10) switch
        {
            0 => random.Next(40),
            < 4 => Math.Max(0, StateOf(client) - random.Next(4)),
            _ => StateOf(client),
        };
        var count = random.Next(1, 6);
        writer.WriteVarUint((uint)count);
        writer.WriteVarUint(client);
        writer.WriteVarUint((uint)clock);
        for (; count > 0; count--)
            WriteStruct(random, ref writer);
    }

    static void WriteStruct(Random random, ref ByteWriter writer)
    {
        var kind = random.Next(8) == 0 ? random.Next(0, 12) : Pick(random, (int[])[4, 4, 1, 6, 7, 8, 2, 3, 5, 9, 0, 10]);
        var origins = kind is 0 or 10 ? 0 : Pick(random, (int[])[0x80, 0x80, 0x40, 0xC0, 0xC0, 0]);
        var key = kind is not (0 or 10) && random.Next(4) == 0 ? 0x20 : 0;
        writer.WriteByte((byte)(kind | origins | key));
        if ((origins & 0x80) != 0)
            WriteId(random, ref writer);
        if ((origins & 0x40) != 0)
            WriteId(random, ref writer);
        if (origins == 0 && kind is not (0 or 10))
        {
            var isRoot = random.Next(3) > 0;
            writer.WriteVarUint(isRoot ? 1u : 0);
            if (isRoot)
                writer.WriteVarString(Pick(random, Roots));
            else
                WriteId(random, ref writer);
            if (key != 0)
                writer.WriteVarString(Pick(random, Keys));
        }

        WriteContent(random, ref writer, kind);
    }

    static void WriteContent(Random random, ref ByteWriter writer, int kind)
    {
        switch (kind)
        {
            case 0 or 1 or 10:
                writer.WriteVarUint((uint)random.Next(random.Next(10) == 0 ? 0 : 1, 6));
                break;
            case 2:
                writer.WriteVarUint(2);
                writer.WriteVarString(Pick(random, Json));
                writer.WriteVarString(Pick(random, Json));
                break;
            case 3:
                writer.WriteVarBytes([1, 2, 3]);
                break;
            case 4:
                writer.WriteVarString(Pick(random, Texts));
                break;
            case 5:
                writer.WriteVarString(Pick(random, Json));
                break;
            case 6:
                writer.WriteVarString(Pick(random, (string[])["bold", "em", ""]));
                writer.WriteVarString(Pick(random, Json));
                break;
            case 7:
                var type = random.Next(0, 8);
                writer.WriteVarUint((uint)type);
                if (type is 3 or 5)
                    writer.WriteVarString("p");
                break;
            case 8:
                writer.WriteVarUint(2);
                WriteAny(random, ref writer, 0);
                WriteAny(random, ref writer, 0);
                break;
            case 9:
                writer.WriteVarString("guid");
                writer.WriteBytes([118, 0]);
                break;
        }
    }

    static void WriteAny(Random random, ref ByteWriter writer, int depth)
    {
        switch (random.Next(depth > 2 ? 5 : 7))
        {
            case 0:
                writer.WriteByte((byte)random.Next(120, 122));
                break;
            case 1:
                writer.WriteBytes([125, 0x40]);
                break;
            case 2:
                writer.WriteByte(119);
                writer.WriteVarString(Pick(random, Texts));
                break;
            case 3:
                writer.WriteBytes([122, 0, 0, 0, 0, 0, 0, 0, 1]);
                break;
            case 4:
                writer.WriteByte((byte)random.Next(126, 128));
                break;
            case 5:
                writer.WriteBytes([117, 1]);
                WriteAny(random, ref writer, depth + 1);
                break;
            default:
                writer.WriteBytes([118, 1]);
                writer.WriteVarString(Pick(random, Keys));
                WriteAny(random, ref writer, depth + 1);
                break;
        }
    }

    static void WriteDeletions(Random random, ref ByteWriter writer)
    {
        var clients = Clients.Distinct().OrderBy(_ => random.Next()).Take(random.Next(0, 3)).ToArray();
        writer.WriteVarUint((uint)clients.Length);
        foreach (var client in clients)
        {
            var count = random.Next(1, 3);
            writer.WriteVarUint(client);
            writer.WriteVarUint((uint)count);
            for (; count > 0; count--)
            {
                writer.WriteVarUint((uint)random.Next(45));
                writer.WriteVarUint((uint)random.Next(1, 6));
            }
        }
    }

    // Mostly of what is there: what isn't makes the struct wait, and nothing more is seen of it.
    static void WriteId(Random random, ref ByteWriter writer)
    {
        var isThere = random.Next(12) > 0;
        var client = isThere ? (ulong)random.Next(1, 3) : Pick(random, Clients);
        writer.WriteVarUint(client);
        writer.WriteVarUint((uint)random.Next(isThere ? StateOf(client) : 45));
    }

    static int StateOf(ulong client) => client switch { 1 => 34, 2 => 14, _ => 0 };

    static T Pick<T>(Random random, T[] choices) => choices[random.Next(choices.Length)];
}
