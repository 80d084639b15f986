using MDReader.Conformance;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Types;
using Crdt.Tests.Sessions;

namespace Crdt.Tests;

public class TypeCopyTests
{
    readonly Doc _doc = new(new() { ClientId = 1 });

    [Fact]
    public void A_copy_holds_what_the_type_held_and_goes_its_own_way()
    {
        var task = (Map)_doc.GetArray("tasks").Insert(0, NewType.Map);
        task["done"] = false;
        var title = (Text)task.Set("title", NewType.Text);
        title.Insert(0, "Water", new Value.Object { ["bold"] = true });
        title.Insert(5, " the plants", new Value.Object());
        ((Map)title.InsertEmbed(5, NewType.Map))["kind"] = "pot";

        var copied = (Map)_doc.GetArray("tasks").Insert(1, NewType.CopyOf(task));

        Dump.OfRoot(_doc, "tasks", "array")!.ToJsonString().ShouldBe(Repeated(copied));
        ((Text)((Value.Shared)copied["title"]!).Of).Delete(0, 5);
        title.ToString().ShouldBe("Water the plants");
    }

    [Fact]
    public void A_type_is_copied_into_itself_as_it_was()
    {
        var list = _doc.GetArray("list");
        list.Add("a", "b");

        list.Insert(1, NewType.CopyOf(list));

        list.ToJson().ShouldBe(new Value[] { "a", new Value[] { "a", "b" }, "b" });
    }

    [Fact]
    public void A_sub_document_is_copied_as_another_of_the_same_guid()
    {
        _doc.GetMap("files")["one"] = new Doc(new() { ClientId = 1, Guid = "g", Meta = "note" });

        var copied = (Map)_doc.GetArray("copies").Insert(0, NewType.CopyOf(_doc.GetMap("files")));

        var one = ((Value.Document)copied["one"]!).Of;
        one.Guid.ShouldBe("g");
        one.Meta.ShouldBe("note");
        _doc.SubDocuments.Count.ShouldBe(2);
    }

    [Fact]
    public void Depth_is_no_danger()
    {
        var deep = new Doc(new() { ClientId = 1, Budget = Budget.Unlimited });
        var list = deep.GetArray("list");
        for (var depth = 0; depth < 20_000; depth++)
            list = (MDReader.Crdt.Types.Array)list.Insert(0, NewType.Array);

        deep.GetMap("copies").Set("list", NewType.CopyOf(deep.GetArray("list"))).ShouldBeOfType<MDReader.Crdt.Types.Array>();
    }

    /// <summary>Whatever random sessions build, in every kind of type.</summary>
    [Theory]
    [InlineData("text", "text")]
    [InlineData("array", "array")]
    [InlineData("map", "map")]
    [InlineData("xml", "xmlfragment")]
    public void Whatever_is_built_is_copied_whole(string name, string kind)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var doc = new Doc(new() { ClientId = 1 });
            SessionEdits.LiveTypes(doc, Features.All);
            for (var edit = 0; edit < 100; edit++)
                SessionEdits.Make(doc, Features.All & ~Features.SubDocuments, [.. Enumerable.Range(0, 8).Select(_ => random.Next(1000))]);
            AbstractType root = kind switch
            {
                "text" => doc.GetText(name),
                "array" => doc.GetArray(name),
                "map" => doc.GetMap(name),
                _ => doc.GetXmlFragment(name),
            };
            var other = new Doc(new() { ClientId = 2 });

            other.GetMap("copies").Set("it", NewType.CopyOf(root));

            var expected = Dump.OfRoot(doc, name, kind)!.ToJsonString();
            Dump.OfRoot(other, "copies", "map")!["v"]!["it"]!.ToJsonString().ShouldBe(expected, $"seed {seed}");
        }
    }

    /// <summary>The root of two tasks, both as this one is.</summary>
    static string Repeated(Map task)
    {
        var one = Dump.OfRoot(task.Doc, "tasks", "array")!["v"]![1]!.ToJsonString();
        return $$"""{"$":"array","v":[{{one}},{{one}}]}""";
    }
}
