using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Notifications;

/// <summary>In the outbox: one notification for one browser.</summary>
sealed record WaitingPush(Guid NotificationId, Guid SubscriptionId);

/// <summary>Wakes browsers (RFC 8030): of what their person hasn't read and may read now.</summary>
sealed partial class PushSending(
    Database database, VisibleNotifications visible, Vapid vapid, IHttpClientFactory clients, ILogger<PushSending> log)
{
    public const string ClientName = "push";

    // A notification of yesterday is in the inbox anyway.
    static readonly TimeSpan KeptByTheService = TimeSpan.FromDays(1);

    public async Task Read(WaitingPush push, string key, CancellationToken cancellationToken)
    {
        var (subscription, content) = await Find(push, cancellationToken);
        if (subscription is null || content is null)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Endpoint);
        using var own = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        request.Content = new ByteArrayContent(PushMessage.Encrypt(
            content, subscription.PublicKey, subscription.Auth, own, RandomNumberGenerator.GetBytes(16)));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("Authorization", vapid.Authorization(request.RequestUri!));
        request.Headers.Add("TTL", $"{KeptByTheService.TotalSeconds:0}");
        request.Headers.Add("Urgency", "normal");

        using var client = clients.CreateClient(ClientName);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                await database.Write(
                    (db, token) => db.PushSubscriptions.Where(found => found.Id == subscription.Id).ExecuteDeleteAsync(token),
                    cancellationToken);
                break;
            case HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new HttpRequestException($"The push service answered {(int)answer.StatusCode}; it is tried again.");
            case >= HttpStatusCode.MultipleChoices:
                // Trying again would be answered alike.
                LogRefused(request.RequestUri!.Host, (int)answer.StatusCode);
                break;
            default:
                break;
        }
    }

    Task<(PushSubscription? Subscription, byte[]? Content)> Find(WaitingPush push, CancellationToken cancellationToken) =>
        database.Read<(PushSubscription?, byte[]?)>(
            async (db, token) =>
            {
                var subscription = await db.PushSubscriptions
                    .SingleOrDefaultAsync(found => found.Id == push.SubscriptionId, token);
                if (subscription is null)
                {
                    return (null, null);
                }

                var unseen = await visible.Of(db, subscription.UserId)
                    .Where(found => found.Id == push.NotificationId && found.ReadAt == null).ToListAsync(token);
                return unseen.Count == 0
                    ? (null, null)
                    : (subscription, Content((await NotificationReading.Describe(db, unseen, token)).Single()));
            },
            cancellationToken);

    // Each of the texts is at most 300 characters long, which is 900 bytes; two and the rest fit.
    const int Longest = 300;

    static byte[] Content(NotificationEntry entry) => JsonSerializer.SerializeToUtf8Bytes(
        new PushContent(entry.Id, entry.Event, Fitting(NotificationWords.Sentence(entry)), Fitting(NotificationWords.Said(entry) ?? ""),
            NotificationWords.Path(entry)),
        Plainly);

    static readonly JsonSerializerOptions Plainly = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    static string Fitting(string text) => text.Length <= Longest ? text : text.CutTo(Longest) + "…";

    /// <summary>What the client's service worker is given.</summary>
    sealed record PushContent(Guid Id, string Event, string Title, string Body, string Path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The push service at {Host} refused a message with {Status}; it is dropped.")]
    partial void LogRefused(string host, int status);
}
