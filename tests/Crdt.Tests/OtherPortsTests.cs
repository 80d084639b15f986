using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.History;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Positions;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

/// <summary>What other implementations of Yjs, and yjs itself, got wrong once: each has a name here.</summary>
public class OtherPortsTests
{
    [Fact]
    public void Indices_count_UTF16_units_whatever_is_written()
    {
        var doc = SessionRecording.Open(1);
        doc.GetText("content").Insert(0, "é漢😀x");

        doc.GetText("content").Insert(4, "!");

        doc.GetText("content").ToString().ShouldBe("é漢😀!x");
        doc.StateVector[1].ShouldBe(6);
    }

    [Fact]
    public void Client_ids_of_53_bits_stay_whole()
    {
        const ulong Client = (1UL << 53) - 1;
        var doc = SessionRecording.Open(Client);
        doc.GetText("content").Insert(0, "a");
        var copy = SessionRecording.Open(Client - (1UL << 32));
        copy.ApplyUpdateV2(UpdateBytes.ToV2(doc.EncodeStateAsUpdate()));
        copy.GetText("content").Insert(0, "b");

        copy.StateVector[Client].ShouldBe(1);
        copy.StateVector[Client - (1UL << 32)].ShouldBe(1);
        StateVector.Decode(copy.StateVector.Encode(), Budget.Default).ShouldBe(copy.StateVector);
    }

