using System.Text;
using MDReader.Crdt;
using MDReader.Server.Access;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

/// <summary>Whose a Yjs client is in a room, for what it writes and for the cursor that it shows.</summary>
public sealed class RoomOwnershipTests
{
    readonly RoomHarness _house = new();

    [Theory]
    [InlineData("a", true)]
    [InlineData("abc", false)]
    public async Task A_write_made_as_somebodys_client_takes_nothing_from_them(string written, bool isKnown)
    {
        var ana = _house.Visit("Ana");
        ana.Type("a");
        ana.Send();
        _house.EndTurn();
        var copy = new EarlierState(OpenedDocument.Empty(1, ana.Document.ClientId));
        var fork = Fork.Make(copy, new NewText.Edits([]), [new(0, 0, written)], Guid.NewGuid());
        var answer = new TaskCompletionSource<WriteOutcome>();
        _house.Room.Handle(new RoomMessage.Write(
            new(new(Guid.NewGuid(), new NewText.Edits([]), Guid.NewGuid()), new WriteCondition.Merge(fork)), answer));
        _house.EndTurn();
        (await answer.Task is WriteOutcome.Written).ShouldBe(isKnown);

        ana.Type("b", at: 1);
        ana.Send();
        _house.EndTurn();
        ana.Closing.ShouldBeNull();
        _house.Text.ShouldBe("ab");
    }

