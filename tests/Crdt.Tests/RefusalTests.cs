using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

public class RefusalTests
{
    [Fact]
    public void A_storm_at_one_position_is_taken_back_whole()
    {
        var doc = Open(Budget.Default with { MaxConflictSteps = 2_000 });
        var text = doc.GetText("content");
        text.Insert(0, "😀 twenty characters and more");
        text.Insert(4, "!");
        text.Delete(8, 2);
        var before = doc.EncodeStateAsUpdate();
        var raised = 0;
        doc.Updated += _ => raised++;
        // One client writes before each character as if nothing stood left of it: each scan meets all earlier ones.
        // The first cuts the surrogate pair, which has to be mended again.
        var storm = Storm(client: 9, text: 1, count: 28, repeat: 10);

        Should.Throw<MalformedUpdateException>(() => doc.ApplyUpdate(storm)).Reason.ShouldBe(MalformedReason.Budget);

        raised.ShouldBe(0);
        doc.EncodeStateAsUpdate().ShouldBe(before);
        text.ToString().ShouldStartWith("😀 t!w");
        Invariants.Check(doc, text);
        text.Insert(1, "on ");
        var copy = Open(Budget.Default, 2);
        copy.ApplyUpdate(doc.EncodeStateAsUpdate());
        copy.GetText("content").ToString().ShouldBe(text.ToString());
        copy.ApplyUpdate(storm);
        Invariants.Check(copy, copy.GetText("content"));
    }

    [Fact]
    public void What_came_in_bit_by_bit_loads_as_a_whole()
    {
        var narrow = Budget.Default with { MaxConflictSteps = 100 };
        var doc = Open(narrow);
        doc.GetText("content").Insert(0, "some text to write into");
        // Four clients, each within the budget.
        for (var client = 100UL; client < 104; client++)
            doc.ApplyUpdate(Storm(client, text: 1, count: 5, repeat: 1));
        var state = doc.EncodeStateAsUpdate();

        Should.Throw<MalformedUpdateException>(() => Open(narrow, 2).ApplyUpdate(state))
            .Reason.ShouldBe(MalformedReason.Budget);
        var loaded = Open(narrow, 2);
        loaded.Apply(DecodedUpdate.ReadV1(state, Budget.Unlimited));

        loaded.GetText("content").ToString().ShouldBe(doc.GetText("content").ToString());
        loaded.EncodeStateAsUpdate().ShouldBe(state);
    }

    [Fact]
    public void What_would_wait_past_the_budget_is_refused()
    {
        var doc = Open(Budget.Default with { MaxPendingBytes = 100 });
        doc.ApplyUpdate(Single(client: 5, clock: 3, "later"));
        doc.HasPending.ShouldBeTrue();
        var before = doc.EncodeStateAsUpdate();

        Should.Throw<MalformedUpdateException>(() => doc.ApplyUpdate(Single(5, 90, new string('x', 200))))
            .Message.ShouldContain("100");

        doc.EncodeStateAsUpdate().ShouldBe(before);
        doc.ApplyUpdate(Single(client: 5, clock: 0, "abc"));
        doc.HasPending.ShouldBeFalse();
        doc.GetText("content").Length.ShouldBe(8);
    }

    [Fact]
    public void What_waits_and_is_sent_again_takes_no_more_room()
    {
        var doc = Open(Budget.Default with { MaxPendingBytes = 200 });
        for (var i = 0; i < 50; i++)
            doc.ApplyUpdate(Single(client: 5, clock: 3, "later"));

        doc.ApplyUpdate(Single(client: 5, clock: 0, "abc"));

        doc.GetText("content").Length.ShouldBe(8);
    }

