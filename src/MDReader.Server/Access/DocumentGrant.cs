using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Access;

/// <summary>A person's role in one document, in place of the one they have in its workspace, if any; or, where they came by
/// a link, besides it.</summary>
public sealed class DocumentGrant
{
    public required Guid DocumentId { get; init; }

    public required Guid UserId { get; init; }

    public required Role Role { get; set; }

    /// <summary>The link they came by; null where an owner gave them the role.</summary>
    public Guid? LinkId { get; set; }

    /// <summary>When the link ends.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Told when somebody's role in one document was given, changed or taken away.</summary>
public sealed record GrantChanged(Guid DocumentId, Guid UserId);

/// <summary>Told when the roles of many in one document have changed at once.</summary>
public sealed record GrantsChanged(Guid DocumentId);

sealed class DocumentGrantTable : IEntityTypeConfiguration<DocumentGrant>
{
    public void Configure(EntityTypeBuilder<DocumentGrant> builder)
    {
        builder.ToTable("document_grants");
        builder.HasKey(grant => new { grant.DocumentId, grant.UserId });
        builder.Property(grant => grant.Role)
            .HasConversion(role => role.Word(), word => RoleWords.Read(word)!.Value);
        builder.HasOne<User>().WithMany().HasForeignKey(grant => grant.UserId);
        builder.HasIndex(grant => grant.UserId);
        builder.HasIndex(grant => grant.LinkId);
        builder.HasIndex(grant => grant.ExpiresAt);
    }
}

static class DocumentGrantTables
{
    extension(MDReaderDb db)
    {
        public DbSet<DocumentGrant> DocumentGrants => db.Set<DocumentGrant>();

        /// <summary>Those that give a role at this moment: one by a link ends with it.</summary>
        public IQueryable<DocumentGrant> GrantsAt(DateTimeOffset now) =>
            db.DocumentGrants.Where(grant => grant.ExpiresAt == null || grant.ExpiresAt > now);
    }
}
