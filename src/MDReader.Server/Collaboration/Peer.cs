using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>Whose socket it is, and what it may do.</summary>
/// <param name="Role">As it was on connecting; every append checks it again.</param>
/// <param name="WantsAcknowledgement">Whether the socket asked to be told what is on disk.</param>
sealed record Participant(Caller Caller, Guid WorkspaceId, Role Role, bool WantsAcknowledgement);

/// <summary>One socket in a room. Only the room's loop touches what can change here.</summary>
/// <param name="who">Whose it is.</param>
/// <param name="send">Queues a frame; never waits.</param>
/// <param name="end">Ends the socket after what is queued.</param>
sealed class Peer(Participant who, Action<ReadOnlyMemory<byte>> send, Action<Closing> end)
{
    public Guid UserId => who.Caller.UserId;
    public Guid CredentialId => who.Caller.CredentialId;
    public Guid WorkspaceId => who.WorkspaceId;
    public string Name => who.Caller.Name;
    public Role Role => who.Role;
    public bool MayWrite => who.Role.May(Ability.Write);
    public bool WantsAcknowledgement => who.WantsAcknowledgement;

    /// <summary>The Yjs client whose cursor this socket shows; bound by the first state it sends.</summary>
    public ulong? AwarenessClient { get; set; }

    /// <summary>Updates and steps 2 of this socket that are on disk or changed nothing.</summary>
    public long Saved { get; set; }

    /// <summary>Updates that weren't kept since something before them is missing; the step 2 asked for holds them.</summary>
    public int AwaitingStep2 { get; set; }

    /// <summary>Set once the room has sent it away: what still arrives from it counts for nothing.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Sweeps of the room since something was last sent to this socket.</summary>
    public int QuietSweeps { get; set; }

    public void Post(ReadOnlyMemory<byte> frame)
    {
        QuietSweeps = 0;
        send(frame);
    }

    public void SendAway(Closing closing)
    {
        IsGone = true;
        end(closing);
    }
}
