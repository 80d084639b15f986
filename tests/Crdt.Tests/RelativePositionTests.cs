using System.Text;
using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.History;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Positions;
using MDReader.Crdt.Types;

namespace Crdt.Tests;

public class RelativePositionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_position_stays_with_its_character_while_others_write(int assoc)
    {
        var text = Open().GetText("content");
        text.Insert(0, "one two three");
        var position = RelativePosition.At(text, 4, assoc);

        text.Insert(0, "zero ");
        text.Insert(text.Length, " four");

        position.IndexIn(text).ShouldBe(9);
        text.Insert(9, "!");
        position.IndexIn(text).ShouldBe(assoc < 0 ? 9 : 10);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(0, -1)]
    [InlineData(3, -1)]
    public void Every_index_survives_both_encodings(int index, int assoc)
    {
        var text = Open().GetText("content");
        text.Insert(0, "abc");
        var position = RelativePosition.At(text, index, assoc);

        RelativePosition.Decode(position.Encode(), Budget.Default).IndexIn(text).ShouldBe(index);
    }

    [Fact]
    public void A_position_whose_character_is_deleted_is_where_that_stood()
    {
        var text = Open().GetText("content");
        text.Insert(0, "abcdef");
        var position = RelativePosition.At(text, 3);

        text.Delete(1, 4);

        position.IndexIn(text).ShouldBe(1);
    }

    [Fact]
    public void A_position_in_what_hasnt_arrived_is_nowhere()
    {
        var text = Open().GetText("content");
        text.Insert(0, "abc");

        new RelativePosition(null, "content", new Id(77, 0), 0).IndexIn(text).ShouldBeNull();
        new RelativePosition(null, "content", new Id(1, 3), 0).IndexIn(text).ShouldBeNull();
        new RelativePosition(null, "other", null, 0).IndexIn(text).ShouldBeNull();
    }

    [Fact]
    public void A_position_in_a_nested_type_names_that_type()
    {
        var doc = Open();
        var text = (MDReader.Crdt.Types.Text)doc.GetMap("map").Set("title", NewType.Text);
        text.Insert(0, "abc");
        var inside = RelativePosition.At(text, 1);
        var end = RelativePosition.At(text, 3);

        end.Encode()[0].ShouldBe((byte)2);
        end.Type.ShouldBe(text.Id);
        text.Insert(0, "__");

        inside.Resolve(doc).ShouldBe(new(text, 3, 0));
        RelativePosition.Decode(end.Encode(), Budget.Default).Resolve(doc).ShouldBe(new(text, 5, 0));
        doc.GetMap("map").Remove("title");
        inside.Resolve(doc).ShouldBeNull();
    }

    [Fact]
    public void A_position_in_an_array_or_fragment_counts_elements()
    {
        var doc = Open();
        doc.GetArray("array").Insert(0, 1, 2, 3);
        var second = RelativePosition.At(doc.GetArray("array"), 1);
        doc.GetXmlFragment("xml").Insert(0, NewType.XmlElement("p"));
        var end = RelativePosition.At(doc.GetXmlFragment("xml"), 1);

        doc.GetArray("array").Insert(0, 0);
        doc.GetXmlFragment("xml").Insert(0, NewType.XmlElement("p"));

        second.Resolve(doc).ShouldBe(new(doc.GetArray("array"), 2, 0));
        end.Resolve(doc).ShouldBe(new(doc.GetXmlFragment("xml"), 2, 0));
    }

    [Theory]
    [InlineData(0, """{"tname":"content","item":{"client":1,"clock":0},"assoc":0}""")]
    [InlineData(3, """{"tname":"content","assoc":0}""")]
    public void Its_JSON_is_that_of_yjs(int index, string json)
    {
        var text = Open().GetText("content");
        text.Insert(0, "abc");
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            RelativePosition.At(text, index).WriteJson(writer);

        Encoding.UTF8.GetString(stream.ToArray()).ShouldBe(json);
        RelativePosition.FromJson(JsonDocument.Parse(json).RootElement).ShouldBe(RelativePosition.At(text, index));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("""{"item":{"client":-1,"clock":0}}""")]
    [InlineData("""{"item":{"client":1,"clock":1.5}}""")]
    public void JSON_that_names_no_place_gives_none(string json) =>
        RelativePosition.FromJson(JsonDocument.Parse(json).RootElement).ShouldBeNull();

    /// <remarks>The item that was deleted is another one after the undo; a cursor goes along.</remarks>
    [Fact]
    public void A_position_follows_what_an_undo_brought_back()
    {
        var doc = Open();
        var text = doc.GetText("content");
        text.Insert(0, "abcdef");
        var position = RelativePosition.At(text, 3);
        using var undo = new UndoManager(text, new() { Time = TimeProvider.System, CaptureTimeout = TimeSpan.Zero });
        text.Delete(1, 4);
        text.Insert(1, "------");

        undo.Undo();
        undo.Undo();

        text.ToString().ShouldBe("abcdef");
        position.Resolve(doc)!.Index.ShouldBe(3);
        position.ResolveAsWritten(doc)!.Index.ShouldBeOneOf(1, 5);
    }

    static Doc Open() => new(new() { ClientId = 1 });
}