    [Fact]
    public void Updates_that_come_backwards_leave_nothing_waiting()
    {
        var (updates, whole) = SessionRecording.Make(new Random(1), 200);
        var doc = SessionRecording.Open(3);
        foreach (var update in Enumerable.Reverse(updates))
            doc.ApplyUpdate(update);

        doc.HasPending.ShouldBeFalse();
        doc.EncodeStateAsUpdate().ShouldBe(whole.EncodeStateAsUpdate());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_struct_of_no_length_is_refused(int kind)
    {
        var update = kind == 0 ? new UpdateText().Of(1, 0).Gc(0) : new UpdateText().Of(1, 0).Text("content", "");

        Should.Throw<MalformedUpdateException>(() => SessionRecording.Open(2).ApplyUpdate(update.Bytes))
            .Reason.ShouldBe(MalformedReason.EmptyStruct);
    }

    [Fact]
    public void Who_finds_its_own_id_used_goes_on_behind_what_was_written()
    {
        var doc = SessionRecording.Open(1);
        doc.ApplyUpdate(new UpdateText().Of(1, 0).Text("content", "other").Bytes);

        doc.GetText("content").Insert(5, "!");

        doc.GetText("content").IdAt(5).ShouldBe(new Id(1, 5));
    }

    [Fact]
    public void Deletions_that_overlap_and_touch_are_one_range()
    {
        var doc = SessionRecording.Open(2);
        doc.ApplyUpdate(new UpdateText().Of(1, 0).Text("content", "abcdefgh").Bytes);
        doc.ApplyUpdate(new UpdateText().Delete(1, 4, 2).Delete(1, 1, 2).Delete(1, 2, 2).Bytes);

        doc.DeletedRanges.ShouldBe([new(1, 1, 6)]);
        var merged = UpdateBytes.Merge([new UpdateText().Delete(1, 0, 2).Bytes, new UpdateText().Delete(1, 1, 3).Bytes]);
        DecodedUpdate.ReadV1(merged, Budget.Default).DeletedRanges.ShouldBe([new(1, 0, 4)]);
    }

    [Fact]
    public void A_hook_is_read_in_both_versions()
    {
        var update = new UpdateText().Of(1, 0).Type("xml", 5, "drawing").Bytes;
        foreach (var inV2 in (bool[])[false, true])
        {
            var doc = SessionRecording.Open(2);
            if (inV2)
                doc.ApplyUpdateV2(UpdateBytes.ToV2(update));
            else
                doc.ApplyUpdate(update);

            ((XmlHook)((Value.Shared)doc.GetXmlFragment("xml")[0]).Of).HookName.ShouldBe("drawing");
        }
    }

    /// <remarks>yjs 13 keeps such structs waiting for ever.</remarks>
    [Fact]
    public void What_stands_behind_a_hole_comes_in_as_soon_as_it_can()
    {
        var doc = SessionRecording.Open(9);
        doc.ApplyUpdate(new UpdateText().Of(1, 0).Text("content", "ab").Bytes);

        doc.ApplyUpdate(new UpdateText().Of(1, 0).Skip(2).Text((1, 1), null, "cd").Bytes);

        doc.GetText("content").ToString().ShouldBe("abcd");
        doc.HasPending.ShouldBeFalse();
    }

    [Fact]
    public void What_stands_behind_a_hole_waits_until_it_is_filled()
    {
        var doc = SessionRecording.Open(9);
        doc.ApplyUpdate(new UpdateText().Of(1, 0).Text("content", "a").Skip(1).Text((1, 1), null, "c").Bytes);
        doc.GetText("content").ToString().ShouldBe("a");
        doc.HasPending.ShouldBeTrue();

        doc.ApplyUpdate(new UpdateText().Of(1, 1).Text((1, 0), null, "b").Bytes);

        doc.GetText("content").ToString().ShouldBe("abc");
        doc.HasPending.ShouldBeFalse();
    }

    [Fact]
    public void What_is_written_behind_garbage_is_garbage()
    {
        var doc = SessionRecording.Open(9);
        doc.ApplyUpdate(new UpdateText().Of(1, 0).Gc(3).Bytes);

        doc.ApplyUpdate(new UpdateText().Of(2, 0).Text((1, 1), null, "lost").Bytes);
        doc.ApplyUpdate(new UpdateText().Of(2, 4).Text((2, 3), null, "too").Bytes);

        UpdateBytes.Inspect(doc.EncodeStateAsUpdate()).Structs.Select(item => item.ToString())
            .ShouldBe(["2@0+7 GC", "1@0+3 GC"]);
        Invariants.Check(doc);
    }

    [Fact]
    public void A_value_whose_deletion_came_first_is_deleted_when_it_comes()
    {
        var doc = SessionRecording.Open(9);
        doc.ApplyUpdate(new UpdateText().Delete(1, 0, 1).Bytes);
        doc.HasPending.ShouldBeTrue();

        doc.ApplyUpdate(new UpdateText().Of(1, 0).Value("map", "key", [120]).Bytes);

        doc.GetMap("map").ContainsKey("key").ShouldBeFalse();
        doc.HasPending.ShouldBeFalse();
    }

    [Fact]
    public void A_key_that_was_set_back_and_then_set_again_has_its_last_value_everywhere()
    {
        var doc = SessionRecording.Open(1);
        var other = SessionRecording.Open(2);
        doc.Updated += update => other.ApplyUpdate(update.Update);
        var undo = new UndoManager(doc.GetMap("map"), new()
        {
            Time = TimeProvider.System,
            CaptureTimeout = TimeSpan.Zero,
        });
        doc.GetMap("map")["key"] = 1;
        doc.GetMap("map")["key"] = 2;
        undo.Undo();
        other.GetMap("map")["key"].ShouldBe(1);

        doc.GetMap("map")["key"] = 3;

        other.GetMap("map")["key"].ShouldBe(3);
        other.EncodeStateAsUpdate(other.StateVector.Encode()).ShouldBe(doc.EncodeStateAsUpdate(doc.StateVector.Encode()));
    }

    [Fact]
    public void A_million_characters_typed_and_deleted_are_a_handful_of_blocks()
    {
        var doc = SessionRecording.Open(1);
        var text = doc.GetText("content");
        for (var i = 0; i < 1000; i++)
        {
            text.Insert(0, new string('x', 1000));
            text.Delete(0, 1000);
        }

        doc.Store.Clients[0].BlockCount.ShouldBeLessThanOrEqualTo(1000);
        doc.EncodeStateAsUpdate().Length.ShouldBeLessThan(20_000);
        text.Length.ShouldBe(0);
    }

    [Fact]
    public void An_edit_costs_no_more_in_a_document_of_ten_thousand_people()
    {
        var doc = SessionRecording.Open(1);
        for (var client = 2UL; client < 10_000; client++)
            doc.ApplyUpdate(new UpdateText().Of(client, 0).Text("others", "x").Bytes);
        var text = doc.GetText("content");
        text.Insert(0, "warm");
        var before = GC.GetAllocatedBytesForCurrentThread();

        text.Insert(4, "er");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4096);
    }

    [Fact]
    public void What_is_inserted_beside_deleted_text_names_the_neighbours_that_touch()
    {
        var doc = SessionRecording.Open(1);
        var text = doc.GetText("content");
        text.Insert(0, "abcdef");
        text.Delete(2, 2);
        byte[] sent = [];
        doc.Updated += update => sent = update.Update;

        text.Insert(2, "!");

        // Deleted or not, "d" is what touches "e".
        UpdateBytes.Inspect(sent).Structs.ShouldHaveSingleItem().ToString()
            .ShouldBe("1@6+1 String after 1@3 before 1@4 \"!\"");
    }

