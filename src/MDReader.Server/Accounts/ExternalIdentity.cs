using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Accounts;

/// <summary>An account elsewhere that signs in to one here.</summary>
public sealed class ExternalIdentity
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required string Provider { get; init; }

    /// <summary>The provider's name for the account.</summary>
    public required string Subject { get; init; }

    /// <summary>As the provider had it last, for the person to recognise.</summary>
    public required string? Email { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastUsedAt { get; set; }
}

sealed class ExternalIdentityTable : IEntityTypeConfiguration<ExternalIdentity>
{
    public void Configure(EntityTypeBuilder<ExternalIdentity> builder)
    {
        builder.ToTable("external_identities");
        builder.HasIndex(identity => new { identity.Provider, identity.Subject }).IsUnique();
        builder.HasOne<User>().WithMany().HasForeignKey(identity => identity.UserId);
    }
}

static class ExternalIdentityTables
{
    extension(MDReaderDb db)
    {
        public DbSet<ExternalIdentity> ExternalIdentities => db.Set<ExternalIdentity>();
    }
}
