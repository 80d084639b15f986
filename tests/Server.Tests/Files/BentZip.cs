using System.Buffers.Binary;
using System.Text;

namespace Server.Tests.Files;

/// <summary>Archives that say of themselves what isn't so. Each is made of a sound one of a single file.</summary>
static class BentZip
{
    const int EndSize = 22;
    const int FlagsOfFile = 6;
    const int FlagsOfEntry = 8;
    const int NameOfEntry = 46;

    public static byte[] Encrypted(byte[] zip)
    {
        var bent = zip.ToArray();
        bent[FlagsOfFile] |= 1;
        bent[List(zip) + FlagsOfEntry] |= 1;
        return bent;
    }

    /// <summary>The figures of its end stand in a record of their own, where they have room for more.</summary>
    public static byte[] Zip64(byte[] zip)
    {
        var (list, end) = (List(zip), zip.Length - EndSize);
        var record = new byte[56 + 20];
        Write(record, 0, 0x06064b50);
        record[4] = 44;
        record[12] = record[14] = 45;
        record[24] = record[32] = 1;
        Write(record, 40, end - list);
        Write(record, 48, list);
        Write(record, 56, 0x07064b50);
        Write(record, 64, end);
        record[72] = 1;
        var tail = zip[end..];
        tail.AsSpan(12, 8).Fill(0xff);
        return [.. zip[..end], .. record, .. tail];
    }

    /// <summary>So many entries that all lead to the same bytes.</summary>
    public static byte[] Overlapping(byte[] zip, int count)
    {
        var (list, end) = (List(zip), zip.Length - EndSize);
        var entries = Enumerable.Range(0, count).SelectMany(number =>
        {
            var entry = zip[list..end];
            Encoding.ASCII.GetBytes($"{number:00}", entry.AsSpan(NameOfEntry));
            return entry;
        }).ToArray();
        return WithEnd([.. zip[..list], .. entries], zip[end..], count, entries.Length);
    }

    /// <summary>It says that there are more entries than there are.</summary>
    public static byte[] Counting(byte[] zip, int count)
    {
        var (list, end) = (List(zip), zip.Length - EndSize);
        return WithEnd(zip[..end], zip[end..], count, end - list);
    }

    /// <summary>It says that its list stands there.</summary>
    public static byte[] ListedAt(byte[] zip, int at)
    {
        var bent = zip.ToArray();
        Write(bent, zip.Length - 6, at);
        return bent;
    }

    /// <summary>Its entry says that the bytes stand there.</summary>
    public static byte[] KeptAt(byte[] zip, int at)
    {
        var bent = zip.ToArray();
        Write(bent, List(zip) + 42, at);
        return bent;
    }

    static byte[] WithEnd(byte[] before, byte[] end, int count, int listed)
    {
        var bent = end.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(bent.AsSpan(8), (ushort)count);
        BinaryPrimitives.WriteUInt16LittleEndian(bent.AsSpan(10), (ushort)count);
        Write(bent, 12, listed);
        return [.. before, .. bent];
    }

    static int List(byte[] zip) => BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(zip.Length - 6));

    static void Write(byte[] to, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(to.AsSpan(at), value);
}
