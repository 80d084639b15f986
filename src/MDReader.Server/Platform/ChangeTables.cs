using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Platform;

/// <summary>
/// Where an object stands in its workspace's feed: one row for each object, moved forward at each change, and one more for
/// each person whose access to it changed. No foreign keys: a deletion outlives what was deleted, and a key check could
/// wait for a transaction that waits for the feed.
/// </summary>
public sealed class ChangeRow
{
    public required Guid WorkspaceId { get; init; }

    public required string Type { get; init; }

    public required Guid ObjectId { get; init; }

    /// <summary>The person that it is told to; <see cref="Everyone"/> where it is told to all who may see the object.</summary>
    public required Guid AudienceId { get; init; }

    public required long Position { get; init; }

    /// <summary>Null while it is there.</summary>
    public Gone? Gone { get; init; }

    public required DateTimeOffset At { get; init; }

    public static readonly Guid Everyone = Guid.Empty;
}

/// <summary>A workspace's feed.</summary>
public sealed class FeedRow
{
    public required Guid WorkspaceId { get; init; }

    /// <summary>Chosen anew when a backup is restored: positions of another epoch mean nothing in this one.</summary>
    public required Guid Epoch { get; set; }

    /// <summary>The position of the last change.</summary>
    public required long Position { get; init; }
}

sealed class ChangeTables : IEntityTypeConfiguration<ChangeRow>, IEntityTypeConfiguration<FeedRow>
{
    public void Configure(EntityTypeBuilder<ChangeRow> builder)
    {
        builder.ToTable("changes");
        builder.HasKey(row => new { row.WorkspaceId, row.Type, row.ObjectId, row.AudienceId });
        builder.HasIndex(row => new { row.WorkspaceId, row.Position }).IsUnique();
        builder.Property(row => row.Gone).HasConversion(
            gone => gone == Gone.Trashed ? ChangeStatements.Trashed : ChangeStatements.Purged,
            word => word == ChangeStatements.Trashed ? Gone.Trashed : Gone.Purged);
    }

    public void Configure(EntityTypeBuilder<FeedRow> builder)
    {
        builder.ToTable("feeds");
        builder.HasKey(row => row.WorkspaceId);
    }
}
