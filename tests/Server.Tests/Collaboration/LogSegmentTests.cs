using MDReader.Server.Collaboration;

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
                i % 50 == 0 ? [1, 2, 3] : null);
        }).ToList();

        var unpacked = LogSegment.Unpack(LogSegment.Pack(edits)).ToList();

        unpacked.Count.ShouldBe(edits.Count);
        foreach (var (before, after) in edits.Zip(unpacked))
        {
            (after.Seq, after.Author, after.At).ShouldBe((before.Seq, before.Author, before.At));
            after.Update.ToArray().ShouldBe(before.Update.ToArray());
            after.Format.ShouldBe(before.Format);
        }
    }
}
