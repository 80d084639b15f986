using System.Text;
using MDReader.Server.Access;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

/// <summary>Who is in a room, here and on other processes: cursors, agents, full rooms and quiet sockets.</summary>
public sealed class RoomPeopleTests
{
    readonly RoomHarness _house = new();

    [Fact]
    public void Of_a_process_that_tells_all_its_cursors_those_that_are_missing_have_gone()
    {
        var ana = _house.Visit("Ana");
        var there = Guid.NewGuid();
        _house.Room.Handle(new RoomMessage.PeopleElsewhere(new Dictionary<Guid, IReadOnlyList<PresentPerson>>
        {
            [there] = [new(Guid.NewGuid(), "Ben", Role.Editor, 1, Guest: false)],
        }));
        void Hear(bool isWhole, params ulong[] clients) => _house.Room.Handle(new RoomMessage.CursorsElsewhere(new(there,
            new(isWhole, [.. clients.Select(client => new Cursor(Guid.NewGuid(), new(client, 1, "{}"u8.ToArray())))]))));
        Hear(isWhole: false, 1, 2);
        Hear(isWhole: false, 3);
        Hear(isWhole: true, 2);
        _house.EndTurn();
        ana.Seen.Where(entry => entry.Json is null).Select(entry => entry.Client).Order().ShouldBe([1UL, 3UL]);
    }

    [Fact]
    public void An_agent_is_shown_until_it_has_done_nothing_for_two_sweeps()
    {
        var ana = _house.Visit("Ana");
        var caller = ana.Peer.Caller with { CredentialId = Guid.NewGuid() };
        var agent = new AgentAtWork(caller, ana.Peer.WorkspaceId, Role.Editor, "Scribe");
        void Act() => Turn(new RoomMessage.ShowAgent(agent, Place: null));
        void Turn(RoomMessage message)
        {
            _house.Room.Handle(message);
            _house.EndTurn();
        }

        Act();
        Encoding.UTF8.GetString(ana.Seen.Single().Json!.Value.Span).ShouldContain("Scribe");
        _house.Room.TakeHere()!.Value.People.Select(person => person.Agent).ShouldBe([null, "Scribe"]);
        Turn(RoomMessage.Sweep.Instance);
        Act();
        Turn(RoomMessage.Sweep.Instance);
        _house.Room.TakeHere().ShouldBeNull("it has done something in between");
        _house.Room.Handle(new RoomMessage.Leave(ana.Peer));
        _house.EndTurn();
        _house.Room.IsEmpty.ShouldBeFalse("an agent is shown elsewhere");
        Turn(RoomMessage.Sweep.Instance);
        (_house.Room.IsEmpty, _house.Room.TakeHere()!.Value.People.Count).ShouldBe((true, 0));
    }

    // A turn lasts as long as its commit takes.
    [Fact]
    public void An_agent_that_has_gone_before_its_turn_is_published_is_not_shown()
    {
        var ana = _house.Visit("Ana");
        var agent = new AgentAtWork(ana.Peer.Caller with { CredentialId = Guid.NewGuid() }, ana.Peer.WorkspaceId, Role.Editor, "Scribe");
        _house.Room.Handle(new RoomMessage.ShowAgent(agent, Place: null));
        for (var sweep = 0; sweep < 2; sweep++)
            _house.Room.Handle(RoomMessage.Sweep.Instance);
        _house.EndTurn();
        ana.Seen.ShouldBeEmpty();
    }

    [Fact]
    public void What_an_agent_did_elsewhere_and_is_told_of_when_it_has_gone_is_not_shown()
    {
        var ana = _house.Visit("Ana");
        var agent = new AgentAtWork(ana.Peer.Caller with { CredentialId = Guid.NewGuid() }, ana.Peer.WorkspaceId, Role.Editor, "Scribe")
        {
            Clock = 9,
        };
        var there = Guid.NewGuid();
        _house.Room.Handle(new RoomMessage.PeopleElsewhere(
            new Dictionary<Guid, IReadOnlyList<PresentPerson>> { [there] = [agent.Person] }));
        _house.Room.Handle(new RoomMessage.ShowAgent(agent, Place: null));
        _house.EndTurn();
        for (var sweep = 0; sweep < 2; sweep++)
            _house.Room.Handle(RoomMessage.Sweep.Instance);
        _house.EndTurn();
        _house.Room.Handle(new RoomMessage.CursorsElsewhere(new(there, new(IsWhole: false,
            [new(ana.Peer.UserId, new(agent.Client, 8, agent.State(place: null)), IsAgent: true)]))));
        _house.EndTurn();
        ana.Seen.Select(entry => entry.Json is null).ShouldBe([false, true]);
    }

