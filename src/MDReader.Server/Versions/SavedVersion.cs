using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Versions;

/// <summary>A state of a document that is worth finding again: somebody named it, or a sitting ended with it. What it says
/// stands in the log.</summary>
public sealed class SavedVersion
{
    public required Guid Id { get; init; }

    public required Guid DocumentId { get; init; }

    public required int Epoch { get; init; }

    /// <summary>The last edit that is in it.</summary>
    public required long Seq { get; init; }

    /// <summary>The same for one that was made by itself, null for one that somebody made: no two processes make two.</summary>
    public long? AutomaticSeq { get; init; }

    public string? Name { get; set; }

    /// <summary>Who wrote since the version before, in the order of their first edits; ids between blanks.</summary>
    public required string Authors { get; init; }

    public IReadOnlyList<Guid> AuthorIds => [.. Authors.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];

    /// <summary>The same people, each with what they worked by, as <see cref="Contributor.Line"/> writes it.</summary>
    public required string Contributors { get; init; }

    /// <summary>UTF-16 code units that came and went since the version before.</summary>
    public required int Inserted { get; init; }

    /// <inheritdoc cref="Inserted"/>
    public required int Deleted { get; init; }

    /// <summary>The first and the last edit since the version before.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <inheritdoc cref="StartedAt"/>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Who named it; null where nobody made it.</summary>
    public Guid? CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its bytes, once history doesn't reach back to it any more.</summary>
    public byte[]? File { get; set; }
}

sealed class SavedVersionTable : IEntityTypeConfiguration<SavedVersion>
{
    public void Configure(EntityTypeBuilder<SavedVersion> builder)
    {
        builder.ToTable("document_versions");
        builder.Ignore(version => version.AuthorIds);
        builder.HasOne<Document>().WithMany().HasForeignKey(version => version.DocumentId);
        builder.HasIndex(version => new { version.DocumentId, version.Epoch, version.AutomaticSeq }).IsUnique();
        builder.HasIndex(version => new { version.DocumentId, version.Epoch, version.Seq });
    }
}

static class SavedVersionTables
{
    extension(MDReaderDb db)
    {
        public DbSet<SavedVersion> Versions => db.Set<SavedVersion>();
    }
}
