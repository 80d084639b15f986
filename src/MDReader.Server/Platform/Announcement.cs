using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Platform;

/// <summary>A signal for the other processes, committed together with what it tells. It is kept for some minutes.</summary>
public sealed class Announcement
{
    public required Guid Id { get; init; }

    /// <summary>By the clock of the process that announced it.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The process, which has told its own listeners already.</summary>
    public required Guid SenderId { get; init; }

    /// <summary>The record's full name.</summary>
    public required string Kind { get; init; }

    /// <summary>The record as JSON.</summary>
    public required string Body { get; init; }
}

sealed class AnnouncementTable : IEntityTypeConfiguration<Announcement>
{
    public void Configure(EntityTypeBuilder<Announcement> builder)
    {
        builder.ToTable("announcements");
        builder.HasIndex(announcement => announcement.At);
    }
}
