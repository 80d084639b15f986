using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Workspaces;

public sealed class Workspace
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    /// <summary>Counts changes of what is said here; the ETag.</summary>
    public int Version { get; set; } = 1;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

sealed class WorkspaceTable : IEntityTypeConfiguration<Workspace>
{
    public void Configure(EntityTypeBuilder<Workspace> builder)
    {
        builder.ToTable("workspaces");
        builder.HasMany<Membership>().WithOne().HasForeignKey(membership => membership.WorkspaceId);
    }
}

static class WorkspaceTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Workspace> Workspaces => db.Set<Workspace>();
    }
}
