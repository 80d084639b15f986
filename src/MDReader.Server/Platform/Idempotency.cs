using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Platform;

/// <summary>
/// A POST that carries <c>Idempotency-Key</c> takes effect once. The endpoint runs inside one transaction with the row
/// that keeps its answer, so there is no moment at which one exists without the other. Answers that say no change
/// nothing and keep nothing: the key stays free for a corrected request. Since the transaction holds the one writer's
/// turn, a route that has to wait for something must say so (<see cref="TakesItsTime"/>).
/// </summary>
sealed class Idempotency(Database database, TimeProvider time)
{
    public const string Header = "Idempotency-Key";
    public const int LongestKey = 255;
    static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // For two in this process at once. Between processes the primary key decides.
    readonly ConcurrentDictionary<(Guid Principal, string Key), bool> _running = new();

    /// <summary>The request's key; neither where it has none.</summary>
    public static (string? Key, Refusal? Flaw) KeyOf(HttpRequest request) =>
        request.Headers[Header].ToString() switch
        {
            "" => (null, null),
            { Length: > LongestKey } => (null, Problems.BadRequest.Because($"Shorten {Header} to {LongestKey} characters.")),
            var key => (key, null),
        };

    /// <summary>The same, with what else makes it this request; neither where it has none.</summary>
    /// <param name="context">Of somebody who has signed in.</param>
    /// <param name="bodyHash">SHA-256 of the body.</param>
    public static (KeyedRequest? Request, Refusal? Flaw) RequestOf(HttpContext context, byte[] bodyHash)
    {
        var (key, flaw) = KeyOf(context.Request);
        return (key is null ? null : new KeyedRequest(Caller.Of(context)!.UserId, key, PathOf(context.Request), bodyHash), flaw);
    }

