using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Assistant;

/// <summary>What one person, or one workspace, has used on one day. Tokens are added when a request begins, as many as it
/// may use, and put right when it ends: whoever dies in between has used them.</summary>
public sealed class AssistantUsage
{
    /// <summary>A person's or a workspace's.</summary>
    public required Guid OwnerId { get; init; }

    /// <summary>Of UTC, such as 20260131.</summary>
    public required int Day { get; init; }

    public required long Requests { get; init; }

    public required long PromptTokens { get; init; }

    public required long CompletionTokens { get; init; }
}

sealed class AssistantUsageTable : IEntityTypeConfiguration<AssistantUsage>
{
    public void Configure(EntityTypeBuilder<AssistantUsage> builder)
    {
        builder.ToTable("assistant_usage");
        builder.HasKey(usage => new { usage.OwnerId, usage.Day });
        builder.HasIndex(usage => usage.Day);
    }
}

static class AssistantTables
{
    extension(MDReaderDb db)
    {
        public DbSet<AssistantUsage> AssistantUsages => db.Set<AssistantUsage>();
    }
}
