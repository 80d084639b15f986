using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Accounts;

/// <summary>One sign-in on one device: the family of refresh tokens that rotate from its first.</summary>
public sealed class Session
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>What the device called itself, cut to 200 characters.</summary>
    public string? UserAgent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastUsedAt { get; set; }

    /// <summary>Signed out, revoked, or ended because an old refresh token was used again.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Good for one refresh. It is kept after its use, so that a second use is recognised.</summary>
public sealed class RefreshToken
{
    /// <summary>SHA-256 of the token: what is stored opens nothing.</summary>
    public required byte[] Hash { get; init; }

    public required Guid SessionId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

sealed class SessionTable : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions");
        builder.HasOne<User>().WithMany().HasForeignKey(session => session.UserId);
    }
}

sealed class RefreshTokenTable : IEntityTypeConfiguration<RefreshToken>
{
    public void Configure(EntityTypeBuilder<RefreshToken> builder)
    {
        builder.ToTable("refresh_tokens");
        builder.HasKey(token => token.Hash);
        builder.HasOne<Session>().WithMany().HasForeignKey(token => token.SessionId);
        builder.HasIndex(token => token.ExpiresAt);
    }
}

static class SessionTables
{
    extension(MDReaderDb db)
    {
        public DbSet<Session> Sessions => db.Set<Session>();

        public DbSet<RefreshToken> RefreshTokens => db.Set<RefreshToken>();
    }
}
