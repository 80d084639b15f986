using MDReader.Crdt;
using MDReader.Crdt.Encoding;
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

    /// <summary>Many who write at one place wait for the same unit: freeing them must not cost what a storm costs.</summary>
    [Fact]
    public void A_storm_that_waited_stops_at_the_budget_and_harms_nobody()
    {
        var doc = new Doc(new() { ClientId = 9, Budget = Budget.Default with { MaxConflictSteps = 10_000 } });
        var storm = new UpdateText();
        for (var client = 1000UL; client > 0; client--)
            storm.Of(100 + client, 0).Text(null, (5, 1001 - (int)client), "x");
        doc.ApplyUpdate(storm.Bytes);
        doc.HasPending.ShouldBeTrue();

        doc.ApplyUpdate(new UpdateText().Of(5, 0).Text("content", new string('a', 1001)).Bytes);

        doc.GetText("content").Length.ShouldBeInRange(1001, 1500);
        doc.HasPending.ShouldBeFalse();
        Invariants.Check(doc);
        doc.ApplyUpdate(new UpdateText().Of(5, 1001).Text((5, 1000), null, "!").Bytes);
        doc.GetText("content").ToString().ShouldEndWith("!");
    }
}
