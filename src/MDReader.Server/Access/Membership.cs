using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Access;

public sealed class Membership
{
    public required Guid WorkspaceId { get; init; }

    public required Guid UserId { get; init; }

    public required Role Role { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Told when somebody's role in a workspace was given, changed or (null) taken away.</summary>
public sealed record RoleChanged(Guid WorkspaceId, Guid UserId, Role? Role);

/// <summary>Told when a workspace was deleted with everything in it.</summary>
public sealed record WorkspaceDeleted(Guid WorkspaceId);

sealed class MembershipTable : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.ToTable("memberships");
        builder.HasKey(membership => new { membership.WorkspaceId, membership.UserId });
        builder.Property(membership => membership.Role)
            .HasConversion(role => role.Word(), word => RoleWords.Read(word)!.Value);
        builder.HasOne<User>().WithMany().HasForeignKey(membership => membership.UserId);
    }
}

static class MembershipTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Membership> Memberships => db.Set<Membership>();
    }
}
