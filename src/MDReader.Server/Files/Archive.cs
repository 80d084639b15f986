using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MDReader.Server.Platform;

namespace MDReader.Server.Files;

/// <summary>A file in an archive, its bytes counted and checked.</summary>
sealed record ArchivedFile(string Path, ZipArchiveEntry Entry)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string Folder => Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : "";

    /// <summary>Without the dot, in lower case.</summary>
    public string Extension => System.IO.Path.GetExtension(Name).TrimStart('.').ToLowerInvariant();

    public async Task<byte[]> Read(CancellationToken cancellationToken)
    {
        await using var packed = await Entry.OpenAsync(cancellationToken);
        using var bytes = new MemoryStream();
        await packed.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }
}

/// <summary>
/// A zip file from anybody. It is refused whole, before anything is made of it, when it would unpack to too much, names a
/// place outside itself or the same place twice, holds links, or is damaged. What is counted is what really comes out, never
/// what the archive says about itself; archives within it are not opened.
/// </summary>
static class Archive
{
    const int LongestPath = 1_000;
    const int LongestName = 255;
    const int EndSize = 22;
    const int LongestComment = ushort.MaxValue;
    const uint EndSignature = 0x06054b50;

    // The part of a zip that lists the entries, which is read into memory before they can be counted.
    const int BytesPerEntry = 46 + LongestPath;

    public static async Task<IReadOnlyList<ArchivedFile>> Read(
        ZipArchive zip, FilesOptions limits, CancellationToken cancellationToken)
    {
        if (zip.Entries.Count > limits.ArchiveEntries)
        {
            throw Refused($"It has {zip.Entries.Count} entries; at most {limits.ArchiveEntries} are taken.");
        }

        var files = new List<ArchivedFile>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var budget = limits.UnpackedBytes;
        foreach (var entry in zip.Entries)
        {
            var path = CheckedPath(entry);
            if (entry.FullName.EndsWith('/'))
            {
                continue;
            }

            if (!seen.Add(path))
            {
                throw Refused($"It has two files at {Shown(path)}.");
            }

            budget -= await Unpacked(entry, budget, limits, cancellationToken);
            if (!IsLitter(path))
            {
                files.Add(new ArchivedFile(path, entry));
            }
        }

        return files;
    }

    /// <summary>Looks at the end of the file, where a zip says how many entries it has, before any is read.</summary>
    public static ZipArchive Open(Stream stream, FilesOptions limits)
    {
        if (stream.Length > limits.ArchiveBytes)
        {
            throw Refused($"It has {stream.Length} bytes; at most {limits.ArchiveBytes} are taken.");
        }

        var tail = new byte[Math.Min(stream.Length, EndSize + LongestComment)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        for (var at = tail.Length - EndSize; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) == EndSignature)
            {
                var disk = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 4));
                var count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10));
                var list = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
                // Then other figures count, which stand elsewhere; no archive that is small enough needs them.
                if (disk == ushort.MaxValue || count == ushort.MaxValue || list == uint.MaxValue)
                {
                    throw Refused("It is of the form for very large archives (zip64).");
                }

                var listed = stream.Length - tail.Length + at - list;
                if (count > limits.ArchiveEntries || listed > (long)limits.ArchiveEntries * BytesPerEntry)
                {
                    throw Refused($"At most {limits.ArchiveEntries} entries are taken.");
                }

                if (listed >= 0 && Listed(stream) is { } zip)
                {
                    return zip;
                }

                break;
            }
        }

        throw Refused("It is no zip file, or a damaged one.");
    }

    /// <summary>The archive, its list read; null where that isn't one.</summary>
    static ZipArchive? Listed(Stream stream)
    {
        stream.Position = 0;
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
            _ = zip.Entries;
            return zip;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException or ArgumentException)
        {
            zip?.Dispose();
            return null;
        }
    }

    static string CheckedPath(ZipArchiveEntry entry)
    {
        var name = entry.FullName;
        // The kind of file, where the archive was made on Unix: a link, a device or a pipe is nothing to import.
        var kind = (entry.ExternalAttributes >> 16) & 0xf000;
        if (kind is not (0 or 0x8000 or 0x4000))
        {
            throw Refused($"{Shown(name)} is a link or something else that is no file.");
        }

        if (entry.IsEncrypted)
        {
            throw Refused($"{Shown(name)} is encrypted.");
        }

        var path = name.TrimEnd('/');
        return path.Length is 0 or > LongestPath
            || path.StartsWith('/')
            || path.Any(c => char.IsControl(c) || c is '\\' or ':' or '\ufffd')
            || path.Split('/').Any(part => part.Length is 0 or > LongestName || part.Trim('.', ' ').Length == 0)
            ? throw Refused($"{Shown(name)} is no path within an archive.")
            : path;
    }

    static async Task<long> Unpacked(
        ZipArchiveEntry entry, long budget, FilesOptions limits, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var size = 0L;
        try
        {
            await using var packed = await entry.OpenAsync(cancellationToken);
            while (await packed.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                size += read;
                if (size > budget)
                {
                    throw Refused($"It unpacks to more than {limits.UnpackedBytes} bytes.");
                }
            }

            return size;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw Refused($"{Shown(entry.FullName)} is damaged, or packed in a way that isn't read here.");
        }
    }

    // What file systems and version control leave behind.
    static bool IsLitter(string path) =>
        path.Split('/').Any(part => part.StartsWith('.') || part is "__MACOSX" or "Thumbs.db");

    static string Shown(string path) =>
        "“" + string.Concat(path.Take(100).Select(c => char.IsControl(c) ? '?' : c)) + "”";

    static JobFailedException Refused(string why) => new(Problems.ArchiveRefused.Because(why));
}
