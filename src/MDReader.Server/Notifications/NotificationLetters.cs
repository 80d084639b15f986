using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Notifications;

/// <summary>In the outbox: a letter about one notification, if it is still wanted when its time comes.</summary>
sealed record WaitingLetter(Guid NotificationId);

/// <summary>In the outbox: the letter about what somebody hasn't read of a day.</summary>
sealed record WaitingDigest(Guid PersonId);

/// <summary>
/// Writes letters: of what their reader hasn't seen, may read now and still wants to be told of. The letter stands in the
/// outbox from the same commit on that settles it, so it is written once.
/// </summary>
sealed class NotificationLetters(
    Database database, VisibleNotifications visible, Attendance attendance, Post post, Unsubscribing unsubscribing)
{
    const int MostInADigest = 50;

    public async Task Read(WaitingLetter letter, string key, CancellationToken cancellationToken)
    {
        var waiting = await database.Read(
            (db, token) => db.Notifications.SingleOrDefaultAsync(found => found.Id == letter.NotificationId, token),
            cancellationToken);
        if (waiting is null || Sees(waiting))
        {
            return;
        }

        await database.Write(
            async (db, token) =>
            {
                var unseen = await visible.Of(db, waiting.UserId)
                    .Where(found => found.Id == waiting.Id && found.ReadAt == null).AsNoTracking().ToListAsync(token);
                var settings = await db.SettingsOf(waiting.UserId, token);
                if (unseen.Count == 0 || !settings.Of(waiting.Event).Email
                    || await Address(db, waiting.UserId, token) is not { } address)
                {
                    return;
                }

                var entry = (await NotificationReading.Describe(db, unseen, token)).Single();
                await post.Send(
                    $"notification {waiting.Id}",
                    Compose(
                        address, NotificationWords.Subject(entry), NotificationWords.Parts(entry, post),
                        unsubscribing.Address(waiting.UserId, waiting.Event)),
                    token);
            },
            cancellationToken);
    }

    public Task Read(WaitingDigest digest, string key, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            var unseen = await visible.Of(db, digest.PersonId)
                .Where(found => found.ForDigest && found.ReadAt == null)
                .OrderBy(found => found.Id).AsNoTracking().ToListAsync(token);
            await db.Notifications.Where(found => found.UserId == digest.PersonId && found.ForDigest)
                .ExecuteUpdateAsync(set => set.SetProperty(found => found.ForDigest, false), token);
            var settings = await db.SettingsOf(digest.PersonId, token);
            unseen.RemoveAll(found => !settings.Of(found.Event).Digest);
            if (unseen.Count == 0 || await Address(db, digest.PersonId, token) is not { } address)
            {
                return;
            }

            var entries = await NotificationReading.Describe(db, [.. unseen.Take(MostInADigest)], token);
            var more = unseen.Count - entries.Count;
            await post.Send(
                $"digest {key}",
                Compose(
                    address,
                    unseen.Count == 1 ? "1 thing you haven't seen" : $"{unseen.Count} things you haven't seen",
                    [
                        .. entries.SelectMany(entry => NotificationWords.Parts(entry, post)),
                        .. more > 0 ? [new MailPart.Paragraph($"And {more} more.")] : Array.Empty<MailPart>(),
                    ],
                    unsubscribing.Address(digest.PersonId, Unsubscribing.Digest)),
                token);
        },
        cancellationToken);

    bool Sees(Notification notification) =>
        notification.DocumentId is { } document
        && attendance.Has(document, notification.UserId);

    // Only a proven address: what is in a letter isn't for whoever has the mailbox that somebody claimed.
    static Task<string?> Address(MDReaderDb db, Guid userId, CancellationToken cancellationToken) => db.Users
        .Where(user => user.Id == userId && user.DeletedAt == null && user.EmailConfirmedAt != null)
        .Select(user => (string?)user.Email)
        .SingleOrDefaultAsync(cancellationToken);

    static Mail Compose(string to, string subject, IEnumerable<MailPart> parts, Uri? unsubscribe) =>
        Mail.Compose(
            to,
            subject,
            [
                .. parts,
                unsubscribe is null
                    ? new MailPart.Paragraph("You can turn these letters off in your settings.")
                    : new MailPart.Link("No more letters like this", unsubscribe),
            ]) with
        {
            Unsubscribe = unsubscribe,
        };
}
