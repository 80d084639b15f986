using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <param name="Name">What the token is for.</param>
/// <param name="Scopes">Of <c>read</c>, <c>write</c> and <c>account</c>; without it read and write.</param>
/// <param name="ExpiresAt">Without it in 90 days.</param>
public sealed record TokenRequest(
    string? Name = null, IReadOnlyList<string>? Scopes = null, DateTimeOffset? ExpiresAt = null) : IChecked
{
    public IEnumerable<Flaw> Check() =>
    [
        .. Checked.Line(Name, "/name", Person.LongestName),
        .. ScopeWords.Read(Scopes) is null
            ? [new Flaw("/scopes", "unknown-scope", "Use at least one of \"read\", \"write\" and \"account\".")]
            : Array.Empty<Flaw>(),
    ];
}

/// <summary>A personal access token, without its secret.</summary>
public record TokenEntry(
    Guid Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>A new personal access token.</summary>
/// <param name="Token">Shown this once; null in the replay of a request with an idempotency key.</param>
public sealed record NewToken(
    Guid Id,
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Token = null)
{
    public override string ToString() => nameof(NewToken);
}

static class TokenRoutes
{
    static readonly TimeSpan Usual = TimeSpan.FromDays(90);

    public static void MapTokens(this RouteGroupBuilder me)
    {
        me.MapGet("/tokens", List).WithName("ListTokens").Refuses(Problems.CursorMismatch);
        me.MapPost("/tokens", Create).WithName("CreateToken").Refuses(Problems.Invalid);
        me.MapDelete("/tokens/{id:guid}", Revoke).WithName("RevokeToken").Refuses(Problems.NotFound);
    }

    static Task<Results<Ok<Page<TokenEntry>>, Refusal>> List(
        [AsParameters] PageQuery query, HttpContext context, Caller caller, Database database, Pages pages) =>
        pages.Answer(query, "tokens", context, (start, cancellation) => database.Read(
            async (db, token) => (await db.PersonalAccessTokens
                .Where(found => found.UserId == caller.UserId)
                .Where(found => start.After == null || found.Id < start.After)
                .OrderByDescending(found => found.Id)
                .Take(start.Limit + 1)
                .ToListAsync(token))
                .ConvertAll(found =>
                    new TokenEntry(found.Id, found.Name, ScopeWords.Of(found.Scopes), found.CreatedAt, found.ExpiresAt)),
            cancellation), entry => entry.Id);

    static async Task<Results<Created<NewToken>, Refusal>> Create(
        TokenRequest body,
        HttpContext context,
        PersonalAccessTokens tokens,
        TimeProvider time,
        IOptions<AccountsOptions> options)
    {
        var now = time.Now();
        var expiresAt = body.ExpiresAt ?? now + Usual;
        var latest = now + options.Value.LongestPersonalAccessToken;
        if (expiresAt <= now || expiresAt > latest)
        {
            return Problems.Flawed(
                [new Flaw("/expiresAt", "out-of-range", $"Choose a time after now and not after {latest:u}.")]);
        }

        var scopes = ScopeWords.Read(body.Scopes)!.Value;
        var token = await tokens.Create(
            Caller.Of(context)!.UserId, body.Name!.Trim(), scopes, expiresAt, context.RequestAborted);
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        context.Features.Set(new ShownOnce(JsonSerializer.SerializeToUtf8Bytes(token with { Token = null }, json)));
        return TypedResults.Created((string?)null, token);
    }

    static async Task<Results<NoContent, Refusal>> Revoke(
        Guid id, Caller caller, Database database, CancellationToken cancellationToken) =>
        await database.Write(
            async (db, token) =>
            {
                var revoked = await db.PersonalAccessTokens
                    .Where(found => found.Id == id && found.UserId == caller.UserId)
                    .ExecuteDeleteAsync(token) == 1;
                if (revoked)
                {
                    database.Announce(new CredentialRevoked(id));
                    database.Record(PersonalAccessTokens.Event(AuditEvent.TokenRevoked, caller.UserId, id));
                }

                return revoked;
            },
            cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound.Because("You have no such token.");
}
