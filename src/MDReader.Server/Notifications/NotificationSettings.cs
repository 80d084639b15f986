using System.Text.Json;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MDReader.Server.Notifications;

/// <summary>By which ways somebody hears of one kind of event.</summary>
/// <param name="InApp">In the inbox.</param>
/// <param name="Email">By a letter at once, unless they have seen it.</param>
/// <param name="Digest">In a letter a day, unless they have seen it or had one at once.</param>
/// <param name="Push">By their browsers, unless they have the document open.</param>
public sealed record Channels(bool InApp = true, bool Email = true, bool Digest = false, bool Push = true);

/// <summary>How somebody wants to be told. Who never said has no row.</summary>
public sealed class NotificationSettings
{
    public const int UsualDigestHour = 8;
    public const string UsualTimeZone = "UTC";

    static readonly Channels Usual = new();

    public required Guid UserId { get; init; }

    /// <summary>The channels of each event, as JSON; an event that isn't there has the usual ones.</summary>
    public string Choices { get; set; } = "{}";

    /// <summary>By its IANA name.</summary>
    public string TimeZone { get; set; } = UsualTimeZone;

    /// <summary>When the daily letter goes, by that time zone's clock.</summary>
    public int DigestHour { get; set; } = UsualDigestHour;

    public Channels Of(string @event) => Read().GetValueOrDefault(@event, Usual);

    public void Choose(string @event, Channels channels)
    {
        var choices = Read();
        choices[@event] = channels;
        Choices = JsonSerializer.Serialize(choices);
    }

    /// <summary>The next time that a daily letter goes, and the day it is for there.</summary>
    public (DateTimeOffset At, DateOnly Day) NextDigest(DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var next = local.Date.AddHours(DigestHour);
        next = next > local ? next : next.AddDays(1);
        // An hour that a change of clocks leaves out begins later that night.
        while (zone.IsInvalidTime(next))
        {
            next = next.AddMinutes(30);
        }

        return (new DateTimeOffset(next, zone.GetUtcOffset(next)).ToUniversalTime(), DateOnly.FromDateTime(next));
    }

    Dictionary<string, Channels> Read() => JsonSerializer.Deserialize<Dictionary<string, Channels>>(Choices)!;
}

sealed class NotificationSettingsTable : IEntityTypeConfiguration<NotificationSettings>
{
    public void Configure(EntityTypeBuilder<NotificationSettings> builder)
    {
        builder.ToTable("notification_settings");
        builder.HasKey(settings => settings.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(settings => settings.UserId);
    }
}

static class NotificationSettingsTables
{
    extension(MDReaderDb db)
    {
        /// <summary>What the person chose, or the usual where they never did.</summary>
        public async Task<NotificationSettings> SettingsOf(Guid userId, CancellationToken cancellationToken) =>
            await db.Set<NotificationSettings>().SingleOrDefaultAsync(found => found.UserId == userId, cancellationToken)
            ?? new NotificationSettings { UserId = userId };

        /// <summary>Changes what the person chose.</summary>
        public async Task<NotificationSettings> ChangeSettings(
            Guid userId, Action<NotificationSettings> change, CancellationToken cancellationToken)
        {
            var settings = await db.SettingsOf(userId, cancellationToken);
            if (db.Entry(settings).State == EntityState.Detached)
            {
                db.Add(settings);
            }

            change(settings);
            return settings;
        }
    }
}
