using System.Data.Common;
using MDReader.Server.Access;

namespace MDReader.Server.Collaboration;

/// <summary>Ends a person's sockets where their role is another now: lowered ones with a no, raised ones so that they come
/// back with the new role. What slips through here still fails at the next append.</summary>
sealed partial class RoleReview(Rooms rooms, Authorizer authorizer, ILogger<RoleReview> logger)
{
    static readonly Closing Lowered = new(CloseCode.NotPermitted, "Your role was changed.");
    static readonly Closing Raised = new(CloseCode.Restarting, "Your role was changed; connect again.");

    public Task InDocument(Guid documentId, Guid userId) => Try(userId, async () =>
    {
        var role = (await authorizer.Standing(documentId, userId, CancellationToken.None))?.Role;
        rooms.SendAway(documentId, peer => peer.UserId == userId && IsLowered(peer, role), Lowered);
        rooms.SendAway(documentId, peer => peer.UserId == userId && peer.Role < role, Raised);
    });

    /// <summary>Of everybody who has the document open.</summary>
    public async Task InDocument(Guid documentId)
    {
        foreach (var person in await rooms.Present(documentId, CancellationToken.None))
            await InDocument(documentId, person.UserId);
    }

    public Task InWorkspace(Guid workspaceId, Guid userId) => Try(userId, async () =>
    {
        var inWorkspace = await authorizer.Role(workspaceId, userId, CancellationToken.None);
        var grants = await authorizer.Grants(userId, CancellationToken.None);
        bool IsTheirs(Peer peer) => peer.UserId == userId && peer.WorkspaceId == workspaceId;
        foreach (var document in rooms.Opened)
        {
            var role = Standing.RoleOf(inWorkspace, grants.GetValueOrDefault(document));
            rooms.SendAway(document, peer => IsTheirs(peer) && IsLowered(peer, role), Lowered);
            rooms.SendAway(document, peer => IsTheirs(peer) && peer.Role < role, Raised);
        }
    });

    static bool IsLowered(Peer peer, Role? role) => role is null || role < peer.Role;

    async Task Try(Guid userId, Func<Task> review)
    {
        try
        {
            await review();
        }
        catch (DbException failure)
        {
            LogReviewFailed(userId, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sockets of {User} could not be looked through after a change of role.")]
    partial void LogReviewFailed(Guid user, Exception failure);
}
