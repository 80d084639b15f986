using MDReader.Server.Access;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

/// <summary>Turns of a room: what is typed, committed, refused and told.</summary>
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
        _house.Room.Restage(_house.Opened(), new Appended.NotPermitted(ben.Peer.UserId));
        _house.EndTurn();
        _house.Text.ShouldBe("keep");
        ana.Saved.ShouldBe(1);
        ben.Saved.ShouldBe(0);
        ben.Closing!.Code.ShouldBe(CloseCode.NotPermitted);
    }

    [Fact]
    public void Who_is_signed_out_on_one_device_goes_on_with_another()
    {
        var ana = _house.Visit("Ana");
        var again = _house.Visit("Ana", user: ana.Peer.UserId);
        ana.Type("drop");
        again.Type("keep");
        ana.Send();
        again.Send();
        _house.Room.Restage(_house.Opened(), new Appended.CredentialEnded(ana.Peer.CredentialId));
        _house.EndTurn();
        (_house.Text, again.Saved, ana.Saved).ShouldBe(("keep", 1, 0));
        (ana.Closing!.Code, again.Closing).ShouldBe((CloseCode.NotAuthenticated, null));
    }

    // By its new token it may stay, but what it sent by the old one is counted as kept and isn't.
    [Fact]
    public void Who_has_a_fresh_token_by_the_time_that_the_old_one_is_refused_sends_again()
    {
        var ana = _house.Visit("Ana");
        var old = ana.Peer.CredentialId;
        ana.Type("a");
        ana.Send();
        _house.Room.Handle(new RoomMessage.Renew(ana.Peer, ana.Peer.Caller with { CredentialId = Guid.NewGuid() }));
        _house.Room.Restage(_house.Opened(), new Appended.CredentialEnded(old));
        _house.EndTurn();
        (_house.Text, ana.Saved, ana.Closing!.Code).ShouldBe(("", 0, CloseCode.Restarting));
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
}