    [Fact]
    public void V2_with_garbage_and_holes_loses_nothing()
    {
        var update = new UpdateText().Of(2, 0).Gc(3).Text("content", "ab").Skip(2).Gc(1)
            .Of(1, 0).Text("content", "cd").Delete(2, 3, 1).Bytes;

        UpdateBytes.ToV1(UpdateBytes.ToV2(update)).ShouldBe(update);
    }

    [Fact]
    public void A_right_neighbour_that_is_missing_is_waited_for()
    {
        var doc = SessionRecording.Open(9);
        doc.ApplyUpdate(new UpdateText().Of(1, 0).Text("content", "a").Bytes);
        doc.ApplyUpdate(new UpdateText().Of(2, 0).Text((1, 0), (3, 0), "b").Bytes);
        doc.HasPending.ShouldBeTrue();

        doc.ApplyUpdate(new UpdateText().Of(3, 0).Text((1, 0), null, "c").Bytes);

        doc.GetText("content").ToString().ShouldBe("abc");
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void What_stands_in_a_type_of_a_higher_or_lower_client_finds_it(ulong holder, ulong writer)
    {
        var type = new UpdateText().Of(holder, 0).Type("array", 2);
        var update = writer > holder
            ? new UpdateText().Of(writer, 0).TextIn((holder, 0), "in it").Of(holder, 0).Type("array", 2).Bytes
            : type.Of(writer, 0).TextIn((holder, 0), "in it").Bytes;
        var doc = SessionRecording.Open(9);

        doc.ApplyUpdate(update);

        ((Value.Shared)doc.GetArray("array")[0]).Of.ToString().ShouldBe("in it");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Of_values_set_at_once_the_highest_client_s_stays_whatever_comes_first(int first, int second)
    {
        byte[][] updates =
        [
            new UpdateText().Of(5, 0).Value("map", "key", [120]).Bytes,
            new UpdateText().Of(7, 0).Value("map", "key", [121]).Bytes,
        ];
        var doc = SessionRecording.Open(9);
        doc.ApplyUpdate(updates[first]);
        doc.ApplyUpdate(updates[second]);

        doc.GetMap("map")["key"].ShouldBe(false);
    }

    [Fact]
    public void Positions_are_tagged_as_in_yjs()
    {
        new RelativePosition(null, null, new Id(5, 3), 0).Encode().ShouldBe([0, 5, 3, 0]);
        new RelativePosition(null, "t", null, -1).Encode().ShouldBe([1, 1, (byte)'t', 0x41]);
        new RelativePosition(new Id(5, 3), null, null, 0).Encode().ShouldBe([2, 5, 3, 0]);
    }

    [Fact]
    public void A_snapshot_is_its_deletions_and_then_its_state_vector()
    {
        var doc = new Doc(new() { ClientId = 1, Gc = false });
        doc.GetText("content").Insert(0, "abc");
        doc.GetText("content").Delete(1, 1);

        Snapshot.Of(doc).Encode().ShouldBe([1, 1, 1, 1, 1, /* and the state vector */ 1, 1, 3]);
    }

    [Fact]
    public void The_options_of_a_sub_document_are_an_object_or_yjs_fails_on_them()
    {
        foreach (var tag in (byte[])[127, 126, 120])
        {
            Should.Throw<MalformedUpdateException>(() => SessionRecording.Open(2).ApplyUpdate(
                new UpdateText().Of(1, 0).Document("array", "guid", [tag]).Bytes));
        }

        SessionRecording.Open(2).ApplyUpdate(new UpdateText().Of(1, 0).Document("array", "guid", [118, 0]).Bytes);
    }

    [Fact]
    public void A_client_that_comes_twice_is_refused_by_all_that_don_t_merge()
    {
        var update = new UpdateText().Of(1, 0).Text("content", "a").Of(1, 1).Text((1, 0), null, "b").Bytes;

        foreach (var use in (Action[])
        [
            () => DecodedUpdate.ReadV1(update, Budget.Default), () => UpdateBytes.StateVectorOf(update),
            () => UpdateBytes.Diff(update, [0]), () => UpdateBytes.ToV2(update),
        ])
            Should.Throw<MalformedUpdateException>(use).Reason.ShouldBe(MalformedReason.DuplicateClient);
        UpdateBytes.StateVectorOf(UpdateBytes.Merge([update]))[1].ShouldBe(2);
    }
}
