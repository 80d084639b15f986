using MDReader.Server.Accounts;
using MDReader.Server.Comments;
using MDReader.Server.Documents;
using MDReader.Server.Mentions;
using MDReader.Server.Platform;
using MDReader.Server.Suggestions;
using MDReader.Server.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Notifications;

/// <summary>One notification, with what it is about as that is now.</summary>
/// <param name="Event"><c>mention</c>, <c>comment</c>, <c>reply</c>, <c>suggestion</c>,
/// <c>suggestion-accepted</c>, <c>suggestion-rejected</c>, <c>share</c>, <c>invite</c> or <c>access-request</c>.</param>
/// <param name="Actor">Whose doing it is.</param>
/// <param name="DocumentId">Null where it is about the workspace.</param>
/// <param name="SubjectId">The invite, the request for access or the suggestion that it is about.</param>
/// <param name="Role">The role that was given or is asked for.</param>
/// <param name="Quote">What the thread is about, or the line of the text that mentions the person, in Markdown.</param>
/// <param name="ThreadStatus"><c>open</c> or <c>resolved</c>; null where it is about no thread.</param>
/// <param name="Muted">What its person hears nothing more of: <c>thread</c>, <c>document</c>, or null.</param>
/// <param name="Excerpt">The beginning of the comment, in Markdown, or why something is suggested.</param>
public sealed record NotificationEntry(
    Guid Id,
    string Event,
    Actor? Actor,
    Guid WorkspaceId,
    string? Workspace,
    Guid? DocumentId,
    string? Title,
    Guid? ThreadId,
    Guid? CommentId,
    Guid? SubjectId,
    string? Role,
    string? Quote,
    string? Excerpt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ReadAt,
    string? ThreadStatus,
    string? Muted);

/// <summary>Whose doing something is.</summary>
/// <param name="Id">Null for somebody without an account.</param>
public sealed record Actor(Guid? Id, string Name);

/// <summary>Looks up what notifications are about. Whoever shows them has asked whether their person may read it.</summary>
static class NotificationReading
{
    const int LongestExcerpt = 300;

    /// <summary>In the order given.</summary>
    public static async Task<List<NotificationEntry>> Describe(
        MDReaderDb db, IReadOnlyList<Notification> rows, CancellationToken cancellationToken)
    {
        var actors = rows.Select(row => row.ActorId).OfType<Guid>().Distinct().ToList();
        var names = await db.Users.Where(user => actors.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, user => user.Name, cancellationToken);
        var documentIds = rows.Select(row => row.DocumentId).OfType<Guid>().Distinct().ToList();
        var documents = await db.Documents.Where(document => documentIds.Contains(document.Id))
            .Select(document => new { document.Id, document.Title, document.WorkspaceId })
            .ToDictionaryAsync(document => document.Id, cancellationToken);
        var workspaceIds = rows.Select(row => row.WorkspaceId)
            .Concat(documents.Values.Select(document => document.WorkspaceId)).Distinct().ToList();
        var workspaces = await db.Workspaces.Where(workspace => workspaceIds.Contains(workspace.Id))
            .ToDictionaryAsync(workspace => workspace.Id, workspace => workspace.Name, cancellationToken);
        var threadIds = rows.Select(row => row.ThreadId).OfType<Guid>().Distinct().ToList();
        var threads = await db.CommentThreads.Where(thread => threadIds.Contains(thread.Id))
            .Select(thread => new { thread.Id, thread.Quote, IsOpen = thread.ResolvedAt == null })
            .ToDictionaryAsync(thread => thread.Id, cancellationToken);
        var people = rows.Select(row => row.UserId).Distinct().ToList();
        var mutes = (await db.Mutes.Where(mute => people.Contains(mute.UserId) && documentIds.Contains(mute.DocumentId))
            .Select(mute => new { mute.UserId, mute.DocumentId, mute.ThreadId }).ToListAsync(cancellationToken)).ToHashSet();
        var commentIds = rows.Select(row => row.CommentId).OfType<Guid>().Distinct().ToList();
        var bodies = await db.Comments.Where(comment => commentIds.Contains(comment.Id))
            .ToDictionaryAsync(comment => comment.Id, comment => comment.Body, cancellationToken);
        var subjects = rows.Where(row => row.DocumentId is not null).Select(row => row.SubjectId).OfType<Guid>().Distinct().ToList();
        var reasons = await db.Suggestions.Where(suggestion => subjects.Contains(suggestion.Id))
            .ToDictionaryAsync(suggestion => suggestion.Id, suggestion => suggestion.Message, cancellationToken);

        var lines = (await db.TextMentions.Where(mention => people.Contains(mention.UserId) && documentIds.Contains(mention.DocumentId))
            .ToListAsync(cancellationToken)).ToDictionary(mention => (mention.DocumentId, mention.UserId), mention => mention.Line);

        return [.. rows.Select(row =>
        {
            var document = row.DocumentId is { } id ? documents.GetValueOrDefault(id) : null;
            // A document that was moved since is where it is now.
            var workspace = document?.WorkspaceId ?? row.WorkspaceId;
            var thread = row.ThreadId is { } threadId ? threads.GetValueOrDefault(threadId) : null;
            var muted = mutes.Where(mute => mute.UserId == row.UserId && mute.DocumentId == row.DocumentId).ToList();
            return new NotificationEntry(
                row.Id,
                row.Event,
                row.ActorId is { } actor ? new Actor(actor, names.GetValueOrDefault(actor, User.Nobody))
                    : row.ActorName is { } name ? new Actor(null, name) : null,
                workspace,
                workspaces.GetValueOrDefault(workspace),
                row.DocumentId,
                document?.Title,
                row.ThreadId,
                row.CommentId,
                row.SubjectId,
                row.Role,
                row is { Event: NoticeEvent.Mention, ThreadId: null, DocumentId: { } mentioning }
                    ? lines.GetValueOrDefault((mentioning, row.UserId)) : Shortened(thread?.Quote),
                row.CommentId is { } comment ? Shortened(bodies.GetValueOrDefault(comment))
                    : row.SubjectId is { } subject ? Shortened(reasons.GetValueOrDefault(subject)) : null,
                row.CreatedAt,
                row.ReadAt,
                thread is null ? null : thread.IsOpen ? ThreadEntry.Open : ThreadEntry.Resolved,
                muted.Exists(mute => mute.ThreadId is null) ? "document"
                    : row.ThreadId is not null && muted.Exists(mute => mute.ThreadId == row.ThreadId) ? "thread" : null);
        })];
    }

    static string? Shortened(string? text) =>
        text is { Length: > LongestExcerpt } ? text.CutTo(LongestExcerpt) + "…" : text;
}
