using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Attachments;

/// <summary>A file that belongs to a document. Its bytes lie in the blob store, under its id and never under its name.</summary>
public sealed class Attachment
{
    public const int LongestName = 255;

    /// <summary>Under which all small pictures lie.</summary>
    public const string Thumbnails = "attachments/thumbnails/";

    public required Guid Id { get; init; }

    public required Guid DocumentId { get; init; }

    /// <summary>As its uploader calls it; shown, and given to who saves it, never used as a path here.</summary>
    public required string FileName { get; init; }

    public required string ContentType { get; init; }

    public required long Size { get; init; }

    public required byte[] Sha256 { get; init; }

    public required Guid UploadedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when its bytes may arrive.</summary>
    public required DateTimeOffset UploadUntil { get; init; }

    /// <summary>When its bytes were verified; null while they are awaited.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>Its bytes are a picture of the announced kind, which may be shown in a page; anything else is saved.</summary>
    public bool IsPicture { get; set; }

    /// <summary>Where bytes arrive. What is verified is moved away from there, so that who still holds the upload's address
    /// changes nothing of it.</summary>
    public BlobKey Arriving => BlobKey.Of($"attachments/arriving/{Id}");

    /// <summary>Where verified bytes lie.</summary>
    public BlobKey Key => BlobKey.Of($"attachments/{DocumentId}/{Id}");

    /// <summary>Where its small picture lies, once somebody has wanted it. It can be made again, so backups don't hold it.</summary>
    public BlobKey Thumbnail => BlobKey.Of($"{Thumbnails}{DocumentId}/{Id}");
}

sealed class AttachmentTable : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> builder)
    {
        builder.ToTable("attachments");
        builder.HasOne<Document>().WithMany().HasForeignKey(attachment => attachment.DocumentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(attachment => new { attachment.DocumentId, attachment.Id });
        builder.HasIndex(attachment => attachment.UploadedBy);
        builder.Ignore(attachment => attachment.Arriving);
        builder.Ignore(attachment => attachment.Key);
        builder.Ignore(attachment => attachment.Thumbnail);
    }
}

static class AttachmentTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Attachment> Attachments => db.Set<Attachment>();
    }
}
