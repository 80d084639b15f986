using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Search;

/// <summary>A document's title and text as they are found, and which versions of them these are.</summary>
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

/// <summary>Reads and writes the rows of the table.</summary>
sealed class SearchTexts(Database database)
{
    // Whoever was slower must not put an older state over a newer one.
    const string PutSql = """
        insert into search_texts (document_id, epoch, seq, version, title, body)
        values ({0}, {1}, {2}, {3}, {4}, {5})
        on conflict (document_id) do update set
            epoch = excluded.epoch, seq = excluded.seq, version = excluded.version,
            title = excluded.title, body = excluded.body
        where search_texts.epoch < excluded.epoch or (search_texts.epoch = excluded.epoch
            and search_texts.seq <= excluded.seq and search_texts.version <= excluded.version)
        """;

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

    public Task Put(MDReaderDb db, SearchText text, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(
            PutSql,
            [database.Stored(text.DocumentId), text.Epoch, text.Seq, text.Version, text.Title, text.Body],
            cancellationToken);
}
