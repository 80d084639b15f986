using MDReader.Crdt;
using MDReader.Crdt.History;
using MDReader.Crdt.Types;
using Array = MDReader.Crdt.Types.Array;

namespace Crdt.Tests;

public class UndoManagerTests
{
    readonly StoppedClock _clock = new();
    readonly Doc _doc = new(new() { ClientId = 1 });
    readonly Doc _other = new(new() { ClientId = 2 });

    Text Text => _doc.GetText("text");

    UndoOptions Options => new() { Time = _clock, CaptureTimeout = TimeSpan.Zero };

    [Fact]
    public void Undoing_takes_back_what_was_written_and_redoing_brings_it_again()
    {
        using var undo = new UndoManager(Text, Options);
        Text.Insert(0, "abc");
        Text.Delete(1, 1);

        undo.Undo().ShouldNotBeNull();
        Text.ToString().ShouldBe("abc");
        undo.Undo().ShouldNotBeNull();
        Text.ToString().ShouldBe("");
        undo.Undo().ShouldBeNull();
        undo.Redo().ShouldNotBeNull();
        undo.Redo().ShouldNotBeNull();
        undo.Redo().ShouldBeNull();
        Text.ToString().ShouldBe("ac");
    }

    [Fact]
    public void What_others_wrote_stays()
    {
        using var undo = new UndoManager(Text, Options);
        Text.Insert(0, "one three");
        Sync();
        _other.GetText("text").Insert(4, "two ");
        Sync();

        undo.Undo();

        Text.ToString().ShouldBe("two ");
        undo.Redo();
        Text.ToString().ShouldBe("one two three");
        Sync();
        _other.GetText("text").ToString().ShouldBe("one two three");
    }

    [Fact]
    public void Edits_that_follow_each_other_closely_are_one_step()
    {
        using var undo = new UndoManager(Text, Options with { CaptureTimeout = TimeSpan.FromMilliseconds(500) });
        Text.Insert(0, "a");
        _clock.Advance(TimeSpan.FromMilliseconds(499));
        Text.Insert(1, "b");
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Text.Insert(2, "c");
        undo.StopCapturing();
        Text.Insert(3, "d");

        undo.UndoStack.Count.ShouldBe(3);
        undo.Undo();
        Text.ToString().ShouldBe("abc");
        undo.Undo();
        Text.ToString().ShouldBe("ab");
        undo.Undo();
        Text.ToString().ShouldBe("");
    }

    [Fact]
    public void A_type_comes_back_with_all_that_stood_in_it()
    {
        var array = _doc.GetArray("array");
        var map = (Map)array.Insert(0, NewType.Map);
        ((Text)map.Set("title", NewType.Text)).Insert(0, "deep");
        map["done"] = true;
        using var undo = new UndoManager(array, Options);

        array.Delete(0);
        map.IsDeleted.ShouldBeTrue();
        undo.Undo();

        array.ToJson().ToJsonText().ShouldBe("""[{"title":"deep","done":true}]""");
        undo.Redo();
        undo.Undo();
        array.ToJson().ToJsonText().ShouldBe("""[{"title":"deep","done":true}]""");
    }

    [Fact]
    public void What_can_come_back_is_kept_from_the_garbage_collection()
    {
        Text.Insert(0, "kept");
        var undo = new UndoManager(Text, Options);
        Text.Delete(0, 4);
        var kept = _doc.EncodeStateAsUpdate();
        undo.Dispose();
        Text.Insert(0, "gone");
        Text.Delete(0, 4);

        Holds(kept, "kept").ShouldBeTrue();
        Holds(_doc.EncodeStateAsUpdate(), "gone").ShouldBeFalse();
        undo.Undo();
        Text.ToString().ShouldBe("kept");
    }

    /// <remarks>A port lost the text where deleted neighbours had been joined before the undo.</remarks>
    [Fact]
    public void Steps_come_back_one_by_one_after_their_items_were_joined()
    {
        Text.Insert(0, "abcdef");
        using var undo = new UndoManager(Text, Options);
        Text.Delete(0, 2);
        Text.Delete(0, 2);
        Text.Delete(0, 2);

        undo.Undo();
        Text.ToString().ShouldBe("ef");
        undo.Undo();
        Text.ToString().ShouldBe("cdef");
        undo.Undo();
        Text.ToString().ShouldBe("abcdef");
        undo.Redo();
        undo.Redo();
        Text.ToString().ShouldBe("ef");
        undo.Undo();
        undo.Undo();
        Text.ToString().ShouldBe("abcdef");
    }

