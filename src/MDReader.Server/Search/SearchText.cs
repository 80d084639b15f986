using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Search;

/// <summary>The row of an <see cref="IndexedText"/>.</summary>
sealed class SearchText
{
    /// <summary>What the index calls it.</summary>
    public long Id { get; init; }

    public required Guid DocumentId { get; init; }

    public required int Epoch { get; init; }

    public required long Seq { get; init; }

    /// <summary>Of the metadata.</summary>
    public required int Version { get; init; }

    public required string Title { get; init; }

    public required string Body { get; init; }
}

sealed class SearchTextTable : IEntityTypeConfiguration<SearchText>
{
    public void Configure(EntityTypeBuilder<SearchText> builder)
    {
        builder.ToTable("search_texts");
        builder.HasOne<Document>().WithMany().HasForeignKey(text => text.DocumentId);
        builder.HasIndex(text => text.DocumentId).IsUnique();
    }
}

/// <summary>Reads the rows of the table.</summary>
sealed class SearchTexts(Database database)
{
    /// <summary>Documents that are found by another state than their own, in the order of their ids.</summary>
    public Task<List<Guid>> Behind(Guid after, int count, CancellationToken cancellationToken) => database.Read(
        (db, token) => (
            from document in db.Documents
            join text in db.Set<SearchText>() on document.Id equals text.DocumentId into texts
            from text in texts.DefaultIfEmpty()
            where document.TrashedAt == null && document.Id > after
            where text == null || text.Epoch != document.Epoch || text.Seq != document.Seq || text.Version != document.Version
            orderby document.Id
            select document.Id).Take(count).ToListAsync(token),
        cancellationToken);
}
