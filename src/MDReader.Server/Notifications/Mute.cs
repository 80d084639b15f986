using MDReader.Server.Accounts;
using MDReader.Server.Comments;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Notifications;

/// <summary>A document, or one thread of it, of which somebody wants to hear nothing more.</summary>
public sealed class Mute
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required Guid DocumentId { get; init; }

    /// <summary>Null for the whole document.</summary>
    public Guid? ThreadId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

sealed class MuteTable : IEntityTypeConfiguration<Mute>
{
    public void Configure(EntityTypeBuilder<Mute> builder)
    {
        builder.ToTable("mutes");
        builder.HasOne<User>().WithMany().HasForeignKey(mute => mute.UserId);
        builder.HasOne<Document>().WithMany().HasForeignKey(mute => mute.DocumentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<CommentThread>().WithMany().HasForeignKey(mute => mute.ThreadId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(mute => new { mute.UserId, mute.DocumentId });
    }
}

static class MuteTables
{
    /// <summary>What a mute silences: all that is about the text. Of who may read it people hear, muted or not.</summary>
    public static readonly IReadOnlyList<string> Silenced =
    [
        NoticeEvent.Mention, NoticeEvent.Comment, NoticeEvent.Reply,
        NoticeEvent.Suggestion, NoticeEvent.SuggestionAccepted, NoticeEvent.SuggestionRejected,
    ];

    extension(MDReaderDb db)
    {
        public DbSet<Mute> Mutes => db.Set<Mute>();

        public async Task<bool> IsMuted(Notice notice, CancellationToken cancellationToken) =>
            Silenced.Contains(notice.Event) && notice.DocumentId is { } document
            && await db.Mutes.AnyAsync(
                mute => mute.UserId == notice.PersonId && mute.DocumentId == document
                    && (mute.ThreadId == null || mute.ThreadId == notice.ThreadId),
                cancellationToken);
    }
}
