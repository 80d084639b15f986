using System.Net;
using MDReader.Server.Collaboration;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

public sealed class SocketLimitTests
{
    static readonly IPAddress Here = IPAddress.Loopback;

    [Fact]
    public void Each_limit_holds_and_a_closed_socket_makes_room()
    {
        var ana = Guid.NewGuid();
        Holds(new() { SocketsPerUser = 2 }, counts => counts.Enter(ana));
        Holds(new() { SocketsPerAddress = 2 }, counts => counts.Enter(Here));
        Holds(new() { SocketsPerProcess = 2 }, counts => counts.Enter(address: null));

        static void Holds(CollaborationOptions options, Func<SocketCounts, IDisposable> enter)
        {
            var counts = new SocketCounts(options);
            var first = enter(counts);
            enter(counts);
            Should.Throw<MessageRefusedException>(() => enter(counts)).Closing.Code.ShouldBe(CloseCode.TooMany);
            first.Dispose();
            enter(counts);
        }
    }

    [Fact]
    public void One_persons_sockets_are_not_anothers()
    {
        var counts = new SocketCounts(new() { SocketsPerUser = 1 });
        counts.Enter(Guid.NewGuid());
        counts.Enter(Guid.NewGuid());
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
