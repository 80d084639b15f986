using MDReader.Crdt;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;

namespace Crdt.Tests;

public class ObserverTests
{
    static readonly Value.Object Bold = new() { ["bold"] = true };

    readonly Doc _doc = new(new() { ClientId = 1 });
    readonly List<TypeEvent> _events = [];

    [Fact]
    public void A_text_tells_what_changed_as_a_delta()
    {
        var text = _doc.GetText("text");
        text.Insert(0, "Hello world");
        text.Changed += _events.Add;
        _doc.Transact(_ =>
        {
            text.Format(0, 5, Bold);
            text.Delete(5, 1);
            text.Insert(5, "-", new());
        }, "me");

        var told = _events.ShouldHaveSingleItem();
        told.Delta.ShouldBe([
            new DeltaOp.Retain(5, Bold), new DeltaOp.Delete(1), new DeltaOp.InsertText("-")]);
        told.Origin.ShouldBe("me");
        told.IsLocal.ShouldBeTrue();
        told.Path.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_typed_on_at_the_end_of_a_block_is_told_alone()
    {
        var text = _doc.GetText("text");
        text.Insert(0, "ab");
        text.Changed += _events.Add;
        text.Insert(2, "cd");

        _events.ShouldHaveSingleItem().Delta.ShouldBe([new DeltaOp.Retain(2), new DeltaOp.InsertText("cd")]);
    }

    [Fact]
    public void A_remote_update_is_told_too()
    {
        var other = new Doc(new() { ClientId = 2 });
        other.GetText("text").Insert(0, "theirs");
        _doc.GetText("text").Changed += _events.Add;
        _doc.ApplyUpdate(other.EncodeStateAsUpdate(), "network");

        var told = _events.ShouldHaveSingleItem();
        told.Delta.ShouldBe([new DeltaOp.InsertText("theirs")]);
        told.IsLocal.ShouldBeFalse();
        told.Origin.ShouldBe("network");
    }

    [Fact]
    public void An_array_tells_values_and_a_map_tells_old_values()
    {
        var array = _doc.GetArray("array");
        var map = _doc.GetMap("map");
        array.Add(1, 2, 3);
        map["kept"] = "old";
        map["gone"] = "old";
        array.Changed += _events.Add;
        map.Changed += _events.Add;
        _doc.Transact(_ =>
        {
            array.Delete(1);
            array.Insert(1, "a", "b");
            map["kept"] = "new";
            map["new"] = 1;
            map.Remove("gone");
            map["never"] = 1;
            map.Remove("never");
        });

        _events.Count.ShouldBe(2);
        _events[0].Delta.ShouldBe([
            new DeltaOp.Retain(1), new DeltaOp.InsertValues(["a", "b"]), new DeltaOp.Delete(1)]);
        _events[1].Delta.ShouldBeEmpty();
        _events[1].Keys.OrderBy(change => change.Key).ShouldBe([
            new("gone", new KeyChange.Deleted("old")), new("kept", new KeyChange.Updated("old")),
            new("new", new KeyChange.Added())]);
    }

    [Fact]
    public void Deep_observers_hear_of_types_within_by_their_path_nearest_first()
    {
        var root = _doc.GetMap("root");
        var array = (MDReader.Crdt.Types.Array)root.Set("list", NewType.Array);
        array.Add(1, 2);
        var text = (Text)array.Insert(2, NewType.Text);
        var heard = new List<IReadOnlyList<TypeEvent>>();
        root.ChangedDeep += heard.Add;
        _doc.Transact(_ =>
        {
            text.Insert(0, "x");
            root["k"] = 1;
            array.Delete(0);
        });

        heard.ShouldHaveSingleItem().Select(told => new Value.List(told.Path).ToString())
            .ShouldBe(["[]", "[\"list\"]", "[\"list\",1]"]);
        heard[0][2].Target.ShouldBeSameAs(text);
        heard[0][2].CurrentTarget.ShouldBeSameAs(root);
    }

    [Fact]
    public void What_happens_in_a_new_or_deleted_type_is_told_with_that_type()
    {
        var root = _doc.GetMap("root");
        var old = (Text)root.Set("old", NewType.Text);
        var heard = new List<IReadOnlyList<TypeEvent>>();
        root.ChangedDeep += heard.Add;
        _doc.Transact(_ =>
        {
            old.Insert(0, "x");
            ((Text)root.Set("new", NewType.Text)).Insert(0, "y");
            root.Remove("old");
        });

        var told = heard.ShouldHaveSingleItem().ShouldHaveSingleItem();
        told.Keys["old"].ShouldBe(new KeyChange.Deleted(new Value.Shared(old)));
        told.Keys["new"].ShouldBe(new KeyChange.Added());
    }

    [Fact]
    public void A_listener_that_edits_is_told_of_it_afterwards_and_all_hear_the_same_order()
    {
        var text = _doc.GetText("text");
        var heard = new List<string>();
        text.Changed += told =>
        {
            heard.Add($"first {told.Delta.Count}");
            if (text.Length == 1)
                text.Insert(1, "b");
        };
        text.Changed += told => heard.Add($"second {told.Delta.Count}");
        _doc.Updated += _ => heard.Add("update");
        text.Insert(0, "a");

        heard.ShouldBe(["first 1", "second 1", "update", "first 2", "second 2", "update"]);
        text.ToString().ShouldBe("ab");
    }

    [Fact]
    public void A_listener_that_fails_keeps_nobody_from_hearing()
    {
        var updates = 0;
        _doc.GetText("text").Changed += _ => throw new InvalidDataException("mine");
        _doc.Updated += _ => updates++;

        Should.Throw<InvalidDataException>(() => _doc.GetText("text").Insert(0, "a"));
        updates.ShouldBe(1);
        Should.Throw<InvalidDataException>(() => _doc.GetText("text").Insert(0, "a"));
        _doc.GetText("text").ToString().ShouldBe("aa");
    }

    [Fact]
    public void Who_stopped_listening_costs_nothing_any_more()
    {
        var text = _doc.GetText("text");
        text.Changed += _events.Add;
        _doc.IsWatched.ShouldBeTrue();
        text.Changed -= _events.Add;
        text.Changed -= _events.Add;

        _doc.IsWatched.ShouldBeFalse();
        text.Insert(0, "x");
        _events.ShouldBeEmpty();
    }

    [Fact]
    public void The_end_of_a_transaction_tells_what_it_did()
    {
        var ended = new List<TransactionEvent>();
        _doc.GetText("text").Insert(0, "abc");
        _doc.TransactionEnded += ended.Add;
        _doc.Transact(_ =>
        {
            _doc.GetText("text").Delete(0, 1);
            _doc.GetMap("map")["k"] = 1;
        }, "why");
        _doc.Transact(_ => { });

        ended.Count.ShouldBe(2);
        ended[0].Origin.ShouldBe("why");
        ended[0].Added.ShouldBe([new ClientRange(1, 3, 4)]);
        ended[0].Deleted.ShouldBe([new ClientRange(1, 0, 1)]);
        ended[0].Changed.ShouldBe([_doc.GetText("text"), _doc.GetMap("map")]);
        ended[1].Changed.ShouldBeEmpty();
    }
}
