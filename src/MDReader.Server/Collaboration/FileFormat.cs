using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;

namespace MDReader.Server.Collaboration;

/// <summary>
/// What a document's file is besides its text. The lines that end otherwise than most are named by the id of their
/// line feed, so they stay the same lines while people edit around them.
/// </summary>
/// <param name="ByteOrderMark">Whether the file begins with EF BB BF.</param>
/// <param name="Dominant">How most lines end, and every line written from now on.</param>
/// <param name="Exceptions">The line feeds of lines that end otherwise.</param>
sealed record FileFormat(bool ByteOrderMark, LineEnd Dominant, IReadOnlyDictionary<Id, LineEnd> Exceptions)
{
    /// <summary>No byte order mark, every line ends with LF: what a new document has.</summary>
    public static FileFormat Plain { get; } = new(false, LineEnd.Lf, new Dictionary<Id, LineEnd>());

    /// <summary>The format of a file whose text is now exactly the document's.</summary>
    public static FileFormat Of(MarkdownFile file, Text text)
    {
        var dominant = file.LineEnds.CountBy(end => end).OrderByDescending(count => count.Value)
            .ThenBy(count => count.Key).Select(count => count.Key).FirstOrDefault();
        var exceptions = new Dictionary<Id, LineEnd>();
        for (int line = 0, at = -1; line < file.LineEnds.Count; line++)
        {
            at = file.Text.IndexOf('\n', at + 1);
            if (file.LineEnds[line] != dominant)
                exceptions[text.IdAt(at)] = file.LineEnds[line];
        }
        return new(file.ByteOrderMark, dominant, exceptions);
    }

    /// <summary>How a line ends that ends with this line feed.</summary>
    public LineEnd EndOf(Id lineFeed) => Exceptions.GetValueOrDefault(lineFeed, Dominant);

    /// <summary>What becomes of the format where a change from one to another meets what it is now: what the change left
    /// alone stays as it is now.</summary>
    /// <param name="before">At the base of the change.</param>
    /// <param name="after">As the change wants it.</param>
    /// <param name="now">Of the document that it is merged into.</param>
    /// <param name="text">The merged text.</param>
    public static FileFormat Merge(FileFormat before, FileFormat after, FileFormat now, Text text)
    {
        if (after.Equals(before))
            return now;
        var mark = after.ByteOrderMark == before.ByteOrderMark ? now.ByteOrderMark : after.ByteOrderMark;
        var dominant = after.Dominant == before.Dominant ? now.Dominant : after.Dominant;
        var exceptions = new Dictionary<Id, LineEnd>();
        var content = text.ToString();
        for (var at = content.IndexOf('\n'); at >= 0; at = content.IndexOf('\n', at + 1))
        {
            var line = text.IdAt(at);
            var end = after.EndOf(line) == before.EndOf(line) ? now.EndOf(line) : after.EndOf(line);
            if (end != dominant)
                exceptions[line] = end;
        }
        return new(mark, dominant, exceptions);
    }

    /// <summary>The document as a file.</summary>
    public MarkdownFile FileOf(Text text)
    {
        var content = text.ToString();
        var others = new Dictionary<int, LineEnd>();
        foreach (var (id, end) in Exceptions)
            if (text.IndexOf(id) is { } at)
                others[at] = end;

        var lineEnds = new List<LineEnd>();
        for (var at = content.IndexOf('\n'); at >= 0; at = content.IndexOf('\n', at + 1))
            lineEnds.Add(others.GetValueOrDefault(at, Dominant));
        return new(content, ByteOrderMark, lineEnds);
    }

    public bool Equals(FileFormat? other) =>
        other is not null && ByteOrderMark == other.ByteOrderMark && Dominant == other.Dominant
        && Exceptions.Count == other.Exceptions.Count && !Exceptions.Except(other.Exceptions).Any();

    public override int GetHashCode() => HashCode.Combine(ByteOrderMark, Dominant, Exceptions.Count);

    /// <summary>For the log: flags, dominant line end, and the exceptions.</summary>
    public byte[] Encode()
    {
        var writer = new ByteWriter(16 + Exceptions.Count * 8);
        try
        {
            writer.WriteByte(ByteOrderMark ? (byte)1 : (byte)0);
            writer.WriteByte((byte)Dominant);
            writer.WriteVarUint((uint)Exceptions.Count);
            foreach (var (id, end) in Exceptions)
            {
                writer.WriteVarUint(id.Client);
                writer.WriteVarUint((uint)id.Clock);
                writer.WriteByte((byte)end);
            }
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static FileFormat Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var mark = reader.ReadByte() == 1;
        var dominant = (LineEnd)reader.ReadByte();
        var exceptions = new Dictionary<Id, LineEnd>();
        for (var left = reader.ReadVarUint(); left > 0; left--)
        {
            var id = new Id(reader.ReadVarUint(), (int)reader.ReadVarUint());
            exceptions[id] = (LineEnd)reader.ReadByte();
        }
        reader.ExpectEnd();
        return new(mark, dominant, exceptions);
    }
}
