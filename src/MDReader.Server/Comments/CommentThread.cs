using MDReader.Server.Documents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Comments;

/// <summary>A conversation about a range of a document's text. It lives beside the text, never in it: commenting needs no
/// right to write.</summary>
public sealed class CommentThread
{
    public required Guid Id { get; init; }

    public required Guid DocumentId { get; init; }

    /// <summary>Where the range begins: a Yjs relative position that sticks to the range's first character.</summary>
    public required byte[] Start { get; set; }

    /// <summary>Where it ends: a Yjs relative position that sticks to the range's last character.</summary>
    public required byte[] End { get; set; }

    /// <summary>What the range said when the comment was made; finds it again when it was moved.</summary>
    public required string Quote { get; set; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public Guid? ResolvedBy { get; set; }

    /// <summary>Null while the thread is open.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }
}

sealed class CommentThreadTable : IEntityTypeConfiguration<CommentThread>
{
    public void Configure(EntityTypeBuilder<CommentThread> builder)
    {
        builder.ToTable("comment_threads");
        builder.HasOne<Document>().WithMany().HasForeignKey(thread => thread.DocumentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(thread => new { thread.DocumentId, thread.Id });
    }
}
