using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Notifications;

/// <summary>The notifications of what their person may read at this moment; all others are as if they weren't there.</summary>
sealed class VisibleNotifications(Database database, TimeProvider time)
{
    // A role, or none, is decided where it always is; of a workspace they are told who are in it or invited to it.
    const string Sql = $$"""
        select n.* from notifications n
        left join documents d on d.id = n.document_id
        {{Standing.JoinsSql}}
        where n.user_id = @user and case
            when n.document_id is not null then d.trashed_at is null and {{Standing.RoleSql}} is not null
            else exists (select 1 from memberships w where w.workspace_id = n.workspace_id and w.user_id = @user)
                or exists (select 1 from invites i where i.id = n.subject_id)
            end
        """;

    static readonly string Numbered = Sql.Replace("@user", "{0}", StringComparison.Ordinal)
        .Replace("@now", "{1}", StringComparison.Ordinal);

    public IQueryable<Notification> Of(MDReaderDb db, Guid userId) =>
        db.Notifications.FromSqlRaw(Numbered, database.Stored(userId), database.Stored(time.Now()));

    /// <summary>How many of those in the inbox weren't read.</summary>
    public Task<int> Unread(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        Of(db, userId).CountAsync(found => found.InApp && found.ReadAt == null, cancellationToken);
}
