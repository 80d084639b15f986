using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Platform;

/// <summary>
/// A POST that carries <c>Idempotency-Key</c> takes effect once. The endpoint runs inside one transaction with the row
/// that keeps its answer, so there is no moment at which one exists without the other. Answers that say no change
/// nothing and keep nothing: the key stays free for a corrected request. Since the transaction holds the one writer's
/// turn, a route that has to wait for something must say so (<see cref="TakesItsTime"/>).
/// </summary>
sealed class Idempotency(Database database, TimeProvider time, IOptions<JsonOptions> json)
{
    public const string Header = "Idempotency-Key";
    public const int LongestKey = 255;

    // In the place of an answer's status, while there is none.
    const int Begun = StatusCodes.Status102Processing;

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

    public Task Run(HttpContext context, RequestDelegate next) =>
        !HttpMethods.IsPost(context.Request.Method)
        || context.GetEndpoint()?.Metadata is { } route
            && (route.GetMetadata<NotIdempotent>() is not null || route.GetMetadata<TakesIdempotencyKey>() is not null)
        || Caller.Of(context) is not { } caller
        || KeyOf(context.Request) is (null, null)
            ? next(context)
            : RunOnce(context, next, caller);

    async Task RunOnce(HttpContext context, RequestDelegate next, Caller caller)
    {
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

    /// <summary>For a route whose effect ends in a write of its own: what the same request was answered before, or that it is another
    /// one. Where it is neither, what is answered now is kept with the effect.</summary>
    public async Task<(T? Earlier, Refusal? Refusal)> Once<T>(
        MDReaderDb db, KeyedRequest request, (int Status, string Location, T Body) answer, CancellationToken cancellationToken)
        where T : class
    {
        if (await Find(db, request, cancellationToken) is { } earlier)
        {
            return IsOf(earlier, request)
                ? (JsonSerializer.Deserialize<T>(earlier.Body, json.Value.SerializerOptions), null)
                : (null, Reused());
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(answer.Body, json.Value.SerializerOptions);
        db.Add(New(request, answer.Status, body, answer.Location));
        return (null, null);
    }

    /// <summary>For a route whose effect is not the database's, and changes nothing when it is made again from the same beginning: keeps
    /// where that is before anything happens. A request that was broken off, sent again, is told where it began.</summary>
    public Task<string> BeginAt(KeyedRequest request, string etag, CancellationToken cancellationToken) => database.Write(
        async (db, token) =>
        {
            if (await Find(db, request, token) is { Status: Begun, ETag: { } began })
            {
                return began;
            }

            db.Add(New(request, Begun, body: [], etag: etag));
            return etag;
        },
        cancellationToken);

    async Task RunAlone(HttpContext context, RequestDelegate next, Guid principal, string key)
    {
        // Read the whole body first: nobody's slow line may hold the transaction open.
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var hash = SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length));
        var request = new KeyedRequest(principal, key, PathOf(context.Request), hash);
        var (requestBody, responseBody) = (context.Request.Body, context.Response.Body);
        using var answered = new MemoryStream();
        try
        {
            body.Position = 0;
            context.Request.Body = body;
            context.Response.Body = answered;
            var kept = context.GetEndpoint()?.Metadata.GetMetadata<TakesItsTime>() is null
                ? await Within(context, next, request, answered)
                : await Beside(context, next, request, answered);
            context.Response.Body = responseBody;
            if (kept is not null)
            {
                await Repeat(context, kept, request);
                return;
            }

            answered.Position = 0;
            await answered.CopyToAsync(responseBody, context.RequestAborted);
        }
        finally
        {
            (context.Request.Body, context.Response.Body) = (requestBody, responseBody);
        }
    }

    // The answer that is kept already; null where the effect, in this transaction, gave one.
    Task<IdempotentAnswer?> Within(HttpContext context, RequestDelegate next, KeyedRequest request, MemoryStream answered) =>
        database.WriteIf<IdempotentAnswer?>(
            async (db, token) =>
            {
                if (await Find(db, request, token) is { } earlier)
                {
                    return (Keep: false, earlier);
                }

                await next(context);
                return (Keep(db, context, request, answered), null);
            },
            context.RequestAborted);

