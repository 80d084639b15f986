namespace Crdt.Tests.Sessions;

/// <summary>What sessions that failed are printed with, so that it can be trusted when it is needed.</summary>
public class SessionTests
{
    [Fact]
    public void A_printed_session_is_read_again()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var printed = RandomSession.Of(seed).ToString();
            Session.Parse(printed).ToString().ShouldBe(printed);
        }

        // An edit without numbers is one, and isn't none.
        foreach (var numbers in (int[][][])[[], [[]], [[], []], [[1], []], [[], [2, 3]]])
            Step.Parse(new Step(Verb.Edit, 1, numbers).ToString()).Numbers.ShouldBe(numbers);
    }

    [Fact]
    public void A_failing_session_is_made_as_small_as_it_still_fails()
    {
        // As if it failed once replica 1 had edited with a number above 900, and replica 0 then got something.
        static bool Fails(Session session)
        {
            var edit = System.Array.FindIndex(session.Steps,
                step => step is { Verb: Verb.Edit, Replica: 1 } && step.Numbers.Any(numbers => numbers.Any(n => n > 900)));
            return edit >= 0 && session.Steps.Skip(edit).Any(step => step is { Verb: Verb.Deliver, Replica: 0 });
        }

        var session = RandomSession.Of(7);
        Fails(session).ShouldBeTrue();

        var shrunk = Shrinking.Shrink(session, Fails);

        Fails(shrunk).ShouldBeTrue();
        shrunk.Steps.Select(step => step.Verb).ShouldBe([Verb.Edit, Verb.Deliver]);
        shrunk.Steps[0].Numbers.ShouldHaveSingleItem();
        shrunk.Steps[1].Numbers.ShouldBeEmpty();
    }
}
