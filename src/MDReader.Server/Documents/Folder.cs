using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Documents;

/// <summary>Holds documents and other folders. What holds anything that isn't in the trash isn't in the trash itself.</summary>
public sealed class Folder
{
    public required Guid Id { get; init; }

    public required Guid WorkspaceId { get; init; }

    /// <summary>Null at the top of the workspace.</summary>
    public Guid? ParentId { get; set; }

    public required string Name { get; set; }

    /// <summary>Counts changes of what is said here; the ETag.</summary>
    public int Version { get; set; } = 1;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? TrashedAt { get; set; }

    /// <summary>The folder whose deletion took it along; its own id where it was deleted itself.</summary>
    public Guid? TrashedWith { get; set; }
}

sealed class FolderTable : IEntityTypeConfiguration<Folder>
{
    public void Configure(EntityTypeBuilder<Folder> builder)
    {
        builder.ToTable("folders");
        builder.HasOne<Workspace>().WithMany().HasForeignKey(folder => folder.WorkspaceId);
        builder.HasOne<Folder>().WithMany().HasForeignKey(folder => folder.ParentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(folder => folder.TrashedAt);
    }
}

static class FolderTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Folder> Folders => db.Set<Folder>();
    }
}
