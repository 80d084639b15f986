using MDReader.Crdt;
using MDReader.Crdt.Types;

namespace Crdt.Tests;

public class SharedTypesTests
{
    readonly Doc _doc = new(new() { ClientId = 1 });

    [Fact]
    public void A_map_has_what_was_set_last()
    {
        var map = _doc.GetMap("map");
        map["a"] = 1;
        map["a"] = "two";
        map["b"] = new byte[] { 3 };
        map.Remove("b");
        map.Remove("never");

        map["a"].ShouldBe("two");
        map["b"].ShouldBeNull();
        map.Count.ShouldBe(1);
        map.ContainsKey("b").ShouldBeFalse();
        Copy().GetMap("map").ToJson().ToString().ShouldBe("""{"a":"two"}""");
    }

    [Fact]
    public void Of_two_values_set_at_the_same_time_all_replicas_keep_one()
    {
        var other = new Doc(new() { ClientId = 2 });
        _doc.GetMap("map")["k"] = "one";
        other.GetMap("map")["k"] = "two";
        var mine = _doc.EncodeStateAsUpdate();
        _doc.ApplyUpdate(other.EncodeStateAsUpdate());
        other.ApplyUpdate(mine);

        _doc.GetMap("map")["k"].ShouldBe("two");
        other.GetMap("map")["k"].ShouldBe("two");
        other.EncodeStateAsUpdate().ShouldBe(_doc.EncodeStateAsUpdate());
    }

    [Fact]
    public void An_array_holds_values_of_every_kind_in_order()
    {
        var array = _doc.GetArray("array");
        array.Insert(0, 1, "b", Value.Nothing, new byte[] { 1, 2 }, new Value.BigInt(5));
        array.Insert(1, (Value)new Value[] { "in" });
        array.Delete(2, 2);
        array.Add(true);

        array.ShouldBe([1, new Value[] { "in" }, new byte[] { 1, 2 }, new Value.BigInt(5), true]);
        array[3].ShouldBe(new Value.BigInt(5));
        Copy().GetArray("array").ShouldBe(array);
        Should.Throw<ArgumentOutOfRangeException>(() => array.Insert(6, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => array.Delete(4, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => array[5]);
    }

    [Fact]
    public void Types_nest_and_know_where_they_stand()
    {
        var map = (Map)_doc.GetArray("root").Insert(0, NewType.Map);
        var text = (Text)map.Set("title", NewType.Text);
        text.Insert(0, "Hello");
        ((MDReader.Crdt.Types.Array)map.Set("tags", NewType.Array)).Add("a", "b");

        text.Parent.ShouldBeSameAs(map);
        map.Parent.ShouldBeSameAs(_doc.GetArray("root"));
        text.Id.ShouldBe(new(1, 1));
        text.Name.ShouldBeNull();
        Copy().GetArray("root").ToJson().ToString().ShouldBe("""[{"title":"Hello","tags":["a","b"]}]""");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_deleted_type_is_empty_and_takes_no_edits(bool gc)
    {
        var doc = new Doc(new() { ClientId = 1, Gc = gc });
        var text = (Text)doc.GetMap("map").Set("text", NewType.Text);
        text.Insert(0, "gone");
        doc.GetMap("map").Remove("text");
        doc.GetMap("map")["text"] = "reuses freed blocks";

        text.IsDeleted.ShouldBeTrue();
        text.ToString().ShouldBe("");
        text.Length.ShouldBe(0);
        text.Parent.ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => text.Insert(0, "x")).Message.ShouldContain("IsDeleted");
    }

    [Fact]
    public void A_root_is_what_it_was_first_used_as()
    {
        _doc.GetMap("root");

        Should.Throw<InvalidOperationException>(() => _doc.GetText("root")).Message.ShouldContain("Map");
    }

    [Fact]
    public void A_type_that_stands_somewhere_is_not_put_anywhere_else()
    {
        var array = _doc.GetArray("array");
        array.Insert(0, NewType.Map);

        Should.Throw<ArgumentException>(() => array.Insert(0, 1, array[0]));
        array.Count.ShouldBe(1);
    }

    [Fact]
    public void XML_is_read_back_as_it_was_built()
    {
        var fragment = _doc.GetXmlFragment("xml");
        var paragraph = (XmlElement)fragment.Insert(0, NewType.XmlElement("P"));
        paragraph.SetAttribute("lang", "en");
        paragraph.SetAttribute("class", "a");
        paragraph.SetAttribute("gone", 1);
        paragraph.RemoveAttribute("gone");
        var text = (XmlText)paragraph.Insert(0, NewType.XmlText);
        text.Insert(0, "bold", new() { ["b"] = new Value.Object { ["x"] = 1 } });
        text.Insert(0, "plain ", new());
        ((XmlHook)fragment.Insert(1, NewType.XmlHook("chart")))["size"] = 2;
        fragment.Insert(2, NewType.XmlElement("hr"));
        fragment.Delete(2);

        fragment.ToString()
            .ShouldBe("<p class=\"a\" lang=\"en\">plain <b x=\"1\">bold</b></p>[object Object]");
        var copy = Copy().GetXmlFragment("xml");
        copy.ToString().ShouldBe(fragment.ToString());
        ((XmlHook)((Value.Shared)copy[1]).Of).HookName.ShouldBe("chart");
    }

    [Fact]
    public void Edits_of_all_types_in_one_transaction_are_one_update()
    {
        var updates = new List<UpdateEvent>();
        _doc.Updated += updates.Add;
        _doc.Transact(_ =>
        {
            _doc.GetMap("map")["a"] = 1;
            _doc.GetArray("array").Add(1, 2);
            _doc.GetText("text").Insert(0, "x");
        }, "me");

        updates.ShouldHaveSingleItem().Origin.ShouldBe("me");
        var copy = new Doc(new() { ClientId = 2 });
        copy.ApplyUpdate(updates[0].Update);
        copy.EncodeStateAsUpdate().ShouldBe(_doc.EncodeStateAsUpdate());
    }

    Doc Copy()
    {
        var copy = new Doc(new() { ClientId = 99 });
        copy.ApplyUpdate(_doc.EncodeStateAsUpdate());
        copy.EncodeStateAsUpdate().ShouldBe(_doc.EncodeStateAsUpdate());
        return copy;
    }
}
