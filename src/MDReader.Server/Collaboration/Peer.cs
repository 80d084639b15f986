using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>Whose socket it is, and what it may do.</summary>
/// <param name="Role">As it was on connecting; every append checks it again.</param>
/// <param name="WantsAcknowledgement">Whether the socket asked to be told what is on disk.</param>
sealed record Participant(Caller Caller, Guid WorkspaceId, Role Role, bool WantsAcknowledgement);

/// <summary>Where a room's frames go: a connection, or in a simulation whatever stands for one. Nothing here waits.</summary>
interface IOutlet
{
    /// <summary>Leaves a frame to be sent by the next flush.</summary>
    void Post(ReadOnlyMemory<byte> frame);

    void Flush();

    /// <summary>Ends it after what was left to be sent; the first reason given counts.</summary>
    void Close(Closing closing);
}

/// <summary>One socket in a room. Only the room's loop touches what can change here.</summary>
/// <param name="who">Whose it is.</param>
/// <param name="outlet">Where what it is sent goes.</param>
sealed class Peer(Participant who, IOutlet outlet)
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
        outlet.Post(frame);
    }

    /// <summary>Sends what this turn has posted.</summary>
    public void Flush() => outlet.Flush();

    public void SendAway(Closing closing)
    {
        IsGone = true;
        outlet.Close(closing);
    }
}
