using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
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
    public void Typing_in_the_middle_of_a_text_allocates_its_event_and_little_more()
    {
        var doc = Scattered(5_000);
        var text = doc.GetText("content");
        var sent = 0L;
        doc.Updated += update => sent += update.Update.Length;
        text.Insert(text.Length / 2, "x");
        text.Delete(text.Length / 2, 1);

        var allocated = Measure(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                text.Insert(text.Length / 2, "x");
                text.Delete((text.Length / 2) - 1, 1);
            }
        });

        (allocated / 2_000).ShouldBeLessThanOrEqualTo(160);
    }

    [Fact]
    public void Looking_up_an_index_or_an_id_allocates_nothing()
    {
        var text = Scattered(100_000).GetText("content");
        text.IndexOf(text.IdAt(text.Length / 2)).ShouldBe(text.Length / 2);

        Measure(() =>
        {
            for (var i = 0; i < 10_000; i++)
                text.IndexOf(text.IdAt((int)(i * 7919L % text.Length)));
        }).ShouldBe(0);
    }

    [Fact]
    public void A_document_of_nothing_is_small()
    {
        _ = new Doc(new() { ClientId = 1 });

        Measure(() => _ = new Doc(new() { ClientId = 1 })).ShouldBeLessThanOrEqualTo(800);
    }

    [Fact]
    public void Loading_allocates_the_document_and_little_more()
    {
        var source = Scattered(20_000);
        var blocks = source.Store.Clients.All[0].BlockCount;
        var state = source.EncodeStateAsUpdate();
        new Doc(new() { ClientId = 2 }).ApplyUpdate(state);

        var allocated = Measure(() => new Doc(new() { ClientId = 2 }).ApplyUpdate(state));

        // A block has 44 bytes, its place in the list by clock 8, and a unit of text 1; the rest is in pages half filled.
        (allocated / blocks).ShouldBeLessThanOrEqualTo(60);
    }

    [Fact]
    public void Encoding_allocates_the_bytes_and_little_more()
    {
        var doc = Scattered(20_000);
        var size = doc.EncodeStateAsUpdate().Length;
        var sizeV2 = doc.EncodeStateAsUpdateV2().Length;

        Least(() => doc.EncodeStateAsUpdate()).ShouldBeLessThanOrEqualTo(size + 1024);
        Least(() => doc.EncodeStateAsUpdateV2()).ShouldBeLessThanOrEqualTo(sizeV2 + 1024);
    }

    [Fact]
    public void Working_on_encoded_updates_allocates_the_result_and_little_more()
    {
        var updates = Typed(2_000);
        var state = Scattered(20_000).EncodeStateAsUpdate();
        var merged = UpdateBytes.Merge(updates);
        var half = StateVector.Of([new(1, 10_000)]).Encode();
        var lacking = UpdateBytes.Diff(state, half);
        UpdateBytes.StateVectorOf(state);

        // A cursor per update is noted, in a list that has room for all.
        (Measure(() => UpdateBytes.Merge(updates)) / updates.Length).ShouldBeLessThanOrEqualTo(160);
        Measure(() => UpdateBytes.Diff(state, half)).ShouldBeLessThanOrEqualTo(lacking.Length + 1024);
        Measure(() => UpdateBytes.StateVectorOf(state)).ShouldBeLessThanOrEqualTo(1024);
        merged.Length.ShouldBeLessThan(updates.Length * 2);
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

    /// <summary>A text of as many letters, each put anywhere, so that hardly two make one block.</summary>
    static Doc Scattered(int letters)
    {
        var random = new Random(1);
        var doc = new Doc(new() { ClientId = 1 });
        doc.Transact(_ =>
        {
            for (var i = 0; i < letters; i++)
                doc.GetText("content").Insert(random.Next(i + 1), "x");
        });
        return doc;
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

    // Buffers are lent by a pool, which now and then has none at hand.
    static long Least(Action action) => Enumerable.Range(0, 5).Min(_ => Measure(action));

    static long Measure(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
