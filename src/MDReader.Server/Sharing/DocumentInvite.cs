using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Sharing;

/// <summary>A role in one document that waits for the person with an address; revoking it deletes it.</summary>
public sealed class DocumentInvite
{
    public required Guid Id { get; init; }

    public required Guid DocumentId { get; init; }

    /// <summary>Of the token, which nobody keeps; sending it again makes another one.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>Normalised; only the person with this address may accept.</summary>
    public required string Email { get; init; }

    public required Role Role { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>How often it may be accepted: again, after the role was taken or given up.</summary>
    public required int UseLimit { get; init; }

    public int Uses { get; set; }

    public required DateTimeOffset SentAt { get; set; }

    public bool IsOpen(DateTimeOffset now) => now < ExpiresAt && Uses < UseLimit;
}

sealed class DocumentInviteTable : IEntityTypeConfiguration<DocumentInvite>
{
    public void Configure(EntityTypeBuilder<DocumentInvite> builder)
    {
        builder.ToTable("document_invites");
        builder.Property(invite => invite.Role)
            .HasConversion(role => role.Word(), word => RoleWords.Read(word)!.Value);
        builder.HasOne<Document>().WithMany().HasForeignKey(invite => invite.DocumentId);
        builder.HasOne<User>().WithMany().HasForeignKey(invite => invite.CreatedBy);
        builder.HasIndex(invite => invite.Hash).IsUnique();
        builder.HasIndex(invite => new { invite.DocumentId, invite.Id });
    }
}

static class DocumentInviteSets
{
    extension(MDReaderDb db)
    {
        public DbSet<DocumentInvite> DocumentInvites => db.Set<DocumentInvite>();
    }
}
