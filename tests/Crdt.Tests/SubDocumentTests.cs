using MDReader.Crdt;
using MDReader.Crdt.Types;

namespace Crdt.Tests;

public class SubDocumentTests
{
    readonly Doc _doc = new(new() { ClientId = 1 });
    readonly List<SubDocumentsEvent> _events = [];

    public SubDocumentTests() => _doc.SubDocumentsChanged += _events.Add;

    [Fact]
    public void A_sub_document_arrives_as_its_guid_and_options_and_is_loaded_when_it_is_wanted()
    {
        var meta = new Value.Object { ["title"] = "a" };
        var made = new Doc(new() { ClientId = 1, Guid = "sub", Meta = meta, Gc = false });
        _doc.GetMap("map")["d"] = made;
        var other = new Doc(new() { ClientId = 2 });
        var heard = new List<SubDocumentsEvent>();
        other.SubDocumentsChanged += heard.Add;
        other.ApplyUpdate(_doc.EncodeStateAsUpdate());

        _events.ShouldHaveSingleItem().Loaded.ShouldBe([made]);
        var arrived = heard.ShouldHaveSingleItem().Added.ShouldHaveSingleItem();
        heard[0].Loaded.ShouldBeEmpty();
        other.GetMap("map")["d"].ShouldBe(new Value.Document(arrived));
        (arrived.Guid, arrived.Gc, arrived.ClientId, arrived.IsWanted).ShouldBe(("sub", false, 2ul, false));
        arrived.Meta.ShouldBe(meta);
        arrived.Load();
        arrived.Load();
        heard.Count.ShouldBe(2);
        heard[1].Loaded.ShouldBe([arrived]);
        other.SubDocuments.ShouldBe([arrived]);
    }

    [Fact]
    public void One_that_is_loaded_by_everybody_says_so()
    {
        _doc.GetArray("array").Add(new Doc(new() { ClientId = 1, Guid = "sub", AutoLoad = true }));
        var other = new Doc(new() { ClientId = 2 });
        var heard = new List<SubDocumentsEvent>();
        other.SubDocumentsChanged += heard.Add;
        other.ApplyUpdate(_doc.EncodeStateAsUpdate());

        heard.ShouldHaveSingleItem().Loaded.ShouldHaveSingleItem().AutoLoad.ShouldBeTrue();
    }

    [Fact]
    public void One_that_is_replaced_or_deleted_is_told_as_removed()
    {
        var first = new Doc(new() { ClientId = 1, Guid = "one" });
        var second = new Doc(new() { ClientId = 1, Guid = "two" });
        _doc.GetMap("map")["d"] = first;
        _doc.GetMap("map")["d"] = second;
        _doc.GetMap("map").Remove("d");
        _doc.Transact(_ =>
        {
            _doc.GetArray("array").Add(new Doc(new() { ClientId = 1, Guid = "never" }));
            _doc.GetArray("array").Delete(0);
        });

        _events[1].Removed.ShouldBe([first]);
        _events[1].Added.ShouldBe([second]);
        _events[2].Removed.ShouldBe([second]);
        _events.Skip(3).SelectMany(told => told.Added.Concat(told.Removed)).ShouldBeEmpty();
        _doc.SubDocuments.Count.ShouldBe(0);
    }

    [Fact]
    public void A_document_stands_in_one_place_and_has_a_guid()
    {
        var array = _doc.GetArray("array");
        var made = new Doc(new() { ClientId = 1, Guid = "sub" });
        array.Add(made);

        Should.Throw<ArgumentException>(() => array.Add(made)).Message.ShouldContain("sub");
        Should.Throw<ArgumentException>(() => array.Add(new Doc(new() { ClientId = 1 }))).Message.ShouldContain("guid");
        array.Count.ShouldBe(1);
    }

    [Fact]
    public void A_sub_document_that_is_unloaded_leaves_another_to_be_loaded_again()
    {
        var made = new Doc(new() { ClientId = 1, Guid = "sub" });
        _doc.GetMap("map")["d"] = made;
        _events.Clear();

        made.Unload();

        var told = _events.ShouldHaveSingleItem();
        told.Removed.ShouldBe([made]);
        var fresh = told.Added.ShouldHaveSingleItem();
        fresh.Guid.ShouldBe("sub");
        fresh.IsWanted.ShouldBeFalse();
        ((Value.Document)_doc.GetMap("map")["d"]!).Of.ShouldBe(fresh);
        fresh.Load();
        _events[^1].Loaded.ShouldBe([fresh]);
        made.Unload();
        _events.Count.ShouldBe(2);
    }
}