    public async Task Run(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method)
            || context.GetEndpoint()?.Metadata is { } route
                && (route.GetMetadata<NotIdempotent>() is not null || route.GetMetadata<TakesIdempotencyKey>() is not null)
            || Caller.Of(context) is not { } caller
            || KeyOf(context.Request) is (null, null))
        {
            await next(context);
            return;
        }

        var (key, flaw) = KeyOf(context.Request);
        if (key is null)
        {
            await flaw!.ExecuteAsync(context);
            return;
        }

        if (!_running.TryAdd((caller.UserId, key), true))
        {
            await Problems.IdempotencyInProgress.Because("Wait for the first request's answer.").ExecuteAsync(context);
            return;
        }

        try
        {
            await RunAlone(context, next, caller.UserId, key);
        }
        finally
        {
            _running.TryRemove((caller.UserId, key), out _);
        }
    }

    /// <summary>For a route that takes the key itself, inside its own write: what the same request was answered before, or that it is
    /// another one. Where it is neither, what the row says is kept with the effect.</summary>
    public async Task<(IdempotentAnswer? Earlier, Refusal? Refusal)> Once(
        MDReaderDb db, KeyedRequest request, (int Status, string Location, byte[] Body) answer, CancellationToken cancellationToken)
    {
        if (await Find(db, request.PrincipalId, request.Key, cancellationToken) is { } earlier)
        {
            return IsOf(earlier, request.Path, request.BodyHash) ? (earlier, null) : (null, Reused());
        }

        db.Add(new IdempotentAnswer
        {
            PrincipalId = request.PrincipalId,
            Key = request.Key,
            Path = request.Path,
            BodyHash = request.BodyHash,
            Status = answer.Status,
            Location = answer.Location,
            ETag = null,
            Body = answer.Body,
            CreatedAt = time.Now(),
        });
        return (null, null);
    }

    async Task RunAlone(HttpContext context, RequestDelegate next, Guid principal, string key)
    {
        // Read the whole body first: nobody's slow line may hold the transaction open.
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var hash = SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length));
        var (requestBody, responseBody) = (context.Request.Body, context.Response.Body);
        using var answered = new MemoryStream();
        var path = PathOf(context.Request);
        try
        {
            body.Position = 0;
            context.Request.Body = body;
            context.Response.Body = answered;
            IdempotentAnswer? kept;
            if (context.GetEndpoint()?.Metadata.GetMetadata<TakesItsTime>() is null)
            {
                kept = await Once(async db =>
                {
                    await next(context);
                    return Keep(db);
                });
            }
            else if ((kept = await Once(_ => Task.FromResult(false))) is null)
            {
                await next(context);
                await Once(db => Task.FromResult(Keep(db)));
            }

            context.Response.Body = responseBody;
            if (kept is not null)
            {
                await Repeat(context, kept, path, hash);
                return;
            }

            answered.Position = 0;
            await answered.CopyToAsync(responseBody, context.RequestAborted);
        }
        finally
        {
            (context.Request.Body, context.Response.Body) = (requestBody, responseBody);
        }

        // The answer that is kept already; else what the effect, which says whether it is to stay, leaves behind.
        Task<IdempotentAnswer?> Once(Func<MDReaderDb, Task<bool>> effect) => database.WriteIf<IdempotentAnswer?>(
            async (db, token) => await Find(db, principal, key, token) is { } earlier
                ? (Keep: false, earlier)
                : (Keep: await effect(db), null),
            context.RequestAborted);

        bool Keep(MDReaderDb db)
        {
            if (context.Response.StatusCode is < 200 or > 299)
            {
                return false;
            }

            db.Add(Answer(context, principal, key, path, hash, answered));
            return true;
        }
    }

    async Task<IdempotentAnswer?> Find(MDReaderDb db, Guid principal, string key, CancellationToken cancellationToken)
    {
        var oldest = time.Now() - Kept;
        await db.Set<IdempotentAnswer>().Where(answer => answer.CreatedAt < oldest).ExecuteDeleteAsync(cancellationToken);
        return await db.Set<IdempotentAnswer>().AsNoTracking().SingleOrDefaultAsync(
            answer => answer.PrincipalId == principal && answer.Key == key, cancellationToken);
    }

    IdempotentAnswer Answer(
        HttpContext context, Guid principal, string key, string path, byte[] hash, MemoryStream answered) => new()
        {
            PrincipalId = principal,
            Key = key,
            Path = path,
            BodyHash = hash,
            Status = context.Response.StatusCode,
            Location = context.Response.Headers.Location,
            ETag = context.Response.Headers.ETag,
            Body = context.Features.Get<ShownOnce>()?.Without ?? answered.ToArray(),
            CreatedAt = time.Now(),
        };

    static string PathOf(HttpRequest request) => request.Path + request.QueryString;

    static bool IsOf(IdempotentAnswer kept, string path, byte[] hash) =>
        kept.Path == path && CryptographicOperations.FixedTimeEquals(kept.BodyHash, hash);

    static Refusal Reused() =>
        Problems.IdempotencyKeyReused.Because($"Send a new {Header}; this one belongs to another request of the last 24 hours.");

    static async Task Repeat(HttpContext context, IdempotentAnswer kept, string path, byte[] hash)
    {
        if (!IsOf(kept, path, hash))
        {
            await Reused().ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = kept.Status;
        context.Response.Headers.Location = kept.Location;
        context.Response.Headers.ETag = kept.ETag;
        // With 204 there is none, and not even an empty one may be written.
        if (kept.Body.Length > 0)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.Body.WriteAsync(kept.Body, context.RequestAborted);
        }
    }
}

/// <summary>On a route that leaves the key aside: what it answers must not be kept, or is made anew each time.</summary>
sealed record NotIdempotent;

/// <summary>On a route that waits: for a room, which may be waiting for its turn to write, for a password's hash, or for
/// another server. Its answer is kept after its effect and not with it, so that a server which ends between the two may take
/// the same request again.</summary>
sealed record TakesItsTime;

/// <summary>A request that carries a key.</summary>
sealed record KeyedRequest(Guid PrincipalId, string Key, string Path, byte[] BodyHash);

/// <summary>On a route that takes a key and sees itself to it that the same request takes effect once.</summary>
sealed record TakesIdempotencyKey;

/// <summary>Set by an endpoint whose answer shows a secret: the answer to keep instead, without it.</summary>
sealed record ShownOnce(byte[] Without);
