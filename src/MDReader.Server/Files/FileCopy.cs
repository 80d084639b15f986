using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Files;

/// <summary>A Markdown file in the blob store, and which state of a text it is. No foreign key: the row outlives its
/// document until the file is deleted too.</summary>
public sealed class FileCopy
{
    public required Guid DocumentId { get; init; }

    /// <summary>Empty for the present text.</summary>
    public required Guid VersionId { get; init; }

    public required Guid WorkspaceId { get; init; }

    public required int Epoch { get; init; }

    public required long Seq { get; init; }

    public static BlobKey KeyOf(Guid workspaceId, Guid documentId, Guid versionId) => BlobKey.Of(
        versionId == Guid.Empty ? $"documents/{workspaceId}/{documentId}.md" : $"documents/{workspaceId}/versions/{versionId}.md");
}

sealed class FileCopyTable : IEntityTypeConfiguration<FileCopy>
{
    public void Configure(EntityTypeBuilder<FileCopy> builder)
    {
        builder.ToTable("file_copies");
        builder.HasKey(copy => new { copy.DocumentId, copy.VersionId });
        builder.HasIndex(copy => copy.VersionId);
    }
}
