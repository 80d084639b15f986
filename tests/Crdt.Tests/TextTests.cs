using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

public class TextTests
{
    [Fact]
    public void Inserting_and_deleting_read_back()
    {
        var text = Open(1).GetText("content");

        text.Insert(0, "Hello world");
        text.Insert(5, ",");
        text.Delete(6, 6);

        text.ToString().ShouldBe("Hello,");
        text.Length.ShouldBe(6);
    }

    [Theory]
    [InlineData(1, "😀")]
    [InlineData(2, "a😀")]
    public void An_insertion_never_cuts_a_surrogate_pair(int index, string before)
    {
        var text = Open(1).GetText("content");
        text.Insert(0, before);

        text.Insert(index, "x");

        text.ToString().ShouldBe(before[..(index - 1)] + "x" + before[(index - 1)..]);
    }

    [Theory]
    [InlineData(0, 1, "b")]
    [InlineData(1, 1, "b")]
    [InlineData(1, 2, "")]
    public void A_deletion_takes_surrogate_pairs_whole(int index, int length, string left)
    {
        var text = Open(1).GetText("content");
        text.Insert(0, "😀b");

        text.Delete(index, length);

        text.ToString().ShouldBe(left);
    }

    [Fact]
    public void Lone_surrogates_become_the_replacement_character()
    {
        var doc = Open(1);
        doc.GetText("content").Insert(0, "a\uD83Db\uDE00😀");

        doc.GetText("content").ToString().ShouldBe("a\uFFFDb\uFFFD😀");
        Copy(doc).GetText("content").ToString().ShouldBe("a\uFFFDb\uFFFD😀");
    }

    [Fact]
    public void An_id_stays_with_its_character()
    {
        var text = Open(1).GetText("content");
        text.Insert(0, "abc");
        var id = text.IdAt(1);

        text.Insert(0, "xyz");
        text.IndexOf(id).ShouldBe(4);

        text.Delete(4, 1);
        text.IndexOf(id).ShouldBeNull();
        text.IndexOf(new Id(99, 0)).ShouldBeNull();
        text.IndexOf(new Id(1, 1000)).ShouldBeNull();
    }

    [Fact]
    public void A_transaction_is_one_update()
    {
        var doc = Open(1);
        var updates = new List<UpdateEvent>();
        doc.Updated += updates.Add;

        doc.Transact(_ =>
        {
            doc.GetText("content").Insert(0, "one");
            doc.Transact(_ => doc.GetText("content").Insert(3, " two"));
        }, origin: "me");

        updates.Count.ShouldBe(1);
        updates[0].Origin.ShouldBe("me");
        var copy = Open(2);
        copy.ApplyUpdate(updates[0].Update);
        copy.GetText("content").ToString().ShouldBe("one two");
    }

    [Fact]
    public void An_update_that_is_known_raises_nothing()
    {
        var doc = Open(1);
        doc.GetText("content").Insert(0, "one");
        var copy = Copy(doc);
        var raised = 0;
        copy.Updated += _ => raised++;

        copy.ApplyUpdate(doc.EncodeStateAsUpdate());

        raised.ShouldBe(0);
    }

    [Fact]
    public void An_update_that_is_known_in_part_raises_the_rest()
    {
        var doc = Open(1);
        doc.GetText("content").Insert(0, "one");
        var copy = Copy(doc);
        doc.GetText("content").Insert(3, " two");
        var raised = new List<byte[]>();
        copy.Updated += update => raised.Add(update.Update);

        copy.ApplyUpdate(doc.EncodeStateAsUpdate());

        DecodedUpdate.ReadV1(raised.ShouldHaveSingleItem(), Budget.Default).Clients.ShouldBe([new(1, 3, 7)]);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("漢")]
    public void Deleted_text_is_let_go_of(string letter)
    {
        var doc = Open(1);
        var text = doc.GetText("content");
        for (var i = 0; i < 100; i++)
        {
            text.Insert(text.Length, string.Concat(Enumerable.Repeat(letter, 1000)) + i);
            text.Delete(text.Length - 990, 980);
        }

        var expected = text.ToString();
        doc.Store.Clients[0].Text.Length.ShouldBeLessThan(60_000);
        text.Insert(30, "still here");
        text.ToString().ShouldBe(expected.Insert(30, "still here"));
        Copy(doc).GetText("content").ToString().ShouldBe(text.ToString());
        Invariants.Check(doc, text);
    }

    [Fact]
    public void A_transaction_that_has_ended_is_of_no_more_use()
    {
        Transaction? kept = null;
        Open(1).Transact(transaction => kept = transaction);

        Should.Throw<InvalidOperationException>(() => kept!.Doc);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void An_index_outside_the_text_is_refused(int index)
    {
        var text = Open(1).GetText("content");
        text.Insert(0, "abc");

        Should.Throw<ArgumentOutOfRangeException>(() => text.Insert(index, "x"));
        Should.Throw<ArgumentOutOfRangeException>(() => text.Delete(index, 1));
        text.ToString().ShouldBe("abc");
    }

    static Doc Open(ulong client) => new(new() { ClientId = client });

    static Doc Copy(Doc doc)
    {
        var copy = Open(doc.ClientId + 1);
        copy.ApplyUpdate(doc.EncodeStateAsUpdate());
        return copy;
    }
}
