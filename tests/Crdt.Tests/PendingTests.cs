using MDReader.Crdt.Updates;

namespace Crdt.Tests;

public class PendingTests
{
    /// <summary>Diffs cut a run of text where their receiver stood, so that two of them may overlap in the middle.</summary>
    [Theory]
    [InlineData(4, 4)]
    [InlineData(3, 6)]
    [InlineData(6, 3)]
    public void What_waits_and_overlaps_is_taken_in_once(int first, int second)
    {
        var author = SessionRecording.Open(5);
        author.GetText("content").Insert(0, "ab");
        var beginning = author.EncodeStateAsUpdate();
        author.GetText("content").Insert(2, "cdefgh");
        var early = author.EncodeStateAsUpdate();
        author.GetText("content").Insert(8, "ij");
        var late = author.EncodeStateAsUpdate();
        var doc = SessionRecording.Open(1);
        doc.ApplyUpdate(UpdateBytes.Diff(early, [1, 5, (byte)first]));
        doc.ApplyUpdate(UpdateBytes.Diff(late, [1, 5, (byte)second]));
        doc.ApplyUpdate(UpdateBytes.Diff(late, [1, 5, 8]));
        doc.HasPending.ShouldBeTrue();

        doc.ApplyUpdate(UpdateBytes.Diff(early, [1, 5, 2]));
        doc.HasPending.ShouldBeTrue();
        doc.ApplyUpdate(beginning);

        doc.HasPending.ShouldBeFalse();
        doc.GetText("content").ToString().ShouldBe("abcdefghij");
        doc.EncodeStateAsUpdate().ShouldBe(late);
        Invariants.Check(doc);
    }
}
