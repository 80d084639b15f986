using System.Globalization;
using MDReader.Server.Access;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Documents;

/// <summary>A document's name and place. Its text is Collaboration's.</summary>
public sealed class Document
{
    public required Guid Id { get; init; }

    public required Guid WorkspaceId { get; set; }

    /// <summary>Null at the top of the workspace.</summary>
    public Guid? FolderId { get; set; }

    public required string Title
    {
        get;
        set
        {
            field = value;
            TitleKey = KeyOf(value);
        }
    }

    /// <summary>What lists are sorted by; see <see cref="KeyOf"/>.</summary>
    public string TitleKey { get; private set; } = "";

    /// <summary>Others may be begun with its text.</summary>
    public bool IsTemplate { get; set; }

    /// <summary>Kept from the workspace: only its owners, and whoever has a role in the document itself, may read it.</summary>
    public bool IsRestricted { get; set; }

    /// <summary>What the text's front matter says, as <see cref="Documents.TagLine"/> writes it. Only its follower writes
    /// it, some moments after the text.</summary>
    public string TagLine { get; private set; } = "";

    /// <summary>Which life of the text this is; from 1.</summary>
    public int Epoch { get; set; } = 1;

    /// <summary>The number of the last change of the text within the epoch. Only Collaboration moves it, by SQL of its
    /// own; it is never written from here, so that a rename can't take it back.</summary>
    public long Seq { get; private set; }

    /// <summary>Counts changes of the metadata; the document's own ETag.</summary>
    public int Version { get; set; } = 1;

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Whose doing it was; null where nobody noted it yet. With each edit Collaboration writes it, by SQL of its
    /// own.</summary>
    public Guid? UpdatedBy { get; private set; }

    /// <summary>By which road, where it wasn't the app; see <see cref="Via"/>.</summary>
    public Way? UpdatedWay { get; private set; }

    /// <summary>And by which personal access token, which may be gone.</summary>
    public Guid? UpdatedToken { get; private set; }

    public DateTimeOffset? TrashedAt { get; set; }

    /// <summary>The folder whose deletion took it along; null where it was deleted itself.</summary>
    public Guid? TrashedWith { get; set; }

    /// <summary>Says whose doing the change is that is being made.</summary>
    public void By(Caller caller) =>
        (UpdatedBy, UpdatedWay, UpdatedToken) = (caller.UserId, caller.Via?.Way, caller.Via?.Token);

    public static string KeyOf(string title) => title.ToLowerInvariant();

    /// <summary>The ETag of the text, quotes included.</summary>
    public static string ContentEtag(int epoch, long seq) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{epoch}-{seq}\"");
}

/// <summary>Told when something said of a document here has changed.</summary>
public sealed record DocumentChanged(Guid DocumentId);

/// <summary>Told when a document went to another workspace: who stands how to it has changed altogether.</summary>
public sealed record DocumentMoved(Guid DocumentId);

/// <summary>Told when a document went into the trash; nobody writes to it from now on.</summary>
public sealed record DocumentTrashed(Guid DocumentId);

/// <summary>Told when a document is gone for good.</summary>
public sealed record DocumentPurged(Guid DocumentId);

sealed class DocumentTable : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> builder)
    {
        builder.ToTable("documents");
        builder.HasOne<Workspace>().WithMany().HasForeignKey(document => document.WorkspaceId);
        builder.HasOne<Folder>().WithMany().HasForeignKey(document => document.FolderId)
            .OnDelete(DeleteBehavior.SetNull);
        builder.HasMany<DocumentGrant>().WithOne().HasForeignKey(grant => grant.DocumentId);
        builder.HasIndex(document => new { document.WorkspaceId, document.Id });
        builder.HasIndex(document => new { document.WorkspaceId, document.TitleKey });
        builder.HasIndex(document => document.TrashedAt);
    }
}

static class DocumentTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Document> Documents => db.Set<Document>();
    }
}