    [Fact]
    public void An_agent_that_goes_on_by_another_process_is_shown_there_alone()
    {
        var ana = _house.Visit("Ana");
        var agent = new AgentAtWork(ana.Peer.Caller with { CredentialId = Guid.NewGuid() }, ana.Peer.WorkspaceId, Role.Editor, "Scribe");
        _house.Room.Handle(new RoomMessage.ShowAgent(agent, Place: null));
        _house.EndTurn();
        var there = Guid.NewGuid();
        var before = Guid.NewGuid();
        _house.Room.Handle(new RoomMessage.PeopleElsewhere(new Dictionary<Guid, IReadOnlyList<PresentPerson>>
        {
            [there] = [agent.Person],
            [before] = [agent.Person],
        }));
        void Hear(Guid process, ulong clock)
        {
            _house.Room.Handle(new RoomMessage.CursorsElsewhere(new(process, new(IsWhole: false,
                [new(ana.Peer.UserId, new(agent.Client, clock, agent.State(place: null)), IsAgent: true)]))));
            _house.EndTurn();
        }

        Hear(there, clock: 9);
        // It was there earlier, and that process hasn't heard of the other.
        Hear(before, clock: 8);
        for (var sweep = 0; sweep < 3; sweep++)
        {
            _house.Room.Handle(RoomMessage.Sweep.Instance);
            _house.EndTurn();
        }
        ana.Seen.Select(entry => (entry.Client, IsThere: entry.Json is not null))
            .ShouldBe([(agent.Client, true), (agent.Client, true)]);
    }

    [Fact]
    public void A_cursor_goes_with_its_person_and_comes_back_with_a_higher_clock()
    {
        var ana = _house.Visit("Ana");
        var ben = _house.Visit("Ben");
        ana.Show("{}", clock: 5);
        _house.Room.Handle(new RoomMessage.Leave(ana.Peer));
        var again = _house.Visit("Ana", user: ana.Peer.UserId);
        again.Show("{}", client: ana.Document.ClientId, clock: 5);
        ben.Seen.Select(entry => (entry.Clock, entry.Json is null)).ShouldBe([(5UL, false), (6UL, true), (7UL, false)]);
    }

    [Fact]
    public void A_cursor_taken_away_is_gone_for_everybody()
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ana.Show("{}");
        ana.Show("null", clock: 2);
        ben.Seen.Select(entry => entry.Json is null).ShouldBe([false, true]);
    }

    [Fact]
    public void A_clock_at_the_end_of_counting_breaks_nobody()
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ana.Show("{}", clock: (1UL << 53) - 1);
        _house.Room.Handle(new RoomMessage.Leave(ana.Peer));
        _house.EndTurn();
        ben.Seen.Select(entry => entry.Clock).ShouldBe([1UL, 2UL]);
    }

    [Fact]
    public void A_full_room_takes_nobody_in_until_somebody_leaves()
    {
        var house = new RoomHarness(new() { SocketsPerDocument = 1 });
        var ana = house.Visit("Ana");
        house.Visit("Ben").Closing!.Code.ShouldBe(CloseCode.TooMany);
        house.Room.Handle(new RoomMessage.Leave(ana.Peer));
        house.Visit("Ben").Closing.ShouldBeNull();
    }

    [Fact]
    public void A_quiet_socket_hears_something_every_third_sweep()
    {
        var ana = _house.Visit("Ana");
        var before = ana.Frames;
        for (var sweep = 0; sweep < 6; sweep++)
        {
            _house.Room.Handle(RoomMessage.Sweep.Instance);
            _house.EndTurn();
        }
        (ana.Frames - before).ShouldBe(2);
    }

    [Fact]
    public void A_newcomer_is_shown_who_is_there()
    {
        var ana = _house.Visit("Ana");
        ana.Show("{}");
        _house.Visit("Ben").Seen.Single().Client.ShouldBe(ana.Document.ClientId);
    }
}
