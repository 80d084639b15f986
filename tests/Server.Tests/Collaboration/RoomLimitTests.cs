using System.Text;
using MDReader.Crdt;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

public sealed class RoomLimitTests
{
    readonly RoomHarness _house = new();

    [Fact]
    public void Who_asks_many_times_in_a_turn_is_answered_once()
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ben.Show("{}");
        ana.Type("x");
        ana.Send();
        var before = ana.Frames;
        for (var i = 0; i < 300; i++)
        {
            ana.AskForState();
            _house.Room.Handle(new RoomMessage.QueryAwareness(ana.Peer));
        }
        _house.EndTurn();
        // A step 2, the cursors, and what is saved.
        (ana.Frames - before).ShouldBe(3);
    }

    [Theory]
    [InlineData("é", 2)]
    [InlineData("漢", 3)]
    [InlineData("😀", 4)]
    public void A_text_is_measured_in_bytes(string letter, int bytes)
    {
        var house = new RoomHarness(new() { TextLimit = bytes * 10 });
        var ana = house.Visit("Ana");
        ana.Type(string.Concat(Enumerable.Repeat(letter, 10)));
        ana.Send();
        house.EndTurn();
        ana.Saved.ShouldBe(1);
        ana.Type(letter);
        ana.Send();
        house.EndTurn();
        ana.Closing!.Code.ShouldBe(CloseCode.TooLarge);
        Encoding.UTF8.GetByteCount(house.Text).ShouldBe(bytes * 10);
    }

    [Fact]
    public void A_long_text_is_not_read_for_each_edit_of_it()
    {
        const int Length = 1_500_000, Edits = 100;
        var (options, author) = (new CollaborationOptions(), Guid.NewGuid());
        var road = new UpdateRoad(options);
        var document = OpenedDocument.Empty(1, clientId: 1);
        var typing = new Doc(new() { ClientId = 2 });
        var updates = new List<byte[]>();
        typing.Updated += made => updates.Add(made.Update);
        typing.GetText(UpdateRoad.Root).Insert(0, new string('x', Length));
        for (var edit = 0; edit < Edits; edit++)
            typing.GetText(UpdateRoad.Root).Insert(edit * 1_000, "typed");
        Admit(updates[0]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        updates[1..].ForEach(Admit);

        // Less than to read it once.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Length * sizeof(char));
        document.Text.Length.ShouldBe(Length + "typed".Length * Edits);

        void Admit(byte[] update) => road.Admit(
            document, new(road.Decode(update, isFirstStep2: true), update.Length, author, MayWrite: true, MayClaim: 1)).ShouldBeOfType<Admission.Staged>();
    }

    [Fact]
    public void A_text_that_is_too_long_already_may_get_shorter()
    {
        var options = new CollaborationOptions { TextLimit = 20 };
        var house = new RoomHarness(options);
        var ana = house.Visit("Ana");
        ana.Type(new string('x', 20));
        ana.Send();
        house.EndTurn();
        options.TextLimit = 10;
        ana.Document.GetText(UpdateRoad.Root).Delete(0, 1);
        ana.Send();
        house.EndTurn();
        (ana.Closing, house.Text.Length).ShouldBe((null, 19));
        ana.Type("y");
        ana.Send();
        house.EndTurn();
        (ana.Closing!.Code, house.Text.Length).ShouldBe((CloseCode.TooLarge, 19));
    }

    [Fact]
    public void Of_a_room_that_was_ended_or_has_a_turn_staged_no_snapshot_is_taken()
    {
        var ana = _house.Visit("Ana");
        ana.Type("never committed");
        ana.Send();
        Should.Throw<InvalidOperationException>(() => _house.Room.Snapshot());
        _house.Room.End(new(CloseCode.NoSuchDocument, "Gone."));
        Should.Throw<InvalidOperationException>(() => _house.Room.Snapshot());
    }
}