    /// <remarks>An undone key that was set again must keep the later value: yjs once lost it.</remarks>
    [Fact]
    public void A_key_that_was_undone_and_set_again_is_undone_to_what_it_was()
    {
        var map = _doc.GetMap("map");
        using var undo = new UndoManager(map, Options);
        map["x"] = 1;
        map["x"] = 2;
        undo.Undo();
        map["x"] = 3;
        undo.Undo();
        map["x"].ShouldBe((Value)1.0);
        undo.Redo();
        map["x"].ShouldBe((Value)3.0);
        map.Remove("x");
        undo.Undo();
        map["x"].ShouldBe((Value)3.0);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public void A_value_that_others_replaced_comes_back_only_where_that_is_wanted(bool ignored, int expected)
    {
        var map = _doc.GetMap("map");
        using var undo = new UndoManager(map, Options with { IgnoreRemoteMapChanges = ignored });
        map["x"] = 1;
        map.Remove("x");
        Sync();
        _other.GetMap("map")["x"] = 2;
        _doc.ApplyUpdate(_other.EncodeStateAsUpdate(), "remote");

        undo.Undo();

        map["x"].ShouldBe((Value)expected);
    }

    [Fact]
    public void Formats_are_undone()
    {
        Text.Insert(0, "Attack at dawn");
        using var undo = new UndoManager(Text, Options);
        Text.Format(0, 6, new() { ["bold"] = true });
        Text.Format(0, 6, new() { ["bold"] = Value.Nothing });

        undo.Undo();
        Text.ToDelta()[0].ShouldBe(new DeltaOp.InsertText("Attack", new() { ["bold"] = true }));
        undo.Undo();
        Text.ToDelta().ShouldBe([new DeltaOp.InsertText("Attack at dawn")]);
        undo.Redo();
        Text.ToDelta()[0].ShouldBe(new DeltaOp.InsertText("Attack", new() { ["bold"] = true }));
    }

    [Fact]
    public void Elements_and_their_attributes_are_undone()
    {
        var xml = _doc.GetXmlFragment("xml");
        using var undo = new UndoManager(xml, Options);
        var element = (XmlElement)xml.Insert(0, NewType.XmlElement("p"));
        ((XmlText)element.Insert(0, NewType.XmlText)).Insert(0, "text");
        element.SetAttribute("id", "a");
        element.SetAttribute("id", "b");

        undo.Undo();
        xml.ToString().ShouldBe("""<p id="a">text</p>""");
        undo.Undo();
        xml.ToString().ShouldBe("<p>text</p>");
        undo.Undo();
        undo.Undo();
        undo.Undo();
        xml.ToString().ShouldBe("");
        while (undo.Redo() is not null)
        {
        }

        xml.ToString().ShouldBe("""<p id="b">text</p>""");
    }

    [Fact]
    public void Sub_documents_come_back_by_their_guid()
    {
        var map = _doc.GetMap("map");
        using var undo = new UndoManager(map, Options);
        map["d"] = new Doc(new() { ClientId = 1, Guid = "sub" });
        map.Remove("d");

        undo.Undo();

        ((Value.Document)map["d"]!).Of.Guid.ShouldBe("sub");
        _doc.SubDocuments.ShouldHaveSingleItem().Guid.ShouldBe("sub");
    }

    [Fact]
    public void A_new_edit_forgets_what_was_to_redo()
    {
        using var undo = new UndoManager(Text, Options);
        var cleared = new List<StacksClearedEvent>();
        undo.StackCleared += cleared.Add;
        Text.Insert(0, "a");
        undo.Undo();
        Text.Insert(0, "b");

        undo.CanRedo.ShouldBeFalse();
        cleared.ShouldBe([new(UndoStackCleared: false, RedoStackCleared: true)]);
        undo.Clear();
        undo.CanUndo.ShouldBeFalse();
        cleared.Count.ShouldBe(2);
        undo.Clear();
        cleared.Count.ShouldBe(2);
    }

    [Fact]
    public void A_step_carries_what_was_put_beside_it()
    {
        using var undo = new UndoManager(Text, Options with { CaptureTimeout = TimeSpan.FromDays(1) });
        var told = new List<string>();
        undo.StackItemAdded += happened =>
        {
            happened.StackItem.Meta["cursor"] = 7;
            happened.ChangedTypes.ShouldBe([Text]);
            told.Add($"added {happened.Stack} {happened.Origin}");
        };
        undo.StackItemUpdated += happened => told.Add($"updated {happened.Stack}");
        undo.StackItemPopped += happened => told.Add($"popped {happened.Stack} {happened.StackItem.Meta["cursor"]}");
        Text.Changed += _ => told.Add($"changed, current {undo.CurrentStackItem is not null}");

        Text.Insert(0, "a");
        Text.Insert(1, "b");
        undo.Undo();

        told.ShouldBe([
            "changed, current False", "added Undo ", "changed, current False", "updated Undo",
            "changed, current True", $"added Redo {undo}", "popped Undo 7"]);
        undo.CurrentStackItem.ShouldBeNull();
    }

    [Fact]
    public void Steps_of_which_others_left_nothing_are_passed_over()
    {
        using var undo = new UndoManager(Text, Options);
        Text.Insert(0, "first");
        Text.Insert(5, " second");
        Sync();
        _other.GetText("text").Delete(5, 7);
        _doc.ApplyUpdate(_other.EncodeStateAsUpdate(), "remote");

        undo.Undo();

        Text.ToString().ShouldBe("");
        undo.CanUndo.ShouldBeFalse();
    }

    [Fact]
    public void Deep_nesting_is_undone_without_recursion()
    {
        var array = _doc.GetArray("array");
        _doc.Transact(_ =>
        {
            for (var (depth, at) = (0, array); depth < 20_000; depth++)
                at = (Array)at.Insert(0, NewType.Array);
        });
        using var undo = new UndoManager(array, Options);

        array.Delete(0);
        undo.Undo();

        array.Count.ShouldBe(1);
        ((Array)((Value.Shared)array[0]).Of).Count.ShouldBe(1);
    }

    void Sync()
    {
        _other.ApplyUpdate(_doc.EncodeStateAsUpdate());
        _doc.ApplyUpdate(_other.EncodeStateAsUpdate(), "remote");
    }

    static bool Holds(byte[] update, string text) =>
        MDReader.Crdt.Updates.UpdateBytes.Inspect(update).Structs.Any(item => item.Text == text);
}
