using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.History;

namespace Crdt.Tests;

public class SnapshotTests
{
    public static TheoryData<int> AllSeeds => Seeds.Of(25);

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_document_is_shown_as_it_was(int seed)
    {
        var random = new Random(seed);
        var doc = new Doc(new() { ClientId = 1, Gc = false });
        var text = doc.GetText("content");
        var moments = new List<(Snapshot Snapshot, string Text)>();
        for (var step = 0; step < 120; step++)
        {
            RandomEdits.Edit(random, text);
            if (random.Next(10) == 0)
                moments.Add((Snapshot.Of(doc), text.ToString()));
        }

        foreach (var (snapshot, expected) in moments)
        {
            var restored = snapshot.Restore(doc, new() { ClientId = 2 });
            restored.GetText("content").ToString().ShouldBe(expected);
            restored.HasPending.ShouldBeFalse();
            Snapshot.Decode(snapshot.Encode()).Encode().ShouldBe(snapshot.Encode());
            Snapshot.DecodeV2(snapshot.EncodeV2()).Encode().ShouldBe(snapshot.Encode());
        }

        moments.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_document_that_forgets_what_is_deleted_says_so()
    {
        var doc = SessionRecording.Open(1);

        Should.Throw<InvalidOperationException>(() => Snapshot.Of(doc).Restore(doc, new() { ClientId = 2 }))
            .Message.ShouldContain("Gc = false");
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_give_a_snapshot()
    {
        var doc = new Doc(new() { ClientId = 1, Gc = false });
        doc.GetText("content").Insert(0, "A text of some length.");
        doc.GetText("content").Delete(3, 4);
        var bytes = Snapshot.Of(doc).Encode();
        for (var position = 0; position < bytes.Length; position++)
        {
            for (var value = 0; value < 256; value++)
            {
                var damaged = bytes.ToArray();
                damaged[position] = (byte)value;
                try
                {
                    Snapshot.Decode(damaged).Restore(doc, new() { ClientId = 2 });
                    Snapshot.DecodeV2(damaged);
                }
                catch (MalformedUpdateException)
                {
                    // Refused, which is as good.
                }
            }
        }
    }

    [Fact]
    public void A_snapshot_contains_what_the_document_had_then()
    {
        var doc = new Doc(new() { ClientId = 1, Gc = false });
        var updates = new List<byte[]>();
        doc.Updated += update => updates.Add(update.Update);
        doc.GetText("content").Insert(0, "abc");
        var before = Snapshot.Of(doc);
        doc.GetText("content").Delete(1, 1);

        before.Contains(updates[0]).ShouldBeTrue();
        before.Contains(updates[1]).ShouldBeFalse();
        Snapshot.Of(doc).Contains(updates[1]).ShouldBeTrue();
        Snapshot.Empty.Contains(updates[0]).ShouldBeFalse();
        Snapshot.Decode(before.Encode()).ShouldBe(before);
        Snapshot.Of(doc).ShouldNotBe(before);
        Snapshot.Of(new(new() { ClientId = 1 })).ShouldBe(Snapshot.Empty);
    }
}
