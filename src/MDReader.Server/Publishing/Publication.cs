using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Publishing;

/// <summary>A document that anybody may read as a page.</summary>
public sealed class Publication
{
    public required Guid DocumentId { get; init; }

    /// <summary>The last part of the page's address; nobody else has it.</summary>
    public required string Slug { get; set; }

    /// <summary>Whether search engines may list the page.</summary>
    public required bool AllowsIndexing { get; set; }

    public required Guid PublishedBy { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }
}

sealed class PublicationTable : IEntityTypeConfiguration<Publication>
{
    public void Configure(EntityTypeBuilder<Publication> builder)
    {
        builder.ToTable("publications");
        builder.HasKey(publication => publication.DocumentId);
        builder.HasOne<Document>().WithOne().HasForeignKey<Publication>(publication => publication.DocumentId);
        builder.HasIndex(publication => publication.Slug).IsUnique();
    }
}

static class PublicationTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Publication> Publications => db.Set<Publication>();
    }
}
