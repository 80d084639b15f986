using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Files;

/// <summary>Work that takes longer than a request: one process does it, and says how far it is.</summary>
public sealed class Job
{
    public required Guid Id { get; init; }

    public required Guid WorkspaceId { get; init; }

    /// <summary>One of <see cref="JobKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>One of <see cref="JobStatus"/>.</summary>
    public required string Status { get; set; }

    /// <summary>What was asked, as JSON.</summary>
    public required string Request { get; init; }

    /// <summary>Steps that are done, of <see cref="Total"/>.</summary>
    public int Done { get; set; }

    public int Total { get; set; }

    /// <summary>Of an import: the folder that everything goes into, which is taken away again when it fails.</summary>
    public Guid? FolderId { get; set; }

    /// <summary>What came of it, as JSON.</summary>
    public string? Result { get; set; }

    /// <summary>Why it failed: the type of a problem, and its detail.</summary>
    public string? Problem { get; set; }

    public string? Detail { get; set; }

    /// <summary>Whose turn it is; who was declared dead finds another one's claim here.</summary>
    public Guid? Claim { get; set; }

    /// <summary>Who works on it says before then that it is alive.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The archive that came with the request.</summary>
    public BlobKey Upload => BlobKey.Of($"attachments/arriving/{Id}");

    /// <summary>The archive that was made.</summary>
    public BlobKey Export => BlobKey.Of($"backups/exports/{Id}.zip");
}

static class JobKind
{
    public const string Import = "import";
    public const string Export = "export";
}

static class JobStatus
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Done = "done";
    public const string Failed = "failed";
}

/// <summary>Told when there is something to do.</summary>
sealed record JobQueued(Guid JobId);

sealed class JobTable : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("jobs");
        builder.HasOne<Workspace>().WithMany().HasForeignKey(job => job.WorkspaceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(job => new { job.Status, job.CreatedAt });
        builder.HasIndex(job => job.CreatedBy);
        builder.Ignore(job => job.Upload);
        builder.Ignore(job => job.Export);
    }
}

static class JobTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Job> Jobs => db.Set<Job>();
    }
}