    async Task<IdempotentAnswer?> Beside(HttpContext context, RequestDelegate next, KeyedRequest request, MemoryStream answered)
    {
        var earlier = await database.Read((db, token) => Look(db, request, token), context.RequestAborted);
        if (earlier is not null && (earlier.Status != Begun || !IsOf(earlier, request)))
        {
            return earlier;
        }

        context.Features.Set(request);
        await next(context);
        // Whoever doesn't wait for the answer any more may send the request again.
        await database.Write(
            async (db, token) =>
            {
                await Rows(db, request).Where(answer => answer.Status == Begun).ExecuteDeleteAsync(token);
                if (await Find(db, request, token) is null)
                {
                    Keep(db, context, request, answered);
                }
            },
            CancellationToken.None);
        return null;
    }

    bool Keep(MDReaderDb db, HttpContext context, KeyedRequest request, MemoryStream answered)
    {
        if (context.Response.StatusCode is < 200 or > 299)
        {
            return false;
        }

        db.Add(New(
            request, context.Response.StatusCode, context.Features.Get<ShownOnce>()?.Without ?? answered.ToArray(),
            context.Response.Headers.Location, context.Response.Headers.ETag));
        return true;
    }

    // Inside a write, which may need the place of one that is too old.
    async Task<IdempotentAnswer?> Find(MDReaderDb db, KeyedRequest request, CancellationToken cancellationToken)
    {
        var oldest = time.Now() - Kept;
        await db.Set<IdempotentAnswer>().Where(answer => answer.CreatedAt < oldest).ExecuteDeleteAsync(cancellationToken);
        return await Look(db, request, cancellationToken);
    }

    async Task<IdempotentAnswer?> Look(MDReaderDb db, KeyedRequest request, CancellationToken cancellationToken)
    {
        var oldest = time.Now() - Kept;
        return await Rows(db, request).AsNoTracking()
            .SingleOrDefaultAsync(answer => answer.CreatedAt >= oldest, cancellationToken);
    }

    static IQueryable<IdempotentAnswer> Rows(MDReaderDb db, KeyedRequest request) => db.Set<IdempotentAnswer>()
        .Where(answer => answer.PrincipalId == request.PrincipalId && answer.Key == request.Key);

    IdempotentAnswer New(KeyedRequest request, int status, byte[] body, string? location = null, string? etag = null) => new()
    {
        PrincipalId = request.PrincipalId,
        Key = request.Key,
        Path = request.Path,
        BodyHash = request.BodyHash,
        Status = status,
        Location = location,
        ETag = etag,
        Body = body,
        CreatedAt = time.Now(),
    };

    static string PathOf(HttpRequest request) => request.Path + request.QueryString;

    static bool IsOf(IdempotentAnswer kept, KeyedRequest request) =>
        kept.Path == request.Path && CryptographicOperations.FixedTimeEquals(kept.BodyHash, request.BodyHash);

    static Refusal Reused() =>
        Problems.IdempotencyKeyReused.Because($"Send a new {Header}; this one belongs to another request of the last 24 hours.");

    static async Task Repeat(HttpContext context, IdempotentAnswer kept, KeyedRequest request)
    {
        if (!IsOf(kept, request))
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
            context.Response.ContentLength = kept.Body.Length;
            await context.Response.Body.WriteAsync(kept.Body, context.RequestAborted);
        }
    }
}

/// <summary>On a route that leaves the key aside: what it answers must not be kept, or is made anew each time.</summary>
/// <param name="Because">Which of the two, and why that does no harm.</param>
sealed record NotIdempotent(string Because);

/// <summary>On a route that waits: for a room, which may be waiting for its turn to write, for a password's hash, or for
/// another server. Its answer is kept after its effect and not with it, so that a server which ends between the two takes
/// the same request again. Where that would be a second effect, the route sees to it with the <see cref="KeyedRequest"/> that
/// it is given.</summary>
sealed record TakesItsTime;

/// <summary>A request that carries a key. A route which takes its time finds it among the features of its request.</summary>
sealed record KeyedRequest(Guid PrincipalId, string Key, string Path, byte[] BodyHash);

/// <summary>On a route that takes a key and sees itself to it that the same request takes effect once.</summary>
sealed record TakesIdempotencyKey;

/// <summary>Set by an endpoint whose answer shows a secret: the answer to keep instead, without it.</summary>
sealed record ShownOnce(byte[] Without);
