using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Git;

/// <summary>
/// What a workspace's git history says happened to one document: it was written, was given another place, or went. Rows are
/// only ever added, so that what somebody has cloned stays the beginning of what they fetch later; a document that is purged
/// takes its rows along.
/// </summary>
public sealed class GitCommit
{
    public required Guid WorkspaceId { get; init; }

    /// <summary>From 1, in the order of the history.</summary>
    public long Number { get; set; }

    public required Guid DocumentId { get; init; }

    /// <summary>Where the text is from here on, with slashes; null where it is no more.</summary>
    public string? Path { get; init; }

    /// <summary>Has the text.</summary>
    public required Guid VersionId { get; init; }

    /// <summary>The text as git names it; null when it was no longer kept.</summary>
    public string? Blob { get; init; }

    public required string Message { get; init; }

    /// <summary>Who wrote, as git names people, one a line: as they were called then, or the history would be another one
    /// once somebody changes their name.</summary>
    public required string Authors { get; set; }

    public required DateTimeOffset AuthoredAt { get; init; }

    public required DateTimeOffset At { get; init; }
}

sealed class GitCommitTable : IEntityTypeConfiguration<GitCommit>
{
    public void Configure(EntityTypeBuilder<GitCommit> builder)
    {
        builder.ToTable("git_commits");
        builder.HasKey(commit => new { commit.WorkspaceId, commit.Number });
        builder.HasIndex(commit => commit.DocumentId);
        builder.HasIndex(commit => commit.VersionId);
        builder.HasOne<Workspace>().WithMany().HasForeignKey(commit => commit.WorkspaceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Document>().WithMany().HasForeignKey(commit => commit.DocumentId).OnDelete(DeleteBehavior.Cascade);
    }
}

static class GitCommitTables
{
    extension(MDReaderDb db)
    {
        public DbSet<GitCommit> GitCommits => db.Set<GitCommit>();
    }
}
