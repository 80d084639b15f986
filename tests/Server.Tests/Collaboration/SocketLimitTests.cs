using System.Net;
using MDReader.Server.Collaboration;
using MDReader.Server.Embedded;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

public sealed class SocketLimitTests
{
    static readonly IPAddress Here = IPAddress.Loopback;

    [Fact]
    public async Task Each_limit_holds_and_a_closed_socket_makes_room()
    {
        var ana = Guid.NewGuid();
        await Holds(new() { SocketsPerUser = 2 }, counts => counts.Enter(ana));
        await Holds(new() { SocketsPerAddress = 2 }, counts => counts.Enter(Here));
        await Holds(new() { SocketsPerProcess = 2 }, counts => counts.Enter(address: null));

        static async Task Holds(CollaborationOptions options, Func<SocketCounts, ValueTask<IDisposable>> enter)
        {
            var counts = new SocketCounts(options, new LocalRelay());
            var first = await enter(counts);
            await enter(counts);
            (await Should.ThrowAsync<MessageRefusedException>(async () => await enter(counts))).Closing.Code.ShouldBe(CloseCode.TooMany);
            first.Dispose();
            await enter(counts);
        }
    }

    [Fact]
    public async Task One_persons_sockets_are_not_anothers()
    {
        var counts = new SocketCounts(new() { SocketsPerUser = 1 }, new LocalRelay());
        await counts.Enter(Guid.NewGuid());
        await counts.Enter(Guid.NewGuid());
    }

    [Fact]
    public async Task A_burst_passes_at_once_and_what_follows_waits_its_turn()
    {
        // The clock stands still, so nothing is refilled; only the wait itself passes.
        var throttle = new Throttle(perSecond: 10, burst: 3, TimeSpan.FromMinutes(1), new ManualTime());
        for (var message = 0; message < 3; message++)
            throttle.Take(1, CancellationToken.None).IsCompleted.ShouldBeTrue();
        var fourth = throttle.Take(1, CancellationToken.None);
        fourth.IsCompleted.ShouldBeFalse();
        await fourth;
        throttle.Take(1, CancellationToken.None).IsCompleted.ShouldBeFalse();
    }
}
