using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Notifications;

/// <summary>A browser that somebody lets be woken (Push API).</summary>
public sealed class PushSubscription
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>The push service's address for it: whoever has it can wake the browser, so it is nobody else's to see.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The browser's public key, a point of P-256, uncompressed.</summary>
    public required byte[] PublicKey { get; set; }

    /// <summary>The secret of 16 bytes that it shares with this server.</summary>
    public required byte[] Auth { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

sealed class PushSubscriptionTable : IEntityTypeConfiguration<PushSubscription>
{
    public void Configure(EntityTypeBuilder<PushSubscription> builder)
    {
        builder.ToTable("push_subscriptions");
        builder.HasOne<User>().WithMany().HasForeignKey(subscription => subscription.UserId);
        builder.HasIndex(subscription => subscription.Endpoint).IsUnique();
        builder.HasIndex(subscription => subscription.UserId);
    }
}

static class PushSubscriptionTables
{
    extension(MDReaderDb db)
    {
        public DbSet<PushSubscription> PushSubscriptions => db.Set<PushSubscription>();
    }
}
