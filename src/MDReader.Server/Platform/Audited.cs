namespace MDReader.Server.Platform;

/// <summary>
/// Something that whoever answers for the security of a workspace may want to know later. Whoever does it says so inside
/// the write (<see cref="Database.Record"/>), and it is committed with it. It holds ids and words of roles, never names,
/// addresses or secrets: what is chained can't be erased.
/// </summary>
/// <param name="Event">One of <see cref="AuditEvent"/>.</param>
/// <param name="WorkspaceId">In whose log; null where it is about a person, and stands in the logs of all the workspaces
/// they are in, or in the instance's if they are in none.</param>
/// <param name="ActorId">Whose doing it is; null for a stranger's or the server's own.</param>
/// <param name="SubjectType">What it was done to, such as <c>document</c>.</param>
/// <param name="SubjectId">Its id; null for something unknown.</param>
public sealed record Audited(string Event, Guid? WorkspaceId, Guid? ActorId, string SubjectType, Guid? SubjectId)
{
    /// <summary>What else is to be known: a role, whose it is, where it came from.</summary>
    public IReadOnlyDictionary<string, string?> Details { get; init; } = new Dictionary<string, string?>();
}

/// <summary>The events of the audit log, as the API spells them.</summary>
public static class AuditEvent
{
    public const string SignInFailed = "sign-in.failed";
    public const string PasswordChanged = "password.changed";
    public const string SecondFactorOn = "second-factor.on";
    public const string SecondFactorOff = "second-factor.off";
    public const string TokenCreated = "token.created";
    public const string TokenPaused = "token.paused";
    public const string TokenResumed = "token.resumed";
    public const string TokenRevoked = "token.revoked";
    public const string AccountExported = "account.exported";
    public const string AccountDeleted = "account.deleted";

    public const string WorkspaceCreated = "workspace.created";
    public const string WorkspaceDeleted = "workspace.deleted";
    public const string MemberChanged = "member.changed";
    public const string MemberRemoved = "member.removed";
    public const string InviteCreated = "invite.created";
    public const string InviteResent = "invite.resent";
    public const string InviteRevoked = "invite.revoked";
    public const string InviteAccepted = "invite.accepted";

    public const string PermissionChanged = "permission.changed";
    public const string PermissionRemoved = "permission.removed";
    public const string LinkCreated = "link.created";
    public const string LinkChanged = "link.changed";
    public const string LinkDeleted = "link.deleted";
    public const string LinkOpened = "link.opened";
    public const string DocumentInviteCreated = "document-invite.created";
    public const string DocumentInviteResent = "document-invite.resent";
    public const string DocumentInviteRevoked = "document-invite.revoked";
    public const string DocumentInviteAccepted = "document-invite.accepted";
    public const string AccessChanged = "access.changed";
    public const string AccessRequested = "access.requested";
    public const string AccessGranted = "access.granted";
    public const string AccessDeclined = "access.declined";
    public const string PagePublished = "page.published";
    public const string PageUnpublished = "page.unpublished";

    public const string DocumentTrashed = "document.trashed";
    public const string DocumentPurged = "document.purged";
    public const string DocumentMoved = "document.moved";
}
