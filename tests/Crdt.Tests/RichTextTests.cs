using MDReader.Crdt;
using MDReader.Crdt.Types;

namespace Crdt.Tests;

public class RichTextTests
{
    static readonly Value.Object Bold = new() { ["bold"] = true };

    readonly Doc _doc = new(new() { ClientId = 1 });

    Text Text => _doc.GetText("text");

    [Fact]
    public void What_is_typed_in_a_format_has_it_and_what_is_typed_behind_it_has_not()
    {
        Text.Insert(0, "plain");
        Text.Insert(5, "bold", Bold);
        Text.Insert(7, "XX");
        Text.Insert(11, "after", new());

        Text.ToDelta().ShouldBe([
            new DeltaOp.InsertText("plain"), new DeltaOp.InsertText("boXXld", Bold), new DeltaOp.InsertText("after")]);
    }

    [Fact]
    public void Formats_are_set_replaced_and_removed_over_a_range()
    {
        Text.Insert(0, "0123456789");
        Text.Format(2, 6, Bold);
        Text.Format(4, 2, new() { ["bold"] = Value.Nothing, ["color"] = "red" });

        Text.ToDelta().ShouldBe([
            new DeltaOp.InsertText("01"), new DeltaOp.InsertText("23", Bold),
            new DeltaOp.InsertText("45", new() { ["color"] = "red" }), new DeltaOp.InsertText("67", Bold),
            new DeltaOp.InsertText("89")]);
        Text.Length.ShouldBe(10);
        Text.ToString().ShouldBe("0123456789");
    }

    [Fact]
    public void An_embedded_value_is_one_unit_without_text()
    {
        Text.Insert(0, "ab");
        Text.InsertEmbed(1, new Value.Object { ["image"] = "u.png" }, Bold);

        Text.Length.ShouldBe(3);
        Text.ToString().ShouldBe("ab");
        Text.ToDelta()[1].ShouldBe(
            new DeltaOp.InsertEmbed(new Value.Object { ["image"] = "u.png" }, Bold));
        Should.Throw<ArgumentException>(() => Text.InsertEmbed(0, new Value.BigInt(1)));
        Text.Length.ShouldBe(3);
    }

    [Fact]
    public void A_delta_is_applied_step_by_step()
    {
        Text.Insert(0, "Hello world");
        Text.ApplyDelta([
            new DeltaOp.Retain(5, Bold), new DeltaOp.Delete(1), new DeltaOp.InsertText(", "),
            new DeltaOp.InsertEmbed("star"), new DeltaOp.Retain(5)]);

        Text.ToDelta().ShouldBe([
            new DeltaOp.InsertText("Hello", Bold), new DeltaOp.InsertText(", "), new DeltaOp.InsertEmbed("star"),
            new DeltaOp.InsertText("world")]);
        Should.Throw<ArgumentException>(() => Text.ApplyDelta([new DeltaOp.InsertValues([1])]));
    }

    [Fact]
    public void Deleting_formatted_text_deletes_the_marks_that_hold_for_nothing()
    {
        Text.Insert(0, "ab");
        Text.Insert(1, "bold", Bold);
        Text.Delete(1, 4);
        var copy = new Doc(new() { ClientId = 2 });
        copy.ApplyUpdate(_doc.EncodeStateAsUpdate());

        copy.GetText("text").ToDelta().ShouldBe([new DeltaOp.InsertText("ab")]);
        _doc.DeletedRanges.Sum(range => range.Length).ShouldBe(4 + 2);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void A_format_covers_whole_surrogate_pairs(int index, int atLeast)
    {
        Text.Insert(0, "😀b");
        Text.Format(index, Math.Max(1, atLeast), Bold);

        Text.ToDelta().ShouldBe(
            [new DeltaOp.InsertText("😀", Bold), new DeltaOp.InsertText("b")]);
    }

    [Fact]
    public void A_step_of_a_delta_never_cuts_a_surrogate_pair()
    {
        Text.Insert(0, "😀😀b");
        Text.ApplyDelta([new DeltaOp.Retain(1), new DeltaOp.Delete(2), new DeltaOp.InsertText("x")]);

        Text.ToString().ShouldNotContain('\uFFFD');
        Text.ToString().ShouldBe("😀xb");
    }

    [Fact]
    public void A_text_has_attributes_of_its_own()
    {
        Text.SetAttribute("lang", "en");
        Text.SetAttribute("gone", 1);
        Text.RemoveAttribute("gone");

        Text.GetAttribute("lang").ShouldBe("en");
        Text.Attributes.ShouldHaveSingleItem();
        Text.Length.ShouldBe(0);
    }
}
