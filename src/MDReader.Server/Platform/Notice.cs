namespace MDReader.Server.Platform;

/// <summary>
/// Something that happened and concerns one person. The feature that causes it says so inside its write, and knows nothing
/// of inboxes and letters; what the notice leads to is looked up when it is shown, and only if the person may read it then.
/// </summary>
/// <param name="Event">One of <see cref="NoticeEvent"/>.</param>
/// <param name="PersonId">Whom it concerns.</param>
/// <param name="ActorId">Whose doing it is; null for somebody without an account.</param>
/// <param name="WorkspaceId">Where it happened.</param>
public sealed record Notice(string Event, Guid PersonId, Guid? ActorId, Guid WorkspaceId)
{
    /// <summary>The document it is about; null where it is about the workspace.</summary>
    public Guid? DocumentId { get; init; }

    public Guid? ThreadId { get; init; }

    public Guid? CommentId { get; init; }

    /// <summary>What is to be answered: an invite, a request for access, or a suggestion.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The role that was given or is asked for, as a word.</summary>
    public string? Role { get; init; }

    /// <summary>What somebody without an account calls themselves.</summary>
    public string? ActorName { get; init; }

    /// <summary>A letter of its own goes with it, so that none is sent for the notice.</summary>
    public bool HasLetter { get; init; }
}

/// <summary>The kinds of notices, as the API spells them.</summary>
public static class NoticeEvent
{
    public const string Mention = "mention";

    /// <summary>A thread was begun on a document of the person's.</summary>
    public const string Comment = "comment";

    /// <summary>Somebody answered in a thread that the person wrote in.</summary>
    public const string Reply = "reply";

    /// <summary>The person was given a role in a document.</summary>
    public const string Share = "share";

    /// <summary>The person was invited to a workspace, or brought into it.</summary>
    public const string Invite = "invite";

    /// <summary>Somebody asks the person, who may give it, for a role in a document.</summary>
    public const string AccessRequest = "access-request";

    /// <summary>Changes were suggested to a document of the person's.</summary>
    public const string Suggestion = "suggestion";

    /// <summary>Changes that the person suggested are in the text now.</summary>
    public const string SuggestionAccepted = "suggestion-accepted";

    public const string SuggestionRejected = "suggestion-rejected";

    public static IReadOnlyList<string> All { get; } =
    [
        Mention, Comment, Reply, Suggestion, SuggestionAccepted, SuggestionRejected, Share, Invite, AccessRequest,
    ];
}

/// <summary>Where features leave notices: each is committed with its cause, and told afterwards.</summary>
public sealed class Notices(Outbox outbox)
{
    /// <summary>Tells the person once per key when the surrounding write is committed; of their own doing nobody is
    /// told.</summary>
    /// <param name="key">Names the cause, such as <c>share &lt;document&gt; &lt;person&gt; &lt;time&gt;</c>.</param>
    public Task Tell(string key, Notice notice, CancellationToken cancellationToken) =>
        notice.PersonId == notice.ActorId
            ? Task.CompletedTask
            : outbox.Add($"{notice.Event} {key} {notice.PersonId}", notice, cancellationToken);
}
