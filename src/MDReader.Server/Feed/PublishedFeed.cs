using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Feed;

/// <summary>How far a workspace's changes have been told to other systems.</summary>
public sealed class PublishedFeed
{
    public required Guid WorkspaceId { get; init; }

    /// <summary>Of the feed; told from its beginning in another one.</summary>
    public required Guid Epoch { get; set; }

    /// <summary>Everything up to here is told.</summary>
    public required long Position { get; set; }

    /// <summary>Until then one process is at it.</summary>
    public required DateTimeOffset ClaimedUntil { get; set; }
}

sealed class PublishedFeedTable : IEntityTypeConfiguration<PublishedFeed>
{
    public void Configure(EntityTypeBuilder<PublishedFeed> builder)
    {
        builder.ToTable("published_feeds");
        builder.HasKey(feed => feed.WorkspaceId);
    }
}
