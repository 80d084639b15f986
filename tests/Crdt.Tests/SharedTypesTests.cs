using MDReader.Crdt;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

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

    [Fact]
    public void A_type_can_be_embedded_in_a_text()
    {
        var doc = new Doc(new() { ClientId = 1 });
        var text = doc.GetText("text");
        text.Insert(0, "ab");
        var map = (Map)text.InsertEmbed(1, NewType.Map, new() { ["bold"] = true });
        map["x"] = 1;

        text.ToDelta().ShouldBe([
            new DeltaOp.InsertText("a"), new DeltaOp.InsertEmbed(new Value.Shared(map), new() { ["bold"] = true }),
            new DeltaOp.InsertText("b")]);
        var other = new Doc(new() { ClientId = 2 });
        other.ApplyUpdate(doc.EncodeStateAsUpdate());
        ((Map)((Value.Shared)((DeltaOp.InsertEmbed)other.GetText("text").ToDelta()[1]).Value).Of)["x"]
            .ShouldBe((Value)1.0);
    }

    [Fact]
    public void A_map_is_cleared_as_a_whole()
    {
        var map = new Doc(new() { ClientId = 1 }).GetMap("map");
        map["a"] = 1;
        map.Set("b", NewType.Array);

        map.Clear();
        map.Clear();

        map.Count.ShouldBe(0);
    }

    [Fact]
    public void XML_is_walked_in_every_direction()
    {
        var doc = new Doc(new() { ClientId = 1 });
        var xml = doc.GetXmlFragment("xml");
        var second = (XmlElement)xml.InsertAfter(null, NewType.XmlElement("b"));
        var first = (XmlElement)xml.InsertAfter(null, NewType.XmlElement("a"));
        var third = (XmlText)xml.InsertAfter(second, NewType.XmlText);
        var inner = (XmlText)second.Insert(0, NewType.XmlText);
        inner.Insert(0, "in");

        xml.ToString().ShouldBe("<a></a><b>in</b>");
        xml.FirstChild.ShouldBe(first);
        first.NextSibling.ShouldBe(second);
        third.PreviousSibling.ShouldBe(second);
        third.NextSibling.ShouldBeNull();
        first.PreviousSibling.ShouldBeNull();
        inner.NextSibling.ShouldBeNull();
        xml.Descendants().ShouldBe([first, second, inner, third]);
        xml.Delete(1);
        first.NextSibling.ShouldBe(third);
        second.NextSibling.ShouldBeNull();
        Should.Throw<ArgumentException>(() => xml.InsertAfter(second, NewType.XmlText));
        doc.GetXmlElement("root").ToString().ShouldBe("<undefined></undefined>");
    }

    [Fact]
    public void A_document_is_read_as_a_whole()
    {
        var doc = new Doc(new() { ClientId = 1 });
        doc.GetText("text").Insert(0, "a");
        doc.Transact(_ => doc.GetArray("array").Count).ShouldBe(0);
        var other = new Doc(new() { ClientId = 2 });
        other.ApplyUpdate(doc.EncodeStateAsUpdate());

        doc.ToJson().ToJsonText().ShouldBe("""{"text":"a","array":[]}""");
        other.RootNames.ShouldBe(["text"]);
        other.ToJson().ToJsonText().ShouldBe("{}");
    }

    [Fact]
    public void Who_shares_a_client_id_is_told_and_goes_on_with_another()
    {
        var (doc, twin) = (new Doc(new() { ClientId = 1 }), new Doc(new() { ClientId = 1 }));
        var taken = 0;
        doc.ClientIdTaken += () =>
        {
            taken++;
            doc.ClientId = 5;
        };
        twin.GetText("text").Insert(0, "twin");
        doc.GetText("other").Insert(0, "");
        doc.ApplyUpdate(twin.EncodeStateAsUpdate());
        doc.GetText("text").Insert(4, "!");
        twin.ApplyUpdate(doc.EncodeStateAsUpdate());

        taken.ShouldBe(1);
        twin.GetText("text").ToString().ShouldBe("twin!");
        doc.StateVector.Clocks[0].Client.ShouldBe(5UL);
        Should.Throw<InvalidOperationException>(() => doc.Transact(_ => doc.ClientId = 6));
        doc.ClientId.ShouldBe(5UL);
    }

    [Fact]
    public void An_update_event_is_there_in_V2_as_well()
    {
        var doc = new Doc(new() { ClientId = 1 });
        var other = new Doc(new() { ClientId = 2 });
        doc.Updated += update => other.ApplyUpdateV2(update.ToV2());

        doc.GetMap("map")["a"] = 1;
        doc.GetMap("map")["a"] = 2;

        other.EncodeStateAsUpdate().ShouldBe(doc.EncodeStateAsUpdate());
    }
}
