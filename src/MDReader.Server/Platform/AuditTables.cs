using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Platform;

/// <summary>
/// One link of a workspace's audit chain. No foreign keys: the log outlives what it tells of, its workspace too.
/// </summary>
public sealed class AuditRow
{
    /// <summary>The instance's own chain, of what belongs to no workspace.</summary>
    public static readonly Guid Instance = Guid.Empty;

    public required Guid WorkspaceId { get; init; }

    /// <summary>1 for the first, without gaps.</summary>
    public required long Seq { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Event { get; init; }

    public Guid? ActorId { get; init; }

    public required string SubjectType { get; init; }

    public Guid? SubjectId { get; init; }

    /// <summary>A JSON object, as it was hashed.</summary>
    public required string Details { get; init; }

    /// <summary>Of the hash before and all of the above (<see cref="AuditChain"/>).</summary>
    public byte[] Hash { get; set; } = [];
}

/// <summary>Where a chain ends.</summary>
public sealed class AuditHead
{
    public required Guid WorkspaceId { get; init; }

    public required long Seq { get; set; }

    public required byte[] Hash { get; set; }
}

sealed class AuditTables : IEntityTypeConfiguration<AuditRow>, IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("audit_entries");
        builder.HasKey(row => new { row.WorkspaceId, row.Seq });
        builder.HasIndex(row => row.ActorId);
    }

    public void Configure(EntityTypeBuilder<AuditHead> builder)
    {
        builder.ToTable("audit_heads");
        builder.HasKey(head => head.WorkspaceId);
        // The instance's own is all zeros, which EF Core would take for a key that is still to be made.
        builder.Property(head => head.WorkspaceId).ValueGeneratedNever();
    }
}
