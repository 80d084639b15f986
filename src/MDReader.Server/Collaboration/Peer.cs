using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>One socket in a room. Only the room's loop touches what can change here.</summary>
sealed class Peer(Caller caller, Role role, Guid workspaceId, Connection connection, bool wantsAcknowledgement)
{
    public Guid UserId => caller.UserId;
    public Guid CredentialId => caller.CredentialId;
    public Guid WorkspaceId => workspaceId;
    public Role Role => role;
    public string Name => caller.Name;
    public bool MayWrite => role >= Role.Editor;
    public bool WantsAcknowledgement => wantsAcknowledgement;

    /// <summary>The Yjs client whose cursor this socket shows; bound by the first state it sends.</summary>
    public ulong? AwarenessClient { get; set; }

    /// <summary>Whether the step 2 with what the client brought from offline has come; it alone may be large.</summary>
    public bool HasSentStep2 { get; set; }

    /// <summary>Updates and steps 2 of this socket that are on disk or changed nothing.</summary>
    public long Saved { get; set; }

    /// <summary>Updates that weren't kept since something before them is missing; the step 2 asked for holds them.</summary>
    public int AwaitingStep2 { get; set; }

    /// <summary>Set once the room has sent it away: what still arrives from it counts for nothing.</summary>
    public bool IsGone { get; private set; }

    public void Post(ReadOnlyMemory<byte> frame) => connection.Post(frame);

    public void SendAway(Closing closing)
    {
        IsGone = true;
        connection.Close(closing);
    }
}
