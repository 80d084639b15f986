using System.Data.Common;
using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Notifications;

/// <summary>Somebody's mutes: what they make silent, and what they hear of again.</summary>
sealed class Muting(Database database, VisibleNotifications visible, TimeProvider time)
{
    const string ListSql = $"""
        select k.document_id, d.title, k.thread_id, t.quote, k.created_at from mutes k
        join documents d on d.id = k.document_id
        left join comment_threads t on t.id = k.thread_id
        {Standing.JoinsSql}
        where k.user_id = @user and d.trashed_at is null and {Standing.RoleSql} is not null
        order by k.id desc
        """;

    /// <summary>Those of what the person may read now, the newest first.</summary>
    public Task<List<MuteEntry>> List(Guid userId, CancellationToken cancellationToken) => database.Look(
        ListSql,
        [("@user", database.Stored(userId)), ("@now", database.Stored(time.Now()))],
        Read,
        cancellationToken);

    /// <summary>Nothing more is told of it, and what was told is read: letters that wait don't go.</summary>
    public Task Mute(Guid userId, Guid documentId, Guid? threadId, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            await Of(db, userId, documentId, threadId).ExecuteDeleteAsync(token);
            db.Add(new Mute
            {
                Id = Ids.New(time),
                UserId = userId,
                DocumentId = documentId,
                ThreadId = threadId,
                CreatedAt = time.Now(),
            });
            var now = time.Now();
            var told = db.Notifications.Where(found =>
                found.UserId == userId && found.ReadAt == null && MuteTables.Silenced.Contains(found.Event));
            told = threadId is null ? told.Where(found => found.DocumentId == documentId) : told.Where(found => found.ThreadId == threadId);
            await told.ExecuteUpdateAsync(set => set.SetProperty(found => found.ReadAt, now), token);
            await Tell(db, userId, token);
        },
        cancellationToken);

    public Task Unmute(Guid userId, Guid documentId, Guid? threadId, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            await Of(db, userId, documentId, threadId).ExecuteDeleteAsync(token);
            await Tell(db, userId, token);
        },
        cancellationToken);

    static IQueryable<Mute> Of(MDReaderDb db, Guid userId, Guid documentId, Guid? threadId) => db.Mutes.Where(mute =>
        mute.UserId == userId && mute.DocumentId == documentId && mute.ThreadId == threadId);

    async Task Tell(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        database.Announce(new PersonalHint(userId, Inbox.Event, null, await visible.Unread(db, userId, cancellationToken)));

    static MuteEntry Read(DbDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.IsDBNull(2) ? null : row.GetGuid(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)));
}
