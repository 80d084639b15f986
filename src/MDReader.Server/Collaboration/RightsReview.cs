using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Ends sockets whose right is gone: the credential that opened them ended, it is an agent's that was paused, or the role is another now. Lowered ones end
/// with a no, raised ones so that they come back with the new role. It looks when something was announced, and at everybody
/// every fifteen seconds, for what was missed or ran out by itself; a second after a look that failed. What slips through still fails at the next append.
/// </summary>
sealed partial class RightsReview(
    Seats seats, Authorizer authorizer, Credentials credentials, TimeProvider time, ILogger<RightsReview> logger) : BackgroundService
{
    const int AtOnce = 500;
    static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    static readonly TimeSpan AfterAFailure = TimeSpan.FromSeconds(1);
    static readonly Closing Lowered = new(CloseCode.NotPermitted, "Your role was changed.");
    static readonly Closing Raised = new(CloseCode.Restarting, "Your role was changed; connect again.");

    bool _looksAgain;

    public static Closing SignedOut { get; } = new(CloseCode.NotAuthenticated, "You were signed out; sign in again.");

    /// <summary>Looks at those of the open sockets that the test names; never fails.</summary>
    public async Task Look(Func<Guid, Peer, bool> which)
    {
        try
        {
            foreach (var some in seats.Open.Where(seat => which(seat.Document, seat.Peer)).Chunk(AtOnce))
                await Look(some, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogReviewFailed(failure);
            // It may have been at somebody who has to go.
            if (!Interlocked.Exchange(ref _looksAgain, true))
                _ = LookAgain();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What was announced while somebody was on their way in wasn't about an open socket yet.
        seats.LookAt = peer => Look((_, other) => other == peer);
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await Look((_, _) => true);
    }

    async Task LookAgain()
    {
        await Task.Delay(AfterAFailure, time);
        Volatile.Write(ref _looksAgain, false);
        await Look((_, _) => true);
    }

    async Task Look((Guid Document, Peer Peer)[] some, CancellationToken cancellation)
    {
        var good = await credentials.StillGood([.. some.Select(seat => seat.Peer.CredentialId).Distinct()], cancellation);
        var standings = await authorizer.Standings(
            [.. some.Select(seat => new Asked(seat.Document, seat.Peer.UserId)).Distinct()], cancellation);
        var paused = new HashSet<(Guid Agent, Guid Workspace)>();
        foreach (var agent in some.Where(seat => seat.Peer.Caller.IsAgent).Select(seat => seat.Peer.CredentialId).Distinct())
            paused.UnionWith((await credentials.PausedIn(agent, cancellation)).Select(workspace => (agent, workspace)));
        foreach (var (document, peer) in some)
            if (!good.Contains(peer.CredentialId))
                seats.SendAway(document, peer, SignedOut);
            else if (paused.Contains((peer.CredentialId, peer.WorkspaceId)))
                seats.SendAway(document, peer, SocketEntry.AgentIsPaused);
            else if (!standings.TryGetValue(new(document, peer.UserId), out var standing) || standing.Trashed)
                seats.SendAway(document, peer, SocketEntry.NoSuchDocument);
            else if (SocketEntry.RoleOf(peer.Caller, standing) is not { } role || role < peer.Role)
                seats.SendAway(document, peer, Lowered);
            else if (role > peer.Role)
                seats.SendAway(document, peer, Raised);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rights of open sockets could not be looked at; next try in a second.")]
    partial void LogReviewFailed(Exception failure);
}

/// <summary>What can be asked of the credentials that sockets were opened with.</summary>
sealed record Credentials(StillGood StillGood, PausedIn PausedIn);
