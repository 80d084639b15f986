using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Notifications;

/// <summary>Somebody's notifications, as they read them in the app.</summary>
sealed class Inbox(Database database, VisibleNotifications visible, Pages pages, TimeProvider time)
{
    /// <summary>What streams of hints call a change of the inbox.</summary>
    public const string Event = "notifications";

    public async Task<(NotificationPage? Page, Refusal? Refusal)> Read(InboxQuery asked, PageQuery query, HttpContext context)
    {
        var caller = Caller.Of(context)!;
        var (start, refusal) = pages.Start(query, $"notifications unread {asked.Unread == true}", caller);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        return await database.Read<(NotificationPage?, Refusal?)>(
            async (db, token) =>
            {
                var rows = await visible.Of(db, caller.UserId)
                    .Where(found => found.InApp && (start.After == null || found.Id < start.After))
                    .Where(found => asked.Unread != true || found.ReadAt == null)
                    .OrderByDescending(found => found.Id)
                    .Take(start.Limit + 1)
                    .ToListAsync(token);
                var page = pages.Finish(start, await NotificationReading.Describe(db, rows, token), entry => entry.Id, context);
                var unread = await visible.Unread(db, caller.UserId, token);
                return (new NotificationPage(page.Items, page.NextCursor, unread), null);
            },
            context.RequestAborted);
    }

    /// <summary>Marks these as if they had never been read; gives how much is unread now.</summary>
    public Task<int> MarkUnread(Guid userId, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            var changed = await db.Notifications
                .Where(found => found.UserId == userId && found.ReadAt != null && ids.Contains(found.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(found => found.ReadAt, (DateTimeOffset?)null), token);
            var unread = await visible.Unread(db, userId, token);
            if (changed > 0)
            {
                database.Announce(new PersonalHint(userId, Event, null, unread));
            }

            return unread;
        },
        cancellationToken);

    /// <summary>Marks what is named as read; gives how much is left unread.</summary>
    public Task<int> MarkRead(Guid userId, ReadRequest which, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            var (ids, now) = (which.Ids ?? [], time.Now());
            var (lastId, lastTime) = which.Until;
            var changed = await db.Notifications
                .Where(found => found.UserId == userId && found.ReadAt == null)
                .Where(found => ids.Contains(found.Id)
                    || (lastId != null && found.Id <= lastId)
                    || (lastTime != null && found.CreatedAt <= lastTime)
                    || (which.ThreadId != null && found.ThreadId == which.ThreadId)
                    || (which.DocumentId != null && found.DocumentId == which.DocumentId))
                .ExecuteUpdateAsync(set => set.SetProperty(found => found.ReadAt, now), token);
            var unread = await visible.Unread(db, userId, token);
            if (changed > 0)
            {
                database.Announce(new PersonalHint(userId, Event, null, unread));
            }

            return unread;
        },
        cancellationToken);
}
