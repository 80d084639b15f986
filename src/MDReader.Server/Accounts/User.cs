using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Accounts;

public sealed class User
{
    public required Guid Id { get; init; }

    /// <summary>Normalised by <see cref="EmailAddress"/>; nobody else has it.</summary>
    public required string Email { get; set; }

    public required string Name { get; set; }

    public required string PasswordHash { get; set; }

    /// <summary>As <c>#rrggbb</c>; null lets the client choose one by the id.</summary>
    public string? Colour { get; set; }

    public bool IsAdministrator { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
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
