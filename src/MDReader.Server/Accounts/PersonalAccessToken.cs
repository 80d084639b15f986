using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Accounts;

/// <summary>A token for programs, <c>mdr_pat_…</c>, that its person made and may revoke.</summary>
public sealed class PersonalAccessToken
{
    /// <summary>Stands in front of every such token, so that a leaked one is found by scanners.</summary>
    public const string Prefix = "mdr_pat_";

    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, which is shown once and kept nowhere.</summary>
    public required byte[] Hash { get; init; }

    public required Scopes Scopes { get; init; }

    /// <summary>An agent works with it, rather than a program of the person's own.</summary>
    public bool IsAgent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Since when it opens nothing; null while it is good.</summary>
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>To about a minute; null when it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

sealed class PersonalAccessTokenTable : IEntityTypeConfiguration<PersonalAccessToken>
{
    public void Configure(EntityTypeBuilder<PersonalAccessToken> builder)
    {
        builder.ToTable("personal_access_tokens");
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasOne<User>().WithMany().HasForeignKey(token => token.UserId);
    }
}

static class PersonalAccessTokenTables
{
    extension(MDReaderDb db)
    {
        public DbSet<PersonalAccessToken> PersonalAccessTokens => db.Set<PersonalAccessToken>();
    }
}
