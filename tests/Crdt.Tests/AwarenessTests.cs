using System.Text;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Protocol;

namespace Crdt.Tests;

public class AwarenessTests
{
    readonly StoppedClock _clock = new();

    [Fact]
    public void What_one_shows_reaches_the_other()
    {
        var (one, other) = (new Awareness(1, _clock), new Awareness(2, _clock));

        other.Apply(Sent(one.SetLocalState(Json("""{"name":"Ada"}"""))));

        Shown(other, 1).ShouldBe("""{"name":"Ada"}""");
    }

    [Fact]
    public void Old_news_changes_nothing()
    {
        var (one, other) = (new Awareness(1, _clock), new Awareness(2, _clock));
        var first = Sent(one.SetLocalState(Json("1")));
        other.Apply(Sent(one.SetLocalState(Json("2"))));

        other.Apply(first).ShouldBeEmpty();

        Shown(other, 1).ShouldBe("2");
    }

    [Fact]
    public void Leaving_is_news_even_with_the_clock_that_is_known()
    {
        var (one, other) = (new Awareness(1, _clock), new Awareness(2, _clock));
        var entry = one.SetLocalState(Json("1"));
        other.Apply(Sent(entry));

        other.Apply([new(1, entry.Clock, null)]).Count.ShouldBe(1);

        Shown(other, 1).ShouldBeNull();
    }

    [Fact]
    public void Nobody_else_can_remove_ones_own_state()
    {
        var one = new Awareness(1, _clock);
        var mine = one.SetLocalState(Json("1"));

        var news = one.Apply([new(1, mine.Clock + 5, null)]);

        Shown(one, 1).ShouldBe("1");
        news.ShouldHaveSingleItem().Clock.ShouldBe(mine.Clock + 6);
    }

    [Fact]
    public void The_silent_are_removed_and_one_renews_oneself()
    {
        var (one, other) = (new Awareness(1, _clock), new Awareness(2, _clock));
        other.Apply(Sent(one.SetLocalState(Json("1"))));

        _clock.Advance(Awareness.RenewalInterval);
        other.RemoveSilent().ShouldBeEmpty();
        one.Renew().ShouldNotBeNull();
        one.Renew().ShouldBeNull();

        _clock.Advance(Awareness.SilenceLimit);
        other.RemoveSilent().ShouldHaveSingleItem().Client.ShouldBe(1UL);
        other.Present.ShouldNotContain(entry => entry.Client == 1);
        other.LocalState.ShouldNotBeNull();
    }

    [Fact]
    public void Coming_showing_and_leaving_are_told_and_saying_the_same_again_only_as_an_update()
    {
        var (one, other) = (new Awareness(1, _clock), new Awareness(2, _clock));
        var told = new List<string>();
        other.Changed += change => told.Add($"change {Line(change)}");
        other.Updated += change => told.Add($"update {Line(change)}");

        other.Apply(Sent(one.SetLocalState(Json("""{"a":1,"b":2}"""))), "socket");
        other.Apply(Sent(one.SetLocalState(Json("""{"b":2,"a":1}"""))), "socket");
        other.Apply(Sent(one.SetLocalState(null)), "socket");

        told.ShouldBe(["change +1 ~ - socket", "update +1 ~ - socket", "update + ~1 - socket",
            "change + ~ -1 socket", "update + ~ -1 socket"]);
        told.Clear();
        other.SetLocalState(Json("{}"));
        other.SetLocalState(Json("1"));
        told.ShouldBe(["update + ~2 - ", "change + ~2 - ", "update + ~2 - "]);
    }

    [Fact]
    public void One_member_of_the_own_state_can_be_set()
    {
        var one = new Awareness(1, _clock);

        one.SetLocalStateField("name", Json("\"Ada\""));
        one.SetLocalStateField("cursor", Json("7"));
        one.SetLocalStateField("name", Json("\"Eve\""));

        Shown(one, 1).ShouldBe("""{"cursor":7,"name":"Eve"}""");
        one.SetLocalState(null);
        one.SetLocalStateField("name", Json("1")).ShouldBeNull();
        one.LocalState.ShouldBeNull();
    }

    [Fact]
    public async Task Checks_happen_every_three_seconds_of_the_clock_that_was_passed_in()
    {
        var (one, other) = (new Awareness(1, _clock), new Awareness(2, _clock));
        one.Apply(Sent(other.SetLocalState(Json("1"))));
        var told = new List<AwarenessEntry>();
        using var stopping = new CancellationTokenSource();
        var checking = one.CheckRegularlyAsync(told.AddRange, stopping.Token);

        for (var second = 0; second < 33; second++)
            await _clock.Pass(TimeSpan.FromSeconds(1));
        await stopping.CancelAsync();
        await checking;

        // One's own state twice, at 15 and at 30 seconds, when the other one is gone as well.
        told.Select(entry => (entry.Client, IsHere: entry.Json is not null))
            .ShouldBe([(1UL, true), (1UL, true), (2UL, false)]);
    }

    static string Line(AwarenessChange change) => $"+{string.Join(',', change.Added)} "
        + $"~{string.Join(',', change.Updated)} -{string.Join(',', change.Removed)} {change.Origin}";

    [Theory]
    [InlineData("{bad")]
    [InlineData("")]
    [InlineData("1 2")]
    public void A_state_that_isnt_JSON_is_refused(string json)
    {
        var message = AwarenessUpdate.Encode([new(1, 1, Json(json))]);

        Should.Throw<MalformedUpdateException>(() => AwarenessUpdate.Read(message, Budget.Default))
            .Reason.ShouldBe(MalformedReason.Json);
    }

    [Theory]
    [InlineData(64, false)]
    [InlineData(65, true)]
    public void States_nest_up_to_the_budget(int depth, bool refused)
    {
        var json = new string('[', depth) + new string(']', depth);
        var message = AwarenessUpdate.Encode([new(1, 1, Json(json))]);

        if (refused)
            Should.Throw<MalformedUpdateException>(() => AwarenessUpdate.Read(message, Budget.Default))
                .Reason.ShouldBe(MalformedReason.Depth);
        else
            AwarenessUpdate.Read(message, Budget.Default).Length.ShouldBe(1);
    }

    static AwarenessEntry[] Sent(AwarenessEntry entry) =>
        AwarenessUpdate.Read(AwarenessUpdate.Encode([entry]), Budget.Default);

    static ReadOnlyMemory<byte> Json(string json) => Encoding.UTF8.GetBytes(json);

    static string? Shown(Awareness awareness, ulong client)
    {
        foreach (var entry in awareness.Present)
        {
            if (entry.Client == client)
                return Encoding.UTF8.GetString(entry.Json!.Value.Span);
        }

        return null;
    }
}
