using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

/// <summary>Allocated bytes don't vary as time does, so they are pinned.</summary>
public class AllocationTests
{
    [Fact]
    public void Applying_a_keystroke_allocates_little_more_than_the_text_it_keeps()
    {
        var updates = Typed(20_000);
        var doc = new Doc(new() { ClientId = 2 });
        Apply(doc, updates.AsSpan(0, 1000));

        var allocated = Measure(() => Apply(doc, updates.AsSpan(1000)));

        (allocated / (updates.Length - 1000)).ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public void A_keystroke_typed_here_allocates_its_event_and_little_more()
    {
        var doc = new Doc(new() { ClientId = 2 });
        var text = doc.GetText("content");
        var sent = 0L;
        doc.Updated += update => sent += update.Update.Length;
        for (var i = 0; i < 1000; i++)
            text.Insert(text.Length, "x");

        var allocated = Measure(() =>
        {
            for (var i = 0; i < 10_000; i++)
                text.Insert(text.Length, "x");
        });

        // The event is 32 bytes, its update's array 24 and some twenty of update.
        (allocated / 10_000).ShouldBeLessThanOrEqualTo(96);
        sent.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Refusing_a_bomb_allocates_next_to_nothing()
    {
        // Announces two thousand million structs, and ends.
        byte[] bomb = [1, 255, 255, 255, 255, 7, 1, 0];
        Should.Throw<MalformedUpdateException>(() => DecodedUpdate.ReadV1(bomb, Budget.Default));

        Measure(() => Should.Throw<MalformedUpdateException>(() => DecodedUpdate.ReadV1(bomb, Budget.Default)))
            .ShouldBeLessThan(64 * 1024);
    }

    static byte[][] Typed(int characters)
    {
        var updates = new List<byte[]>();
        var doc = new Doc(new() { ClientId = 1 });
        doc.Updated += update => updates.Add(update.Update);
        for (var i = 0; i < characters; i++)
            doc.GetText("content").Insert(i, "x");
        return [.. updates];
    }

    static void Apply(Doc doc, ReadOnlySpan<byte[]> updates)
    {
        foreach (var update in updates)
            doc.ApplyUpdate(update);
    }

    static long Measure(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
