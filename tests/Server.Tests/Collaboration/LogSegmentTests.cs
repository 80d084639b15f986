using System.IO.Compression;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace Server.Tests.Collaboration;

public sealed class LogSegmentTests
{
    [Fact]
    public void Edits_come_out_as_they_were_packed()
    {
        var random = new Random(7);
        var edits = Enumerable.Range(0, 500).Select(i =>
        {
            var update = new byte[random.Next(100)];
            random.NextBytes(update);
            return new LoggedEdit(1000 + i * 3, new Guid(i % 3, 0, 0, new byte[8]), 1_700_000_000_000 + i, update,
                i % 50 == 0 ? [1, 2, 3] : null)
            {
                Via = (i % 7) switch
                {
                    0 => new Via(Way.Cli, null),
                    1 => new Via(Way.Agent, new Guid(i, 0, 0, new byte[8])),
                    _ => null,
                },
            };
        }).ToList();

        var unpacked = LogSegment.Unpack(LogSegment.Pack(edits)).ToList();

        unpacked.Count.ShouldBe(edits.Count);
        foreach (var (before, after) in edits.Zip(unpacked))
        {
            (after.Seq, after.Author, after.At).ShouldBe((before.Seq, before.Author, before.At));
            after.Update.ToArray().ShouldBe(before.Update.ToArray());
            after.Format.ShouldBe(before.Format);
            after.Via.ShouldBe(before.Via);
        }
    }

    [Fact]
    public void What_was_packed_before_edits_said_by_what_they_came_reads_as_from_the_app()
    {
        var author = Guid.NewGuid();
        using var packed = new MemoryStream();
        using (var writer = new BinaryWriter(new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)))
        {
            foreach (var hasFormat in new[] { false, true })
            {
                writer.Write7BitEncodedInt64(1);
                writer.Write(author.ToByteArray(bigEndian: true));
                writer.Write7BitEncodedInt64(5);
                writer.Write7BitEncodedInt(2);
                writer.Write([7, 8]);
                writer.Write(hasFormat);
                if (hasFormat)
                {
                    writer.Write7BitEncodedInt(1);
                    writer.Write((byte)9);
                }
            }
            writer.Write7BitEncodedInt64(0);
        }

        var edits = LogSegment.Unpack(packed.ToArray()).ToList();

        edits.Select(edit => (edit.Seq, edit.Author, edit.At, edit.Via)).ShouldBe([(1, author, 5, null), (2, author, 10, null)]);
        edits.ShouldAllBe(edit => edit.Update.ToArray().SequenceEqual(new byte[] { 7, 8 }));
        edits.Select(edit => edit.Format).ShouldBe([null, [9]]);
    }
}
