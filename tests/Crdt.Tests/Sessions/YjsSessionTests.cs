namespace Crdt.Tests.Sessions;

/// <summary>Random sessions, each replica here and in real yjs. A failing one is made small and printed.</summary>
[Collection(WithYjs.Name)]
public sealed class YjsSessionTests(YjsPeer yjs)
{
    /// <summary>Sessions a test runs: a thousand in all ten parts, or ten thousand.</summary>
    static readonly int PerPart = Seeds.IsLong ? 1000 : 100;

    readonly YjsReplicas _yjs = new(yjs);

    public static TheoryData<int> Parts => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Sessions_go_in_yjs_as_they_go_here(int part)
    {
        for (var seed = part * PerPart; seed < (part + 1) * PerPart; seed++)
        {
            var session = RandomSession.Of(seed);
            if (TwinRun.Failure(session, _yjs) is not { } failure)
                continue;
            var shrunk = Shrinking.Shrink(session, smaller => TwinRun.Failure(smaller, _yjs) is not null);
            Assert.Fail($"""
                Seed {seed}: {failure}

                Made small, it fails with
                {TwinRun.Failure(shrunk, _yjs)}
                after the edits
                {TwinRun.EditsOf(shrunk, _yjs)}
                and is, to be pasted into a test,

                {shrunk}
                """);
        }
    }

    /// <summary>Yjs may keep something waiting for a unit that waits with it, until it asks by its state vector.</summary>
    [Fact]
    public void What_yjs_leaves_waiting_comes_in_when_it_asks() => TwinRun.Failure(Session.Parse("""
        Gc=True Features=All Clients=1698466099285318,6024432014292878,8324177070496248
        Edit 0: ;
        Edit 0: 181 89; 971 531;
        Edit 1: ;
        Edit 2: 339 578 196 565 524 456 661;
        Deliver 2:
        Deliver 1: 79;
        Deliver 2:
        Edit 0: 359 847 199 920;
        Edit 2: 213 656;
        Deliver 1: 743;
        Edit 2: 311 21 417 612; ;
        Sync 0: 43;
        Edit 2: ;
        Deliver 0: 858;
        Edit 0: ;
        Edit 0: 284 325 830 666 770 135;
        Deliver 1: 537;
        """), _yjs).ShouldBeNull();
}
