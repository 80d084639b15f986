using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Platform;

/// <summary>
/// A POST that carries <c>Idempotency-Key</c> takes effect once. The endpoint runs inside one transaction with the row
/// that keeps its answer, so there is no moment at which one exists without the other. Answers that say no change
/// nothing and keep nothing: the key stays free for a corrected request. Since the transaction holds the one writer's
/// turn, a route that waits for somebody else's write, such as a room's, must be <see cref="NotIdempotent"/>.
/// </summary>
sealed class Idempotency(Database database, TimeProvider time)
{
    const string Header = "Idempotency-Key";
    const int LongestKey = 255;
    static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    // For two in this process at once. Between processes the primary key decides.
    readonly ConcurrentDictionary<(Guid Principal, string Key), bool> _running = new();

    public async Task Run(HttpContext context, RequestDelegate next)
    {
        var key = context.Request.Headers[Header].ToString();
        if (key.Length == 0
            || !HttpMethods.IsPost(context.Request.Method)
            || context.GetEndpoint()?.Metadata.GetMetadata<NotIdempotent>() is not null
            || Caller.Of(context) is not { } caller)
        {
            await next(context);
            return;
        }

        if (key.Length > LongestKey)
        {
            await Problems.BadRequest.Because($"Shorten {Header} to {LongestKey} characters.").ExecuteAsync(context);
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

    async Task RunAlone(HttpContext context, RequestDelegate next, Guid principal, string key)
    {
        // Read the whole body first: nobody's slow line may hold the transaction open.
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var hash = SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length));
        var (requestBody, responseBody) = (context.Request.Body, context.Response.Body);
        using var answered = new MemoryStream();
        var path = context.Request.Path + context.Request.QueryString;
        try
        {
            body.Position = 0;
            context.Request.Body = body;
            context.Response.Body = answered;
            var kept = await database.WriteIf<IdempotentAnswer?>(
                async (db, token) =>
                {
                    var earlier = await Find(db, principal, key, token);
                    if (earlier is not null)
                    {
                        return (Keep: false, earlier);
                    }

                    await next(context);
                    if (context.Response.StatusCode is < 200 or > 299)
                    {
                        return (Keep: false, null);
                    }

                    db.Add(Answer(context, principal, key, path, hash, answered));
                    return (Keep: true, null);
                },
                context.RequestAborted);

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

    static async Task Repeat(HttpContext context, IdempotentAnswer kept, string path, byte[] hash)
    {
        if (kept.Path != path || !CryptographicOperations.FixedTimeEquals(kept.BodyHash, hash))
        {
            await Problems.IdempotencyKeyReused
                .Because($"Send a new {Header}; this one belongs to another request of the last 24 hours.")
                .ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = kept.Status;
        context.Response.Headers.Location = kept.Location;
        context.Response.Headers.ETag = kept.ETag;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(kept.Body, context.RequestAborted);
    }
}

/// <summary>On a route that leaves the key aside: what it answers must not be kept, or is made anew each time.</summary>
sealed record NotIdempotent;

/// <summary>Set by an endpoint whose answer shows a secret: the answer to keep instead, without it.</summary>
sealed record ShownOnce(byte[] Without);
