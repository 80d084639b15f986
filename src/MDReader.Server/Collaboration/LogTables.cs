using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Collaboration;

/// <summary>One committed edit. Rows are written and read by prepared SQL; this is their schema.</summary>
sealed class UpdateRow
{
    public Guid DocumentId { get; init; }

    /// <summary>The content sequence: 1 for a document's first edit, without gaps.</summary>
    public long Seq { get; init; }

    /// <summary>Who made it, as the server knows them.</summary>
    public Guid AuthorId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>A Yjs update, V1; empty where only the file's format changed.</summary>
    public required byte[] Data { get; init; }

    /// <summary>The file's format from this edit on (<see cref="FileFormat"/>); null where it didn't change.</summary>
    public byte[]? Format { get; init; }

    /// <summary>Where it didn't come from the app, by which road; see <see cref="Via"/>.</summary>
    public Way? Way { get; init; }

    /// <summary>And by which personal access token, which may be gone.</summary>
    public Guid? TokenId { get; init; }
}

/// <summary>A document's whole state at one sequence, so that opening it reads no long log.</summary>
sealed class SnapshotRow
{
    public Guid DocumentId { get; init; }
    public long Seq { get; init; }

    /// <summary>The state as one Yjs update, V1.</summary>
    public required byte[] State { get; init; }

    public byte[]? Format { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>Log rows that a snapshot has taken over, packed (<see cref="LogSegment"/>) and kept for history.</summary>
sealed class SegmentRow
{
    public Guid DocumentId { get; init; }
    public long FromSeq { get; init; }
    public long ToSeq { get; init; }

    /// <summary>Whose edits it holds: ids with blanks between, for SQL that doesn't unpack it.</summary>
    public required string Authors { get; init; }

    public required byte[] Entries { get; init; }
}

/// <summary>Where a document's history begins, once it was cut off: the state at one sequence, as a snapshot has it.</summary>
sealed class BeginningRow
{
    public Guid DocumentId { get; init; }
    public long Seq { get; init; }
    public required byte[] State { get; init; }
    public byte[]? Format { get; init; }
}

/// <summary>Whose a Yjs client is. Whoever writes first as a client keeps it, so that nobody can write in its name.</summary>
sealed class ClientRow
{
    public Guid DocumentId { get; init; }
    public long ClientId { get; init; }
    public Guid OwnerId { get; init; }
}

/// <summary>Everything here ends with its document.</summary>
sealed class LogTables :
    IEntityTypeConfiguration<UpdateRow>, IEntityTypeConfiguration<SnapshotRow>, IEntityTypeConfiguration<SegmentRow>,
    IEntityTypeConfiguration<BeginningRow>, IEntityTypeConfiguration<ClientRow>
{
    public void Configure(EntityTypeBuilder<BeginningRow> table)
    {
        table.ToTable("document_beginnings");
        table.HasKey(row => row.DocumentId);
    }

    public void Configure(EntityTypeBuilder<ClientRow> table)
    {
        table.ToTable("document_clients");
        table.HasKey(row => new { row.DocumentId, row.ClientId });
        table.HasOne<Document>().WithMany().HasForeignKey(row => row.DocumentId);
    }

    public void Configure(EntityTypeBuilder<UpdateRow> table)
    {
        table.ToTable("document_updates");
        table.HasKey(row => new { row.DocumentId, row.Seq });
        table.HasOne<Document>().WithMany().HasForeignKey(row => row.DocumentId);
    }

    public void Configure(EntityTypeBuilder<SnapshotRow> table)
    {
        table.ToTable("document_snapshots");
        table.HasKey(row => row.DocumentId);
        table.HasOne<Document>().WithMany().HasForeignKey(row => row.DocumentId);
    }

    public void Configure(EntityTypeBuilder<SegmentRow> table)
    {
        table.ToTable("document_segments");
        table.HasKey(row => new { row.DocumentId, row.FromSeq });
        table.HasOne<Document>().WithMany().HasForeignKey(row => row.DocumentId);
    }
}
