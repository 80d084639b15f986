using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Accounts;

/// <summary>A person's authenticator app.</summary>
public sealed class SecondFactor
{
    public required Guid UserId { get; init; }

    /// <summary>What the app and this server share, sealed with the instance's key.</summary>
    public required byte[] Secret { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null until the person has shown that the app works.</summary>
    public DateTimeOffset? EnabledAt { get; set; }

    /// <summary>The step of the last code that was taken: none is good twice.</summary>
    public long LastStep { get; set; }

    /// <summary>Wrong codes since <see cref="FailuresSince"/>.</summary>
    public int Failures { get; set; }

    public required DateTimeOffset FailuresSince { get; set; }
}

/// <summary>Good once, for when the app is lost.</summary>
public sealed class RecoveryCode
{
    public required Guid UserId { get; init; }

    public required byte[] Hash { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>Somebody whose password was right and who has yet to show a second factor.</summary>
public sealed class SignInChallenge
{
    public required byte[] Hash { get; init; }

    public required Guid UserId { get; init; }

    public int Attempts { get; set; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

sealed class SecondFactorTable : IEntityTypeConfiguration<SecondFactor>
{
    public void Configure(EntityTypeBuilder<SecondFactor> builder)
    {
        builder.ToTable("second_factors");
        builder.HasKey(factor => factor.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(factor => factor.UserId);
    }
}

sealed class RecoveryCodeTable : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes");
        builder.HasKey(code => new { code.UserId, code.Hash });
        builder.HasOne<User>().WithMany().HasForeignKey(code => code.UserId);
    }
}

sealed class SignInChallengeTable : IEntityTypeConfiguration<SignInChallenge>
{
    public void Configure(EntityTypeBuilder<SignInChallenge> builder)
    {
        builder.ToTable("sign_in_challenges");
        builder.HasKey(challenge => challenge.Hash);
        builder.HasOne<User>().WithMany().HasForeignKey(challenge => challenge.UserId);
        builder.HasIndex(challenge => challenge.ExpiresAt);
    }
}

static class SecondFactorTables
{
    extension(MDReaderDb db)
    {
        public DbSet<SecondFactor> SecondFactors => db.Set<SecondFactor>();

        public DbSet<RecoveryCode> RecoveryCodes => db.Set<RecoveryCode>();

        public DbSet<SignInChallenge> SignInChallenges => db.Set<SignInChallenge>();
    }
}
