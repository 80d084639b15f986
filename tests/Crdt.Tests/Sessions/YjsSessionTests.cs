namespace Crdt.Tests.Sessions;

/// <summary>Random sessions, each replica here and in real yjs. A failing one is made small and printed.</summary>
[Collection(WithYjs.Name)]
public sealed class YjsSessionTests(YjsPeer yjs)
{
    /// <summary>Sessions a test runs: six hundred in all ten parts, or ten thousand.</summary>
    static readonly int PerPart = Seeds.IsLong ? 1000 : 60;

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
}