    [Fact]
    public void Examining_tells_what_would_happen_and_changes_nothing()
    {
        var doc = Open(Budget.Default);
        doc.GetText("content").Insert(0, "abc");
        var known = doc.EncodeStateAsUpdate();
        var other = Open(Budget.Default, 2);
        other.ApplyUpdate(known);
        byte[]? sent = null;
        other.Updated += update => sent = update.Update;

        doc.Examine(Read(known)).ChangesNothing.ShouldBeTrue();

        other.GetText("content").Insert(3, "de");
        var insertion = sent!;
        var effect = doc.Examine(Read(insertion));
        effect.Added.ShouldBe([new(2, 0, 2)]);
        effect.AddedTextLength.ShouldBe(2);
        effect.AddsDeletions.ShouldBeFalse();
        effect.MissingDependencies.ShouldBeFalse();

        other.GetText("content").Insert(5, "f");
        doc.Examine(Read(sent!)).MissingDependencies.ShouldBeTrue();

        other.GetText("content").Delete(0, 1);
        effect = doc.Examine(Read(sent!));
        effect.AddsDeletions.ShouldBeTrue();
        effect.AddsStructs.ShouldBeFalse();

        doc.EncodeStateAsUpdate().ShouldBe(known);
        doc.ApplyUpdate(sent!);
        doc.Examine(Read(sent!)).ChangesNothing.ShouldBeTrue();
    }

    [Fact]
    public void Only_plain_text_of_the_named_root_is_only_text()
    {
        var doc = Open(Budget.Default);
        doc.GetText("content").Insert(0, "abc");
        doc.GetText("content").Delete(1, 1);
        Read(doc.EncodeStateAsUpdate()).IsOnlyText("content").ShouldBeTrue();

        doc.GetText("other").Insert(0, "abc");
        Read(doc.EncodeStateAsUpdate()).IsOnlyText("content").ShouldBeFalse();
    }

    /// <summary>Every prefix of an update, and every single bit of it flipped, is refused or leaves a sound document.</summary>
    [Fact]
    public void Damaged_updates_never_damage_the_document()
    {
        var source = Open(Budget.Default, 2);
        source.GetText("content").Insert(0, "some 😀 text");
        source.GetText("content").Delete(2, 3);
        source.GetText("content").Insert(4, "漢");
        var update = source.EncodeStateAsUpdate();
        for (var length = 0; length < update.Length; length++)
        {
            var cut = update[..length];
            Should.Throw<MalformedUpdateException>(() => Read(cut), $"prefix of {length}");
        }

        for (var bit = 0; bit < update.Length * 8; bit++)
        {
            var flipped = update.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var doc = Open(Budget.Default);
            doc.GetText("content").Insert(0, "an honest text");
            var before = doc.EncodeStateAsUpdate();
            try
            {
                doc.ApplyUpdate(flipped);
            }
            catch (MalformedUpdateException)
            {
                doc.EncodeStateAsUpdate().ShouldBe(before, $"bit {bit}");
            }

            Invariants.Check(doc, doc.GetText("content"));
            var copy = Open(Budget.Default, 3);
            copy.ApplyUpdate(doc.EncodeStateAsUpdate());
            copy.EncodeStateAsUpdate().ShouldBe(doc.EncodeStateAsUpdate(), $"bit {bit}");
        }
    }

    static DecodedUpdate Read(byte[] update) => DecodedUpdate.ReadV1(update, Budget.Default);

    static Doc Open(Budget budget, ulong client = 1) => new(new() { ClientId = client, Budget = budget });

    static byte[] Single(ulong client, int clock, string text)
    {
        var writer = new ByteWriter(256);
        Write(ref writer, 1, 1, client, (ulong)clock);
        writer.WriteByte(4);
        writer.WriteVarUint(1);
        writer.WriteVarString("content");
        writer.WriteVarString(text);
        Write(ref writer, 0);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }

    static byte[] Storm(ulong client, ulong text, int count, int repeat)
    {
        var writer = new ByteWriter(256);
        Write(ref writer, 1, (ulong)(count * repeat), client, 0);
        for (var i = 0; i < count * repeat; i++)
        {
            // A string with only a right origin.
            writer.WriteByte(0x44);
            Write(ref writer, text, (ulong)(1 + i % count));
            writer.WriteVarString("x");
        }

        Write(ref writer, 0);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }

    static void Write(ref ByteWriter writer, params ReadOnlySpan<ulong> numbers)
    {
        foreach (var number in numbers)
            writer.WriteVarUint(number);
    }
}
