using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Mentions;

/// <summary>That a document's text mentions somebody, or did.</summary>
public sealed class TextMention
{
    public required Guid DocumentId { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>How often, when the text was read last.</summary>
    public required int Count { get; init; }

    /// <summary>The line of the newest mention, or its beginning, as it was when they were told.</summary>
    public required string Line { get; init; }

    /// <summary>When they were told last.</summary>
    public required DateTimeOffset ToldAt { get; init; }
}

sealed class TextMentionTable : IEntityTypeConfiguration<TextMention>
{
    public void Configure(EntityTypeBuilder<TextMention> builder)
    {
        builder.ToTable("text_mentions");
        builder.HasKey(mention => new { mention.DocumentId, mention.UserId });
        builder.HasOne<Document>().WithMany().HasForeignKey(mention => mention.DocumentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<User>().WithMany().HasForeignKey(mention => mention.UserId);
        builder.HasIndex(mention => mention.UserId);
    }
}

static class TextMentionTables
{
    extension(MDReaderDb db)
    {
        public DbSet<TextMention> TextMentions => db.Set<TextMention>();
    }
}
