using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Platform;

/// <summary>Something to do after the commit, written in the transaction that is its cause.</summary>
public sealed class OutboxRow
{
    public required Guid Id { get; init; }

    /// <summary>The kind of message, which says who reads it.</summary>
    public required string Topic { get; init; }

    /// <summary>What makes two rows of one topic the same: the second is not written.</summary>
    public required string Key { get; init; }

    /// <summary>The message as JSON. Emptied once it is done, since it may hold a code.</summary>
    public required string Payload { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it may be claimed: at once, when a claim's lease has run out, or when it is tried again.</summary>
    public required DateTimeOffset DueAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>Whose turn it is; a reader whose lease ran out finds another one's claim here.</summary>
    public Guid? Claim { get; set; }

    /// <summary>Read, or given up. The row is kept for a while, so that the same key isn't read twice.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Failure { get; set; }
}

sealed class OutboxTable : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> builder)
    {
        builder.ToTable("outbox");
        builder.HasIndex(row => new { row.Topic, row.Key }).IsUnique();
        builder.HasIndex(row => new { row.DoneAt, row.DueAt });
    }
}
