namespace MDReader.Client;

/// <summary>The workspaces that the account is a member of.</summary>
public sealed class Workspaces
{
    readonly Calls _calls;

    internal Workspaces(Calls calls) => _calls = calls;

    public IAsyncEnumerable<Workspace> List(CancellationToken cancellation = default) =>
        _calls.List<Workspace>("workspaces", cancellation);

    public Task<Workspace> Get(Guid workspace, CancellationToken cancellation = default) =>
        _calls.Get<Workspace>($"workspaces/{workspace}", cancellation);

    /// <param name="key">Sent again with the same key it is made once.</param>
    public Task<Workspace> Create(string name, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<Workspace>("workspaces", Bodies.Of(("name", name)), key, cancellation);

    public Task<Workspace> Rename(Guid workspace, string name, CancellationToken cancellation = default) =>
        _calls.Patch<Workspace>($"workspaces/{workspace}", Bodies.Of(("name", name)), cancellation);

    /// <summary>Ends it for good, with all that is in it.</summary>
    public Task Delete(Guid workspace, CancellationToken cancellation = default) =>
        _calls.Delete($"workspaces/{workspace}", cancellation);

    /// <summary>All folders and documents but those in the trash, by their names.</summary>
    public Task<Tree> Tree(Guid workspace, CancellationToken cancellation = default) =>
        _calls.Get<Tree>($"workspaces/{workspace}/tree", cancellation);

    /// <summary>What was done in it and by whom, the newest first; for its owners.</summary>
    /// <param name="actor">Only what this person did.</param>
    /// <param name="kind">Only such events, as <c>link</c> for all about links.</param>
    public IAsyncEnumerable<AuditEntry> Audit(
        Guid workspace, Guid? actor = null, string? kind = null, CancellationToken cancellation = default) =>
        _calls.List<AuditEntry>($"workspaces/{workspace}/audit".With("actor", actor).With("kind", kind), cancellation);

    /// <summary>What the workspace holds, in numbers; its owners may ask.</summary>
    public Task<Usage> Usage(Guid workspace, CancellationToken cancellation = default) =>
        _calls.Get<Usage>($"workspaces/{workspace}/usage", cancellation);

    /// <summary>Whether nobody has changed the audit log.</summary>
    public Task<AuditStanding> VerifyAudit(Guid workspace, CancellationToken cancellation = default) =>
        _calls.Get<AuditStanding>($"workspaces/{workspace}/audit/verification", cancellation);

    /// <summary>The members' tokens that reach it.</summary>
    public IAsyncEnumerable<Agent> Agents(Guid workspace, CancellationToken cancellation = default) =>
        _calls.List<Agent>($"workspaces/{workspace}/agents", cancellation);

    /// <summary>An agent reads and writes nothing in this workspace until it is resumed.</summary>
    public Task<Agent> PauseAgent(Guid workspace, Guid token, CancellationToken cancellation = default) =>
        ChangeAgent(workspace, token, paused: true, cancellation);

    public Task<Agent> ResumeAgent(Guid workspace, Guid token, CancellationToken cancellation = default) =>
        ChangeAgent(workspace, token, paused: false, cancellation);

    Task<Agent> ChangeAgent(Guid workspace, Guid token, bool paused, CancellationToken cancellation) =>
        _calls.Patch<Agent>($"workspaces/{workspace}/agents/{token}", Bodies.Of(("paused", paused)), cancellation);
}

/// <param name="Role">The caller's.</param>
/// <param name="UpdatedAt">When its name last changed.</param>
public sealed record Workspace(Guid Id, string Name, Role Role, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>All that lies in a workspace.</summary>
public sealed record Tree(Guid WorkspaceId, IReadOnlyList<TreeFolder> Folders, IReadOnlyList<TreeDocument> Documents);

public sealed record TreeFolder(
    Guid Id, string Name, IReadOnlyList<TreeFolder> Folders, IReadOnlyList<TreeDocument> Documents);

/// <param name="Role">The caller's in this document.</param>
public sealed record TreeDocument(Guid Id, string Title, Role Role, bool IsTemplate, bool IsRestricted, DateTimeOffset UpdatedAt);

/// <summary>Something that was done in a workspace.</summary>
/// <param name="Seq">1 for the first, without gaps.</param>
/// <param name="Event">Such as <c>link.created</c>.</param>
/// <param name="ActorId">Null for a stranger's doing, or the server's own.</param>
/// <param name="SubjectType">What it was done to, such as <c>document</c>.</param>
/// <param name="Details">What else is known: roles, ids.</param>
/// <param name="Hash">SHA-256 of the hash before and this entry, in hexadecimal digits.</param>
public sealed record AuditEntry(
    long Seq, DateTimeOffset At, string Event, Guid? ActorId, string? ActorName, string SubjectType, Guid? SubjectId,
    IReadOnlyDictionary<string, string> Details, string Hash);

/// <summary>What a workspace holds.</summary>
public sealed record Usage(IReadOnlyList<UsageCount> Items);

/// <summary>How much there is of something.</summary>
/// <param name="What">Such as <c>documents</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Bytes">How much room they take; null where they take none to speak of.</param>
public sealed record UsageCount(string What, long Count, long? Bytes);

/// <summary>What a walk along an audit log has found.</summary>
/// <param name="Whole">Every entry is as it was written and follows the one before it.</param>
/// <param name="Hash">Of the last one; kept elsewhere, it shows later that nothing before it was changed.</param>
/// <param name="Flaw">What is wrong, in words.</param>
public sealed record AuditStanding(bool Whole, long Entries, string Hash, string? Flaw);

/// <summary>A member's token, with which an agent or a program reaches a workspace.</summary>
/// <param name="Id">Of the token.</param>
/// <param name="IsAgent">It was made for an agent; else for a program of the person's own.</param>
/// <param name="PausedAt">Since when its person has paused it everywhere.</param>
/// <param name="PausedHereAt">Since when an owner has paused it in this workspace.</param>
public sealed record Agent(
    Guid Id, string Name, Guid UserId, string UserName, bool IsAgent, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt, DateTimeOffset? PausedAt, DateTimeOffset? PausedHereAt);
