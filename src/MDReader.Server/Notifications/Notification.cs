using MDReader.Server.Accounts;
using MDReader.Server.Comments;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Notifications;

/// <summary>
/// A notice in somebody's inbox. It names what it is about and holds none of it: titles and words are read when it is shown,
/// by who may read them then.
/// </summary>
public sealed class Notification
{
    public required Guid Id { get; init; }

    /// <summary>The notice's, which makes a second row of it.</summary>
    public required string Key { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>One of <see cref="NoticeEvent"/>.</summary>
    public required string Event { get; init; }

    public Guid? ActorId { get; init; }

    public string? ActorName { get; init; }

    public required Guid WorkspaceId { get; init; }

    public Guid? DocumentId { get; init; }

    public Guid? ThreadId { get; init; }

    public Guid? CommentId { get; init; }

    public Guid? SubjectId { get; init; }

    public string? Role { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>Whether it is shown in the app; the others wait here for their letter only.</summary>
    public required bool InApp { get; init; }

    /// <summary>Whether it waits for the next digest.</summary>
    public bool ForDigest { get; set; }
}

sealed class NotificationTable : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("notifications");
        builder.HasOne<User>().WithMany().HasForeignKey(notification => notification.UserId);
        builder.HasOne<Workspace>().WithMany().HasForeignKey(notification => notification.WorkspaceId);
        builder.HasOne<Document>().WithMany().HasForeignKey(notification => notification.DocumentId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<CommentThread>().WithMany().HasForeignKey(notification => notification.ThreadId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Comment>().WithMany().HasForeignKey(notification => notification.CommentId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(notification => notification.Key).IsUnique();
        builder.HasIndex(notification => new { notification.UserId, notification.Id });
    }
}

static class NotificationTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Notification> Notifications => db.Set<Notification>();
    }
}
