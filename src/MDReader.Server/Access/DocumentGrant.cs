using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Access;

/// <summary>A person's role in one document, in place of the one they have in its workspace, if any.</summary>
public sealed class DocumentGrant
{
    public required Guid DocumentId { get; init; }

    public required Guid UserId { get; init; }

    public required Role Role { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Told when somebody's role in one document was given, changed or taken away.</summary>
public sealed record GrantChanged(Guid DocumentId, Guid UserId);

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
    }
}

static class DocumentGrantTables
{
    extension(MDReaderDb db)
    {
        public DbSet<DocumentGrant> DocumentGrants => db.Set<DocumentGrant>();
    }
}
