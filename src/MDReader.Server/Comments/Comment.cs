using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Comments;

/// <summary>What one person said in a thread; the first one opened it.</summary>
public sealed class Comment
{
    /// <summary>The longest body, in bytes of UTF-8.</summary>
    public const int LongestBody = 10 * 1024;

    public required Guid Id { get; init; }

    public required Guid ThreadId { get; init; }

    public required Guid AuthorId { get; init; }

    /// <summary>Who wrote it elsewhere, where a comment came in with an import; null for comments written here.</summary>
    public string? ImportedAuthor { get; init; }

    /// <summary>Where it didn't come from the app, by which road; see <see cref="Via"/>.</summary>
    public Way? Way { get; init; }

    /// <summary>And by which personal access token, which may be gone.</summary>
    public Guid? TokenId { get; init; }

    /// <summary>Markdown. Empty once deleted: the place in the conversation stays, the words go.</summary>
    public required string Body { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EditedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }
}

/// <summary>One person's one emoji on a comment.</summary>
public sealed class Reaction
{
    public required Guid CommentId { get; init; }

    public required Guid UserId { get; init; }

    public required string Emoji { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A person whom a comment names.</summary>
public sealed class Mention
{
    public required Guid CommentId { get; init; }

    public required Guid UserId { get; init; }
}

sealed class CommentTable :
    IEntityTypeConfiguration<Comment>, IEntityTypeConfiguration<Reaction>, IEntityTypeConfiguration<Mention>
{
    public void Configure(EntityTypeBuilder<Comment> builder)
    {
        builder.ToTable("comments");
        builder.HasOne<CommentThread>().WithMany().HasForeignKey(comment => comment.ThreadId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(comment => new { comment.ThreadId, comment.Id });
    }

    public void Configure(EntityTypeBuilder<Reaction> builder)
    {
        builder.ToTable("comment_reactions");
        builder.HasKey(reaction => new { reaction.CommentId, reaction.UserId, reaction.Emoji });
        builder.HasOne<Comment>().WithMany().HasForeignKey(reaction => reaction.CommentId)
            .OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Mention> builder)
    {
        builder.ToTable("comment_mentions");
        builder.HasKey(mention => new { mention.CommentId, mention.UserId });
        builder.HasOne<Comment>().WithMany().HasForeignKey(mention => mention.CommentId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(mention => mention.UserId);
    }
}

static class CommentTables
{
    extension(MDReaderDb db)
    {
        public DbSet<CommentThread> CommentThreads => db.Set<CommentThread>();
        public DbSet<Comment> Comments => db.Set<Comment>();
        public DbSet<Reaction> Reactions => db.Set<Reaction>();
        public DbSet<Mention> Mentions => db.Set<Mention>();
    }
}
