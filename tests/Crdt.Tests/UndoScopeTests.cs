using MDReader.Crdt;
using MDReader.Crdt.History;
using MDReader.Crdt.Types;

namespace Crdt.Tests;

/// <summary>Which edits an undo manager takes up.</summary>
public class UndoScopeTests
{
    readonly StoppedClock _clock = new();
    readonly Doc _doc = new(new() { ClientId = 1 });
    readonly Doc _other = new(new() { ClientId = 2 });

    Text Text => _doc.GetText("text");

    UndoOptions Options => new() { Time = _clock, CaptureTimeout = TimeSpan.Zero };

    [Fact]
    public void Only_tracked_origins_are_taken_up()
    {
        using var undo = new UndoManager(Text, Options with { TrackedOrigins = ["mine", typeof(Random)] });
        _doc.Transact(_ => Text.Insert(0, "nobody's "));
        _doc.Transact(_ => Text.Insert(0, "mine "), "mine");
        _doc.Transact(_ => Text.Insert(0, "a kind's "), new Random(1));
        _doc.Transact(_ => Text.Insert(0, "another's "), "another");

        undo.UndoStack.Count.ShouldBe(2);
        undo.AddTrackedOrigin("another");
        undo.RemoveTrackedOrigin("mine");
        _doc.Transact(_ => Text.Insert(0, "1"), "another");
        _doc.Transact(_ => Text.Insert(0, "2"), "mine");

        undo.UndoStack.Count.ShouldBe(3);
        undo.Undo();
        undo.Undo();
        Text.ToString().ShouldBe("2another's mine nobody's ");
    }

    [Fact]
    public void Only_what_is_in_the_scope_is_taken_up()
    {
        var map = _doc.GetMap("map");
        using var undo = new UndoManager([Text, map], Options);
        var nested = (Text)map.Set("title", NewType.Text);
        nested.Insert(0, "title");
        _doc.GetArray("array").Add(1);

        undo.UndoStack.Count.ShouldBe(2);
        undo.AddToScope(_doc.GetArray("array"));
        _doc.GetArray("array").Add(2);
        undo.Undo();
        undo.Undo();

        nested.ToString().ShouldBe("");
        _doc.GetArray("array").ToJson().ToJsonText().ShouldBe("[1]");
        Should.Throw<ArgumentException>(() => undo.AddToScope(_other.GetText("text")));
    }

    [Fact]
    public void A_whole_document_can_be_the_scope()
    {
        using var undo = new UndoManager(_doc, Options);
        Text.Insert(0, "a");
        _doc.GetMap("map")["key"] = 1;

        undo.Undo();
        undo.Undo();

        Text.Length.ShouldBe(0);
        _doc.GetMap("map").Count.ShouldBe(0);
        undo.CanUndo.ShouldBeFalse();
    }

    [Fact]
    public void A_filter_says_what_may_be_deleted_and_what_is_taken_up()
    {
        var xml = _doc.GetXmlFragment("xml");
        using var undo = new UndoManager(xml, Options with
        {
            DeleteFilter = item => item.Type is not XmlElement,
            CaptureTransaction = transaction => transaction.Origin is null,
        });
        _doc.Transact(_ =>
        {
            xml.Insert(0, NewType.XmlElement("p"));
            xml.Insert(1, NewType.XmlText);
        });
        undo.AddTrackedOrigin("import");
        _doc.Transact(_ => xml.Insert(0, NewType.XmlElement("li")), "import");

        undo.UndoStack.Count.ShouldBe(1);
        undo.Undo();
        xml.ToString().ShouldBe("<li></li><p></p>");
    }

    [Fact]
    public void A_filter_that_fails_leaves_a_document_that_works()
    {
        using var undo = new UndoManager(Text, Options with
        {
            CaptureTransaction = _ => throw new InvalidOperationException("no"),
        });

        Should.Throw<InvalidOperationException>(() => Text.Insert(0, "a"));

        undo.Dispose();
        Text.Insert(1, "b");
        Text.ToString().ShouldBe("ab");
    }
}
