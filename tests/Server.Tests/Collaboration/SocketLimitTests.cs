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
        foreach (var options in new CollaborationOptions[]
                 {
                     new() { SocketsPerUser = 2 }, new() { SocketsPerAddress = 2 }, new() { SocketsPerProcess = 2 },
                 })
        {
            var counts = new SocketCounts(options);
            var first = counts.Enter(Here, ana);
            counts.Enter(Here, ana);
            Should.Throw<MessageRefusedException>(() => counts.Enter(Here, ana)).Closing.Code.ShouldBe(CloseCode.TooMany);
            first.Dispose();
            counts.Enter(Here, ana);
        }
    }

    [Fact]
    public void One_persons_sockets_are_not_anothers()
    {
        var counts = new SocketCounts(new() { SocketsPerUser = 1 });
        counts.Enter(Here, Guid.NewGuid());
        counts.Enter(Here, Guid.NewGuid());
    }

    [Fact]
    public async Task A_burst_passes_at_once_and_what_follows_waits_its_turn()
    {
        // The clock stands still, so nothing is refilled; only the wait itself passes.
        var throttle = new Throttle(perSecond: 10, burst: 3, new ManualTime());
        for (var message = 0; message < 3; message++)
            throttle.Take(CancellationToken.None).IsCompleted.ShouldBeTrue();
        var fourth = throttle.Take(CancellationToken.None);
        fourth.IsCompleted.ShouldBeFalse();
        await fourth;
        throttle.Take(CancellationToken.None).IsCompleted.ShouldBeFalse();
    }
}