    // The attack: written in Ana's name at her next clock, it would make everybody take her real edit for known.
    [Fact]
    public void Nobody_writes_in_another_persons_name()
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ana.Type("ab");
        ana.Send();
        _house.EndTurn();
        var squatter = new Doc(new() { ClientId = ana.Document.ClientId });
        squatter.ApplyUpdate(ana.Document.EncodeStateAsUpdate());
        byte[] forged = [];
        squatter.Updated += change => forged = change.Update;
        squatter.GetText(UpdateRoad.Root).Insert(2, "EVIL");
        ben.SendBytes(forged);
        ana.Type("cd", at: 2);
        ana.Send();
        _house.EndTurn();
        ben.Closing!.Code.ShouldBe(CloseCode.NotPermitted);
        _house.Text.ShouldBe("abcd");
        _house.Log.ShouldAllBe(edit => edit.Author == ana.Peer.UserId);
    }

    // The same before she has typed a letter: her id is in everybody's awareness. Her first words would be called saved, and be nowhere.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nobody_writes_as_a_client_that_somebody_else_has_shown(bool isAway)
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ana.Show("{}");
        if (isAway)
            _house.Room.Handle(new RoomMessage.Leave(ana.Peer));
        var squatter = new Doc(new() { ClientId = ana.Document.ClientId });
        byte[] forged = [];
        squatter.Updated += change => forged = change.Update;
        squatter.GetText(UpdateRoad.Root).Insert(0, "EVIL AND LONG");
        ben.SendBytes(forged);
        _house.EndTurn();
        ben.Closing!.Code.ShouldBe(CloseCode.NotPermitted);
        if (isAway)
            _house.Room.Handle(new RoomMessage.Join(ana.Peer));
        ana.Type("hers");
        ana.Send();
        _house.EndTurn();
        (_house.Text, ana.Saved).ShouldBe(("hers", 1));
    }

    [Fact]
    public void A_person_keeps_a_client_over_connections_and_restarts()
    {
        var ana = _house.Visit("Ana");
        ana.Type("a");
        ana.Send();
        _house.EndTurn();
        _house.Log.Single().Claims.ShouldBe([new Lease(ana.Document.ClientId, ana.Peer.UserId)]);
        _house.Opened().Leases.Examine([new(ana.Document.ClientId, 1, 2)], ana.Peer.UserId, most: 0).ShouldBeEmpty();
        Should.Throw<MessageRefusedException>(
            () => _house.Opened().Leases.Examine([new(ana.Document.ClientId, 1, 2)], Guid.NewGuid(), most: 8));
    }

    [Fact]
    public void An_update_claims_no_more_clients_than_it_may()
    {
        var house = new RoomHarness(new() { NewClientLimit = 2 });
        var ana = house.Visit("Ana");
        var many = new Doc(new() { ClientId = 1 });
        foreach (var client in new ulong[] { 2, 3, 4 })
        {
            var other = new Doc(new() { ClientId = client });
            other.GetText(UpdateRoad.Root).Insert(0, "x");
            many.ApplyUpdate(other.EncodeStateAsUpdate());
        }
        ana.SendBytes(many.EncodeStateAsUpdate());
        house.EndTurn();
        ana.Closing!.Code.ShouldBe(CloseCode.TooLarge);
        house.Log.ShouldBeEmpty();
    }

    [Fact]
    public void Names_in_cursors_are_the_servers_word()
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ana.Show("""{"user":{"name":"Ben","id":"forged"},"cursor":{"anchor":1}}""");
        var json = Encoding.UTF8.GetString(ben.Seen.Single().Json!.Value.Span);
        json.ShouldContain("\"name\":\"Ana\"");
        json.ShouldContain(ana.Peer.UserId.ToString());
        json.ShouldContain("\"cursor\":{\"anchor\":1}");
    }

    [Fact]
    public void Nobody_speaks_for_another_persons_cursor()
    {
        var (ana, ben, carl) = (_house.Visit("Ana"), _house.Visit("Ben"), _house.Visit("Carl"));
        ana.Show("{}");
        carl.Seen.Clear();
        ben.Show("{}", client: ana.Document.ClientId, clock: 99);
        carl.Seen.ShouldBeEmpty();
        ben.Show("{}");
        carl.Seen.Single().Client.ShouldBe(ben.Document.ClientId);
    }

    [Fact]
    public void A_client_that_somebody_has_written_as_is_shown_by_nobody_else_not_even_first()
    {
        var (ana, ben, carl) = (_house.Visit("Ana"), _house.Visit("Ben"), _house.Visit("Carl"));
        ana.Type("hers");
        ana.Send();
        _house.EndTurn();
        ben.Show("{}", client: ana.Document.ClientId);
        carl.Seen.ShouldBeEmpty();
    }

    // Through another process, which has heard of her client first.
    void WriteElsewhere(Visitor who)
    {
        who.Type("hers");
        var update = who.Document.EncodeStateAsUpdate();
        var lease = new Lease(who.Document.ClientId, who.Peer.UserId);
        _house.Log.Add(new(who.Peer.UserId, update) { Claims = [lease] });
        _house.Room.TakeOver([new(_house.Log.Count, who.Peer.UserId, 0, update, null)], [lease]);
        _house.EndTurn();
    }

    [Fact]
    public void Who_writes_as_a_client_takes_it_back_from_whoever_showed_it_first()
    {
        var (ana, ben, carl) = (_house.Visit("Ana"), _house.Visit("Ben"), _house.Visit("Carl"));
        ben.Show("""{"is":"Ben"}""", client: ana.Document.ClientId);
        WriteElsewhere(ana);
        ana.Show("{}");
        ben.Show("""{"is":"Ben"}""", client: ana.Document.ClientId, clock: 99);
        var last = carl.Seen[^1];
        last.Client.ShouldBe(ana.Document.ClientId);
        Encoding.UTF8.GetString(last.Json!.Value.Span).ShouldContain(ana.Peer.UserId.ToString());
    }

    [Fact]
    public void A_cursor_from_another_process_takes_its_owners_client_back_here()
    {
        var (ana, ben, carl) = (_house.Visit("Ana"), _house.Visit("Ben"), _house.Visit("Carl"));
        ben.Show("{}", client: ana.Document.ClientId);
        WriteElsewhere(ana);
        var there = Guid.NewGuid();
        _house.Room.Handle(new RoomMessage.PeopleElsewhere(new Dictionary<Guid, IReadOnlyList<PresentPerson>>
        {
            [there] = [new(ana.Peer.UserId, "Ana", Role.Editor, 1, Guest: false)],
        }));
        void Hear(Guid user) => _house.Room.Handle(new RoomMessage.CursorsElsewhere(new(there, new(IsWhole: false,
            [new(user, new(ana.Document.ClientId, 1, Encoding.UTF8.GetBytes($$"""{"of":"{{user}}"}""")))]))));
        carl.Seen.Clear();
        Hear(Guid.NewGuid());
        _house.EndTurn();
        carl.Seen.ShouldBeEmpty();
        Hear(ana.Peer.UserId);
        _house.EndTurn();
        Encoding.UTF8.GetString(carl.Seen.Single().Json!.Value.Span).ShouldContain(ana.Peer.UserId.ToString());
    }
}
