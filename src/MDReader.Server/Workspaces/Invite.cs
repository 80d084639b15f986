using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Workspaces;

/// <summary>A way into a workspace for whoever has its token; revoking it deletes it.</summary>
public sealed class Invite
{
    public required Guid Id { get; init; }

    public required Guid WorkspaceId { get; init; }

    /// <summary>Of the token, which nobody keeps; sending it again makes another one.</summary>
    public required byte[] Hash { get; set; }

    public required Role Role { get; init; }

    /// <summary>Normalised; only the person with this address may accept. Null for anybody with the token.</summary>
    public string? Email { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public required DateTimeOffset SentAt { get; set; }

    /// <summary>Null for any number of people.</summary>
    public int? UseLimit { get; init; }

    public int Uses { get; set; }

    public bool IsOpen(DateTimeOffset now) => now < ExpiresAt && (UseLimit is null || Uses < UseLimit);
}

sealed class InviteTable : IEntityTypeConfiguration<Invite>
{
    public void Configure(EntityTypeBuilder<Invite> builder)
    {
        builder.ToTable("invites");
        builder.Property(invite => invite.Role)
            .HasConversion(role => role.Word(), word => RoleWords.Read(word)!.Value);
        builder.HasOne<Workspace>().WithMany().HasForeignKey(invite => invite.WorkspaceId);
        builder.HasOne<User>().WithMany().HasForeignKey(invite => invite.CreatedBy);
        builder.HasIndex(invite => invite.Hash).IsUnique();
        builder.HasIndex(invite => new { invite.WorkspaceId, invite.Id });
    }
}

static class InviteTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Invite> Invites => db.Set<Invite>();
    }
}
