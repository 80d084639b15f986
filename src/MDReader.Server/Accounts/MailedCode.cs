using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Accounts;

/// <summary>What a code that was mailed is good for.</summary>
public enum CodePurpose
{
    /// <summary>Proves the address, that of a new account or one that a person changes to.</summary>
    Confirm = 1,

    /// <summary>Lets a new password be set.</summary>
    Reset = 2,
}

/// <summary>A code on its way to a mailbox. A newer one for the same purpose takes its place.</summary>
public sealed class MailedCode
{
    public required Guid UserId { get; init; }

    public required CodePurpose Purpose { get; init; }

    /// <summary>The mailbox.</summary>
    public required string Email { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>How often somebody tried.</summary>
    public int Attempts { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

sealed class MailedCodeTable : IEntityTypeConfiguration<MailedCode>
{
    public void Configure(EntityTypeBuilder<MailedCode> builder)
    {
        builder.ToTable("mailed_codes");
        builder.HasKey(code => new { code.UserId, code.Purpose });
        builder.HasIndex(code => code.Email);
        builder.HasOne<User>().WithMany().HasForeignKey(code => code.UserId);
    }
}

static class MailedCodeTables
{
    extension(MDReaderDb db)
    {
        public DbSet<MailedCode> MailedCodes => db.Set<MailedCode>();
    }
}
