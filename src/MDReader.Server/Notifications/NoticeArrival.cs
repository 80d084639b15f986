using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
using MDReader.Server.Comments;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Suggestions;
using MDReader.Server.Workspaces;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Notifications;

/// <summary>
/// Turns a notice into what its person chose: a row of the inbox, and a letter, a place in the digest and pushes, which
/// wait in the outbox from the same commit on.
/// </summary>
sealed class NoticeArrival(
    Database database, VisibleNotifications visible, Attendance attendance, NotificationWays ways, TimeProvider time)
{
    public async Task Read(Notice notice, string key, CancellationToken cancellationToken)
    {
        // Who has the document open sees it there; nothing else has to ring.
        var sees = notice.DocumentId is { } document
            && attendance.Has(document, notice.PersonId);
        await database.Write((db, token) => Keep(db, notice, key, sees, token), cancellationToken);
    }

    async Task Keep(MDReaderDb db, Notice notice, string key, bool sees, CancellationToken cancellationToken)
    {
        if (await db.Notifications.AnyAsync(found => found.Key == key, cancellationToken)
            || await db.IsMuted(notice, cancellationToken)
            || !await IsStillThere(db, notice, cancellationToken))
        {
            return;
        }

        var settings = await db.SettingsOf(notice.PersonId, cancellationToken);
        var channels = settings.Of(notice.Event);
        var mailed = channels.Email && !sees;
        var notification = new Notification
        {
            Id = Ids.New(time),
            Key = key,
            UserId = notice.PersonId,
            Event = notice.Event,
            ActorId = notice.ActorId,
            ActorName = notice.ActorName,
            WorkspaceId = notice.WorkspaceId,
            DocumentId = notice.DocumentId,
            ThreadId = notice.ThreadId,
            CommentId = notice.CommentId,
            SubjectId = notice.SubjectId,
            Role = notice.Role,
            CreatedAt = time.Now(),
            InApp = channels.InApp,
            ForDigest = channels.Digest && !mailed && !notice.HasLetter,
        };
        db.Add(notification);
        await db.SaveChangesAsync(cancellationToken);

        await ways.Take(
            db, notification, new(Letter: mailed && !notice.HasLetter, Push: channels.Push && !sees), settings, cancellationToken);
        if (channels.InApp)
        {
            database.Announce(new PersonalHint(
                notice.PersonId, Inbox.Event, notification.Id, await visible.Unread(db, notice.PersonId, cancellationToken)));
        }
    }

    // What it is about, or its person, may have gone while it waited.
    static async Task<bool> IsStillThere(MDReaderDb db, Notice notice, CancellationToken cancellationToken) =>
        await db.Users.AnyAsync(user => user.Id == notice.PersonId && user.DeletedAt == null && !user.IsGuest, cancellationToken)
        && await db.Workspaces.AnyAsync(workspace => workspace.Id == notice.WorkspaceId, cancellationToken)
        && (notice.DocumentId is not { } document
            || await db.Documents.AnyAsync(found => found.Id == document, cancellationToken))
        && (notice.ThreadId is not { } thread
            || await db.CommentThreads.AnyAsync(found => found.Id == thread, cancellationToken))
        && (notice.CommentId is not { } comment
            || await db.Comments.AnyAsync(found => found.Id == comment && found.DeletedAt == null, cancellationToken))
        && (notice is not { Event: NoticeEvent.Suggestion, SubjectId: { } suggestion }
            || await db.Suggestions.AnyAsync(found => found.Id == suggestion, cancellationToken));
}
