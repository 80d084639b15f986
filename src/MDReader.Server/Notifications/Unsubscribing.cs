using System.Security.Cryptography;
using MDReader.Server.Platform;

namespace MDReader.Server.Notifications;

/// <summary>
/// The link in a letter that ends letters like it, without signing in (RFC 8058). It names the person and the kind, is
/// signed, and never ends: a letter may be read years later.
/// </summary>
sealed class Unsubscribing(Database database, InstanceSecrets secrets, Post post)
{
    /// <summary>In the place of an event: the daily letter.</summary>
    public const string Digest = "digest";

    const string Key = "unsubscribe";
    const int IdLength = 16;
    const int SignatureLength = 16;

    /// <summary>Null where letters can't lead anywhere.</summary>
    public Uri? Address(Guid userId, string kind) => post.Address($"{UnsubscribePage.Path}/{Token(userId, kind)}");

    /// <summary>Whose letters of which kind; null when it wasn't signed here.</summary>
    public (Guid UserId, string Kind)? Read(string token)
    {
        if (token.Length > 200 || UrlText.Read(token) is not { Length: > IdLength + SignatureLength } bytes)
        {
            return null;
        }

        var named = bytes.AsSpan(..^SignatureLength);
        return CryptographicOperations.FixedTimeEquals(Sign(named), bytes.AsSpan(named.Length))
            ? (new Guid(named[..IdLength], bigEndian: true), System.Text.Encoding.ASCII.GetString(named[IdLength..]))
            : null;
    }

    /// <param name="kind">An event, <see cref="Digest"/>, or null for every letter.</param>
    public Task End(Guid userId, string? kind, CancellationToken cancellationToken) => database.Write(
        (db, token) => db.ChangeSettings(
            userId,
            settings =>
            {
                foreach (var @event in NoticeEvent.All)
                {
                    var channels = settings.Of(@event);
                    settings.Choose(@event, channels with
                    {
                        Email = channels.Email && kind is not null && kind != @event,
                        Digest = channels.Digest && kind is not null && kind != @event && kind != Digest,
                    });
                }
            },
            token),
        cancellationToken);

    string Token(Guid userId, string kind)
    {
        byte[] named = [.. userId.ToByteArray(bigEndian: true), .. System.Text.Encoding.ASCII.GetBytes(kind)];
        return UrlText.Of([.. named, .. Sign(named)]);
    }

    byte[] Sign(ReadOnlySpan<byte> named) => HMACSHA256.HashData(secrets.Get(Key), named)[..SignatureLength];
}
