using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Accounts;

public sealed class User
{
    /// <summary>What stands beside the works of somebody who left.</summary>
    public const string Nobody = "Former member";

    public required Guid Id { get; init; }

    /// <summary>Normalised by <see cref="EmailAddress"/>; nobody else has it.</summary>
    public required string Email { get; set; }

    /// <summary>When the address was proven: by a code that was mailed to it, or by a sign-in provider's word.</summary>
    public DateTimeOffset? EmailConfirmedAt { get; set; }

    /// <summary>No sign-in before the address is proven. Only where mail is sent.</summary>
    public bool MustConfirm { get; set; }

    public required string Name { get; set; }

    /// <summary>Empty where the person has none and signs in by a provider.</summary>
    public required string PasswordHash { get; set; }

    /// <summary>As <c>#rrggbb</c>; null lets the client choose one by the id.</summary>
    public string? Colour { get; set; }

    /// <summary>Changes with the picture; null without one.</summary>
    public string? PictureTag { get; set; }

    public bool IsAdministrator { get; set; }

    /// <summary>Came by a link and gave a name: no account, no address, no way to sign in (<see cref="Guests"/>).</summary>
    public bool IsGuest { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The account is gone; the row stays for what the person wrote, and says nothing of them.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
}

sealed class UserTable : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.HasIndex(user => user.Email).IsUnique();
    }
}

static class UserTables
{
    extension(MDReaderDb db)
    {
        public DbSet<User> Users => db.Set<User>();
    }
}
