using MDReader.Server.Mentions;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Notifications;

/// <summary>What somebody was told of, and how they want to be told.</summary>
sealed record NotificationData(VisibleNotifications Visible) : PersonalData("notifications")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        var rows = await Visible.Of(db, userId).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        return new Dictionary<string, object>
        {
            ["received"] = await NotificationReading.Describe(db, rows, cancellationToken),
            ["browsers"] = (await db.PushSubscriptions.Where(row => row.UserId == userId).OrderBy(row => row.Id)
                .ToListAsync(cancellationToken)).ConvertAll(PushSubscriptionEntry.Of),
            ["mutes"] = await db.Mutes.Where(row => row.UserId == userId).OrderBy(row => row.Id)
                .Select(row => new { row.DocumentId, row.ThreadId, row.CreatedAt }).ToListAsync(cancellationToken),
            ["settings"] = NotificationSettingsEntry.Of(await db.SettingsOf(userId, cancellationToken)),
        };
    }

    public override async Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        await db.Notifications.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.TextMentions.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.PushSubscriptions.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.Mutes.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<NotificationSettings>().Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }
}
