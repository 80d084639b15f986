using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Notifications;

/// <summary>Which of the ways out of the app a notification takes besides the digest.</summary>
readonly record struct Ways(bool Letter, bool Push);

/// <summary>Sends notifications on their ways out of the app: from the commit on they wait in the outbox.</summary>
sealed class NotificationWays(Outbox outbox, TimeProvider time, IOptions<NotificationsOptions> options)
{
    /// <summary>Within the write that keeps the notification.</summary>
    public async Task Take(
        MDReaderDb db, Notification notification, Ways ways, NotificationSettings settings, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (ways.Letter)
        {
            await outbox.Add(
                $"{notification.Id}", new WaitingLetter(notification.Id), now + options.Value.LettersWait, cancellationToken);
        }

        if (notification.ForDigest)
        {
            var (at, day) = settings.NextDigest(now);
            await outbox.Add(
                $"{notification.UserId} {day:yyyy-MM-dd}", new WaitingDigest(notification.UserId), at, cancellationToken);
        }

        if (ways.Push)
        {
            var browsers = await db.PushSubscriptions.Where(found => found.UserId == notification.UserId)
                .Select(found => found.Id).ToListAsync(cancellationToken);
            foreach (var browser in browsers)
            {
                await outbox.Add(
                    $"{notification.Id} {browser}", new WaitingPush(notification.Id, browser), cancellationToken);
            }
        }
    }
}
