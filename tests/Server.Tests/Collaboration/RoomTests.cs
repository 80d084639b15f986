using System.Text;
using MDReader.Crdt;
using MDReader.Server.Access;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

public sealed class RoomTests
{
    readonly RoomHarness _house = new();

    [Fact]
    public void Two_people_who_type_at_once_end_with_the_same_text()
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ana.Type("from Ana ");
        ben.Type("from Ben ");
        ana.Send();
        ben.Send();
        _house.EndTurn();
        ana.Text.ShouldBe(ben.Text);
        ana.Text.ShouldBe(_house.Text);
        ana.Text.Length.ShouldBe("from Ana from Ben ".Length);
    }

    [Fact]
    public void Pasted_line_ends_become_line_feeds_before_anybody_is_shown_them()
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ana.Type("one\r\ntwo\rthree\r\r\n");
        ana.Send();
        _house.EndTurn();

        _house.Text.ShouldBe("one\ntwo\nthree\n\n");
        (ana.Text, ben.Text).ShouldBe((_house.Text, _house.Text));
        ana.Saved.ShouldBe(1);
        _house.Log.Select(edit => edit.Author).ShouldBe([ana.Peer.UserId, ana.Peer.UserId]);
        ana.Type("four\n");
        ana.Send();
        _house.EndTurn();
        _house.Log.Count.ShouldBe(3);
        ben.Text.ShouldBe("four\none\ntwo\nthree\n\n");
    }

    [Fact]
    public void Pasted_line_ends_are_line_feeds_where_somebody_elses_edit_came_first()
    {
        var ana = _house.Visit("Ana");
        ana.Type("one\r");
        ana.Send();
        // Another process has written, as the same client of the server's.
        var elsewhere = _house.Opened();
        elsewhere.Doc.ClientId = RoomHarness.ServersClient;
        var before = elsewhere.Write(new NewText.Edits([]), [new(0, 0, "zero\n")], Guid.NewGuid())!;
        _house.Log.Add(before);
        _house.Room.Restage(_house.Opened(), refused: null);
        _house.EndTurn();

        _house.Text.ShouldBeOneOf("zero\none\n", "one\nzero\n");
        ana.Text.ShouldBe(_house.Text);
        ana.Closing.ShouldBeNull();
    }

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
            new(new(Guid.NewGuid(), new NewText.Edits([])), new WriteCondition.Merge(fork)), answer));
        _house.EndTurn();
        (await answer.Task is WriteOutcome.Written).ShouldBe(isKnown);

        ana.Type("b", at: 1);
        ana.Send();
        _house.EndTurn();
        ana.Closing.ShouldBeNull();
        _house.Text.ShouldBe("ab");
    }

    [Fact]
    public void Nobody_sees_an_edit_or_hears_that_it_is_saved_before_it_is_committed()
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ana.Type("x");
        ana.Send();
        ben.AskForState();
        (ben.Text, ana.Saved).ShouldBe(("", 0));
        _house.EndTurn();
        (ben.Text, ana.Saved).ShouldBe(("x", 1));
    }

    [Fact]
    public void Sending_what_is_known_already_counts_as_saved_and_writes_nothing()
    {
        var ana = _house.Visit("Ana");
        ana.Type("x");
        var update = ana.Document.EncodeStateAsUpdate();
        ana.Send();
        _house.EndTurn();
        ana.SendBytes(update);
        _house.EndTurn();
        ana.Saved.ShouldBe(2);
        _house.Log.Count.ShouldBe(1);
    }

    [Fact]
    public void A_deletion_changes_the_version_though_not_the_state_vector()
    {
        var ana = _house.Visit("Ana");
        ana.Type("abc");
        ana.Send();
        _house.EndTurn();
        ana.Document.GetText(UpdateRoad.Root).Delete(0, 3);
        ana.Send();
        _house.EndTurn();
        _house.Room.Seq.ShouldBe(2);
        _house.Text.ShouldBe("");
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Commenter)]
    public void A_reader_who_writes_is_sent_away_and_changes_nothing(Role role)
    {
        var (ana, reader) = (_house.Visit("Ana"), _house.Visit("Reader", role));
        reader.Type("mine now");
        reader.Send();
        _house.EndTurn();
        reader.Closing!.Code.ShouldBe(CloseCode.NotPermitted);
        (_house.Text, ana.Text, _house.Log.Count).ShouldBe(("", "", 0));
    }

    [Fact]
    public void A_reader_who_sends_what_is_held_already_stays()
    {
        var (ana, reader) = (_house.Visit("Ana"), _house.Visit("Reader", Role.Viewer));
        ana.Type("text");
        ana.Send();
        _house.EndTurn();
        reader.SendBytes(reader.Document.EncodeStateAsUpdate(), isStep2: true);
        _house.EndTurn();
        reader.Closing.ShouldBeNull();
        reader.Saved.ShouldBe(1);
    }

    [Fact]
    public void An_author_whom_the_log_refuses_goes_and_the_others_edits_of_the_turn_stay()
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ana.Type("keep");
        ben.Type("drop");
        ben.Send();
        ana.Send();
        _house.Room.Restage(_house.Opened(), ben.Peer.UserId);
        _house.EndTurn();
        _house.Text.ShouldBe("keep");
        ana.Saved.ShouldBe(1);
        ben.Saved.ShouldBe(0);
        ben.Closing!.Code.ShouldBe(CloseCode.NotPermitted);
    }

    [Fact]
    public void An_update_that_stands_on_a_missing_one_waits_for_step_2_and_is_then_saved()
    {
        var (ana, ben) = (_house.Visit("Ana"), _house.Visit("Ben"));
        ana.Type("a");
        var updates = new List<byte[]>();
        ana.Document.Updated += change => updates.Add(change.Update);
        ana.Type("b", at: 1);
        ana.SendBytes(updates[0]);
        _house.EndTurn();
        (_house.Text, ana.Saved).ShouldBe(("", 0));
        ana.SendBytes(ana.Document.EncodeStateAsUpdate(), isStep2: true);
        _house.EndTurn();
        (_house.Text, ben.Text, ana.Saved).ShouldBe(("ab", "ab", 2));
    }

    [Fact]
    public void A_turn_that_somebody_else_wrote_in_between_is_not_published()
    {
        var ana = _house.Visit("Ana");
        ana.Type("x");
        ana.Send();
        Should.Throw<InvalidOperationException>(() => _house.Room.Publish(7));
        ana.Saved.ShouldBe(0);
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
    public void A_text_over_the_limit_sends_its_author_away()
    {
        var house = new RoomHarness(new() { TextLimit = 10 });
        var ana = house.Visit("Ana");
        ana.Type(new string('x', 10));
        ana.Send();
        house.EndTurn();
        ana.Saved.ShouldBe(1);
        ana.Type("y");
        ana.Send();
        house.EndTurn();
        ana.Closing!.Code.ShouldBe(CloseCode.TooLarge);
        house.Text.Length.ShouldBe(10);
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

    [Fact]
    public async Task A_write_over_the_version_read_is_one_edit_that_everybody_sees()
    {
        var ana = _house.Visit("Ana");
        ana.Type("one two three");
        ana.Send();
        _house.EndTurn();
        var outcome = Write("one 2 three", "\"1-1\"");
        (await outcome).ShouldBeWritten("\"1-2\"");
        (ana.Text, _house.Log.Count).ShouldBe(("one 2 three", 2));
    }

    [Fact]
    public async Task A_read_after_a_write_and_an_edit_of_one_turn_names_the_last_version()
    {
        var ana = _house.Visit("Ana");
        var (written, read) = (new TaskCompletionSource<WriteOutcome>(), new TaskCompletionSource<Content>());
        _house.Room.Handle(new RoomMessage.Write(Over("written "u8.ToArray(), "\"1-0\""), written));
        ana.Type("typed ");
        ana.Send();
        _house.EndTurn();
        _house.Room.Handle(new RoomMessage.Read(read));
        _house.EndTurn();
        (await written.Task).ShouldBeWritten("\"1-1\"");
        (await read.Task).Etag.ShouldBe("\"1-2\"");
    }

    [Fact]
    public async Task A_write_over_a_stale_version_is_refused_even_by_an_edit_of_the_same_turn()
    {
        var ana = _house.Visit("Ana");
        ana.Type("typed");
        ana.Send();
        (await Write("written", "\"1-0\"")).ShouldBe(new WriteOutcome.Stale("\"1-1\""));
        _house.Text.ShouldBe("typed");
    }

    [Fact]
    public async Task A_write_since_an_earlier_state_keeps_what_was_typed_meanwhile()
    {
        var ana = _house.Visit("Ana");
        ana.Type("The quick fox.\n");
        ana.Send();
        _house.EndTurn();
        var earlier = new EarlierState(_house.Opened());
        ana.Type("very ", at: 4);
        ana.Send();
        _house.EndTurn();
        var outcome = await Write(Since(earlier, "The quick brown fox.\n"));
        outcome.ShouldBeWritten("\"1-3\"", merged: true, overlaps: 0);
        ana.Text.ShouldBe("The very quick brown fox.\n");
    }

    [Fact]
    public async Task Line_ends_and_mark_stay_while_people_edit_around_them()
    {
        var file = "\uFEFFone\r\ntwo\r\nthree\nfour"u8.ToArray();
        await Write(Over(file));
        var ana = _house.Visit("Ana");
        ana.Type("zero\n");
        ana.Send();
        _house.EndTurn();
        (await Read()).ShouldBe(Encoding.UTF8.GetBytes("\uFEFFzero\r\none\r\ntwo\r\nthree\nfour"));
    }

    [Fact]
    public async Task Only_other_line_ends_are_a_new_version_too()
    {
        await Write("a\nb\n");
        (await Write("a\r\nb\r\n")).ShouldBeWritten("\"1-2\"");
        (await Write("a\r\nb\r\n")).ShouldBeWritten("\"1-2\"");
    }

    [Fact]
    public async Task A_merge_keeps_the_line_ends_that_others_gave_the_file_meanwhile()
    {
        await Write("a\nb\nc\n");
        var (first, second) = (new EarlierState(_house.Opened()), new EarlierState(_house.Opened()));
        await Write("a\r\nb\r\nc\r\n");
        (await Write(Since(first, "a\nb\nc\nd\n"))).ShouldBeWritten("\"1-3\"", merged: true);
        (await Read()).ShouldBe("a\r\nb\r\nc\r\nd\r\n"u8.ToArray());
        await Write(Since(second, "\uFEFFa\rb\nc\n"));
        (await Read()).ShouldBe(Encoding.UTF8.GetBytes("\uFEFFa\rb\r\nc\r\nd\r\n"));
    }

    [Fact]
    public async Task Two_writes_of_one_turn_leave_the_format_of_the_second()
    {
        var (first, second) = (new TaskCompletionSource<WriteOutcome>(), new TaskCompletionSource<WriteOutcome>());
        _house.Room.Handle(new RoomMessage.Write(Over("a\r\n"u8.ToArray()), first));
        _house.Room.Handle(new RoomMessage.Write(
            new(new(Guid.NewGuid(), Whole("a\n"u8.ToArray())), new WriteCondition.IfCurrent("\"1-1\"", [])), second));
        _house.EndTurn();
        (await second.Task).ShouldBeWritten("\"1-2\"");
        (await Read()).ShouldBe("a\n"u8.ToArray());
    }

    [Fact]
    public async Task Changes_that_meet_others_changes_are_counted()
    {
        await Write("one two three four five");
        var (first, second) = (new EarlierState(_house.Opened()), new EarlierState(_house.Opened()));
        await Write("one 2 three four five!");
        (await Write(Since(first, "one zwei three vier five"))).ShouldBeWritten("\"1-3\"", merged: true, overlaps: 1);
        (await Write(Since(second, "one two three four five?"))).ShouldBeWritten("\"1-4\"", merged: true, overlaps: 1);
    }

    static NewText.WholeFile Whole(byte[] file) => new(MarkdownFile.Parse(file));

    ContentWrite Over(byte[] file, string? etag = null) => new(new(Guid.NewGuid(), Whole(file)), new WriteCondition.IfCurrent(
        etag ?? MDReader.Server.Documents.Document.ContentEtag(1, _house.Log.Count), Whole(file).ChangesOf(_house.Text).Changes));

    static ContentWrite Since(EarlierState earlier, string text)
    {
        var (wanted, author) = (Whole(Encoding.UTF8.GetBytes(text)), Guid.NewGuid());
        var changes = wanted.ChangesOf(earlier.State.Text.ToString()).Changes;
        return new(new(author, wanted), new WriteCondition.Merge(Fork.Make(earlier, wanted, changes, author)));
    }

    Task<WriteOutcome> Write(string text, string? etag = null) => Write(Over(Encoding.UTF8.GetBytes(text), etag));

    Task<WriteOutcome> Write(ContentWrite request)
    {
        var answer = new TaskCompletionSource<WriteOutcome>();
        _house.Room.Handle(new RoomMessage.Write(request, answer));
        _house.EndTurn();
        return answer.Task;
    }

    async Task<byte[]> Read()
    {
        var answer = new TaskCompletionSource<Content>();
        _house.Room.Handle(new RoomMessage.Read(answer));
        _house.EndTurn();
        return (await answer.Task).File.ToBytes();
    }
}

static class Outcomes
{
    /// <summary>Where in the text it was is another matter.</summary>
    public static void ShouldBeWritten(this WriteOutcome outcome, string etag, bool merged = false, int overlaps = 0) =>
        outcome.ShouldBeOfType<WriteOutcome.Written>().ShouldSatisfyAllConditions(
            written => written.Etag.ShouldBe(etag), written => written.Merged.ShouldBe(merged), written => written.Overlaps.ShouldBe(overlaps));
}
