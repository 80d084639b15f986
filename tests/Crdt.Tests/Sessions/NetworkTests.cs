namespace Crdt.Tests.Sessions;

/// <summary>Replicas of ours over a bad network. A failing session is made small and printed.</summary>
public class NetworkTests
{
    static readonly int PerPart = Seeds.IsLong ? 2000 : 100;

    public static TheoryData<int> Parts => [.. Enumerable.Range(0, 5)];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Replicas_are_equal_to_the_block_when_a_bad_network_calms_down(int part)
    {
        for (var seed = part * PerPart; seed < (part + 1) * PerPart; seed++)
        {
            var session = RandomSession.Of(seed);
            if (NetworkRun.Failure(session) is not { } failure)
                continue;
            var shrunk = Shrinking.Shrink(session, smaller => NetworkRun.Failure(smaller) is not null);
            Assert.Fail($"""
                Seed {seed}: {failure}

                Made small, it fails with
                {NetworkRun.Failure(shrunk)}
                and is, to be pasted into a test,

                {shrunk}
                """);
        }
    }
}
