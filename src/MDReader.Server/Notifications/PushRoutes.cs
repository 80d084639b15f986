using System.Security.Cryptography;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Notifications;

/// <summary>A subscription as the browser's <c>PushSubscription.toJSON()</c> gives it.</summary>
/// <param name="Endpoint">The push service's address.</param>
/// <param name="Keys">By which pushes are encrypted.</param>
public sealed record PushSubscriptionRequest(string? Endpoint = null, PushKeys? Keys = null) : IChecked
{
    const int LongestEndpoint = 2_000;

    internal byte[]? PublicKey => Read(Keys?.P256dh, PushMessage.PointLength) is { } point && IsKey(point) ? point : null;

    internal byte[]? Auth => Read(Keys?.Auth, PushMessage.AuthLength);

    public IEnumerable<Flaw> Check()
    {
        if (Endpoint is not { Length: <= LongestEndpoint } || !Uri.TryCreate(Endpoint, UriKind.Absolute, out var address)
            || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0)
        {
            yield return new Flaw("/endpoint", "unreadable", "Send the endpoint of the browser's subscription.");
        }

        if (PublicKey is null)
        {
            yield return new Flaw("/keys/p256dh", "unreadable", "Send the subscription's key: 65 bytes as base64url, a point of P-256.");
        }

        if (Auth is null)
        {
            yield return new Flaw("/keys/auth", "unreadable", "Send the subscription's secret: 16 bytes as base64url.");
        }
    }

    static byte[]? Read(string? text, int length) =>
        text is { Length: <= 200 } && UrlText.Read(text.TrimEnd('=')) is { } bytes && bytes.Length == length ? bytes : null;

    // That it lies on the curve is found out by taking it as a key.
    static bool IsKey(byte[] point)
    {
        try
        {
            using var key = ECDiffieHellman.Create(PushMessage.Key(point));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

public sealed record PushKeys(string? P256dh = null, string? Auth = null);

/// <summary>A browser of the caller's that is woken.</summary>
/// <param name="Service">The host of its push service.</param>
public sealed record PushSubscriptionEntry(Guid Id, string Service, DateTimeOffset CreatedAt)
{
    internal static PushSubscriptionEntry Of(PushSubscription subscription) =>
        new(subscription.Id, new Uri(subscription.Endpoint).Host, subscription.CreatedAt);
}

/// <summary>The caller's browsers that are woken.</summary>
/// <param name="PublicKey">For <c>applicationServerKey</c> when another one subscribes.</param>
public sealed record PushSubscriptions(string PublicKey, IReadOnlyList<PushSubscriptionEntry> Items);

static class PushRoutes
{
    const int Most = 20;

    public static void MapPush(this RouteGroupBuilder api)
    {
        var subscriptions = api.MapGroup("/me/push-subscriptions").NeedScope(Scopes.Account);
        subscriptions.MapGet("", List).WithName("ListPushSubscriptions");
        subscriptions.MapPost("", Add).WithName("AddPushSubscription").Refuses(Problems.Invalid);
        subscriptions.MapDelete("/{subscription:guid}", Remove).WithName("RemovePushSubscription").Refuses(Problems.NotFound);
    }

    static async Task<Answer<PushSubscriptions>> List(
        Caller caller, Database database, Vapid vapid, CancellationToken cancellationToken) =>
        Answers.With(new PushSubscriptions(vapid.PublicKey, await database.Read(
            async (db, token) => (await db.PushSubscriptions.Where(found => found.UserId == caller.UserId)
                .OrderBy(found => found.Id).ToListAsync(token)).ConvertAll(PushSubscriptionEntry.Of),
            cancellationToken)));

    /// <summary>A browser is woken for whoever subscribed it last, and only the latest twenty of a person are.</summary>
    static async Task<Results<Made<PushSubscriptionEntry>, Refusal>> Add(
        PushSubscriptionRequest body,
        HttpContext context,
        Database database,
        IOptions<NotificationsOptions> options,
        TimeProvider time)
    {
        var userId = Caller.Of(context)!.UserId;
        if (new Uri(body.Endpoint!).Scheme != "https" && !options.Value.PushAnywhere)
        {
            return Problems.Flawed([new Flaw("/endpoint", "not-https", "A push service is spoken to by https only.")]);
        }

        var entry = await database.Write(
            async (db, token) =>
            {
                await db.PushSubscriptions.Where(found => found.Endpoint == body.Endpoint).ExecuteDeleteAsync(token);
                var kept = await db.PushSubscriptions.Where(found => found.UserId == userId)
                    .OrderByDescending(found => found.Id).ToListAsync(token);
                db.RemoveRange(kept.Skip(Most - 1));
                var subscription = new PushSubscription
                {
                    Id = Ids.New(time),
                    UserId = userId,
                    Endpoint = body.Endpoint!,
                    PublicKey = body.PublicKey!,
                    Auth = body.Auth!,
                    CreatedAt = time.Now(),
                };
                db.Add(subscription);
                return PushSubscriptionEntry.Of(subscription);
            },
            context.RequestAborted);
        return Answers.Made($"{Api.Root}/v1/me/push-subscriptions/{entry.Id}", entry);
    }

    static async Task<Results<NoContent, Refusal>> Remove(
        Guid subscription, Caller caller, Database database, CancellationToken cancellationToken) =>
        await database.Write(
            (db, token) => db.PushSubscriptions.Where(found => found.Id == subscription && found.UserId == caller.UserId)
                .ExecuteDeleteAsync(token),
            cancellationToken) == 1
            ? TypedResults.NoContent()
            : Problems.NotFound.Because("You have no such subscription.");
}
