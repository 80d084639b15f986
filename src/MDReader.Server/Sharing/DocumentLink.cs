using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Sharing;

/// <summary>A way into one document for whoever has its token; deleting it ends the roles of all who came by it.</summary>
public sealed class DocumentLink
{
    public required Guid Id { get; init; }

    public required Guid DocumentId { get; init; }

    /// <summary>Of the token, which is derived from the id (<see cref="LinkTokens"/>).</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What the owners call it; null without a label.</summary>
    public string? Label { get; set; }

    public required Role Role { get; set; }

    public string? PasswordHash { get; set; }

    /// <summary>Counts passwords: who came in under another one has to give the present one.</summary>
    public int Lock { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Who has no account may come in by it, under a name that they choose.</summary>
    public bool AllowsGuests { get; set; } = true;

    /// <summary>Null for any number of people.</summary>
    public int? UseLimit { get; set; }

    /// <summary>How many people have come in by it.</summary>
    public int Uses { get; set; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public bool IsOver(DateTimeOffset now) => ExpiresAt <= now;

    public bool IsUsedUp => Uses >= UseLimit;
}

/// <summary>Somebody who came in by a link, with an account or as a guest. Their role stands in a
/// <see cref="DocumentGrant"/>.</summary>
public sealed class LinkVisit
{
    public required Guid LinkId { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>That a guest's tokens stand on; null for people with an account, who have sessions of their own.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Which of the link's passwords they gave.</summary>
    public required int Lock { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>An owner took their role away: the link is none for them any more.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

sealed class LinkTables : IEntityTypeConfiguration<DocumentLink>, IEntityTypeConfiguration<LinkVisit>
{
    public void Configure(EntityTypeBuilder<DocumentLink> builder)
    {
        builder.ToTable("document_links");
        builder.Property(link => link.Role)
            .HasConversion(role => role.Word(), word => RoleWords.Read(word)!.Value);
        builder.HasOne<Document>().WithMany().HasForeignKey(link => link.DocumentId);
        builder.HasOne<User>().WithMany().HasForeignKey(link => link.CreatedBy);
        builder.HasMany<DocumentGrant>().WithOne().HasForeignKey(grant => grant.LinkId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(link => link.Hash).IsUnique();
        builder.HasIndex(link => new { link.DocumentId, link.Id });
    }

    public void Configure(EntityTypeBuilder<LinkVisit> builder)
    {
        builder.ToTable("link_visits");
        builder.HasKey(visit => new { visit.LinkId, visit.UserId });
        builder.HasOne<DocumentLink>().WithMany().HasForeignKey(visit => visit.LinkId);
        builder.HasOne<User>().WithMany().HasForeignKey(visit => visit.UserId);
        builder.HasIndex(visit => visit.UserId);
    }
}

static class LinkSets
{
    extension(MDReaderDb db)
    {
        public DbSet<DocumentLink> DocumentLinks => db.Set<DocumentLink>();

        public DbSet<LinkVisit> LinkVisits => db.Set<LinkVisit>();
    }
}
