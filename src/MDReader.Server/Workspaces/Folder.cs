using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Workspaces;

public sealed class Folder
{
    public required Guid Id { get; init; }

    public required Guid WorkspaceId { get; init; }

    /// <summary>Null at the top of the workspace.</summary>
    public Guid? ParentId { get; set; }

    public required string Name { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

sealed class FolderTable : IEntityTypeConfiguration<Folder>
{
    public void Configure(EntityTypeBuilder<Folder> builder)
    {
        builder.ToTable("folders");
        builder.HasOne<Workspace>().WithMany().HasForeignKey(folder => folder.WorkspaceId);
        builder.HasOne<Folder>().WithMany().HasForeignKey(folder => folder.ParentId).OnDelete(DeleteBehavior.Cascade);
    }
}

static class FolderTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Folder> Folders => db.Set<Folder>();
    }
}
