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
/// <param name="IsAgent">True for an agent, which is listed apart from programs, and which owners can pause in their
/// workspaces; what it may do else is the same.</param>
public sealed record TokenRequest(
    string? Name = null, IReadOnlyList<string>? Scopes = null, DateTimeOffset? ExpiresAt = null, bool? IsAgent = null) : IChecked
{
    public IEnumerable<Flaw> Check() =>
    [
        .. Checked.Line(Name, "/name", Person.LongestName),
        .. ScopeWords.Read(Scopes) is null
            ? [new Flaw("/scopes", "unknown-scope", "Use at least one of \"read\", \"write\" and \"account\".")]
            : Array.Empty<Flaw>(),
    ];
}

/// <param name="Paused">True, and the token opens nothing until it is false again.</param>
public sealed record TokenChange(bool? Paused = null) : IChecked
{
    public IEnumerable<Flaw> Check() =>
        Paused is null ? [new Flaw("/paused", "required", "Say whether the token is paused: true or false.")] : [];
}

/// <summary>A personal access token, without its secret.</summary>
/// <param name="PausedAt">Since when it opens nothing; null while it is good.</param>
/// <param name="LastUsedAt">To about a minute; null when it never was.</param>
public record TokenEntry(
    Guid Id, string Name, IReadOnlyList<string> Scopes, bool IsAgent, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? PausedAt, DateTimeOffset? LastUsedAt)
{
    internal static TokenEntry Of(PersonalAccessToken token) => new(
        token.Id, token.Name, ScopeWords.Of(token.Scopes), token.IsAgent, token.CreatedAt, token.ExpiresAt, token.PausedAt,
        token.LastUsedAt);
}

/// <summary>A new personal access token.</summary>
/// <param name="Token">Shown this once; null in the replay of a request with an idempotency key.</param>
public sealed record NewToken(
    Guid Id,
    string Name,
    IReadOnlyList<string> Scopes,
    bool IsAgent,
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
        me.MapPatch("/tokens/{id:guid}", Change).WithName("ChangeToken").Refuses(Problems.Invalid, Problems.NotFound);
        me.MapDelete("/tokens/{id:guid}", Revoke).WithName("RevokeToken").Refuses(Problems.NotFound);
    }

    static Task<Results<Answer<Page<TokenEntry>>, Refusal>> List(
        [AsParameters] PageQuery query, HttpContext context, Caller caller, Database database, Pages pages) =>
        pages.Answer(query, "tokens", context, (start, cancellation) => database.Read(
            async (db, token) => (await db.PersonalAccessTokens
                .Where(found => found.UserId == caller.UserId)
                .Where(found => start.After == null || found.Id < start.After)
                .OrderByDescending(found => found.Id)
                .Take(start.Limit + 1)
                .ToListAsync(token))
                .ConvertAll(TokenEntry.Of),
            cancellation), entry => entry.Id);

    static async Task<Results<Made<NewToken>, Refusal>> Create(
        TokenRequest body,
        HttpContext context,
        PersonalAccessTokens tokens,
        TimeProvider time,
        IOptions<AccountsOptions> options)
    {
        var (caller, scopes) = (Caller.Of(context)!, ScopeWords.Read(body.Scopes)!.Value);
        if (caller.IsAgent || !caller.Scopes.HasFlag(scopes))
        {
            return Problems.InsufficientScope.Because(
                "Sign in to make it: an agent makes no tokens, and a token none that may do more than itself.");
        }

        var now = time.Now();
        var expiresAt = body.ExpiresAt ?? now + Usual;
        var latest = now + options.Value.LongestPersonalAccessToken;
        if (expiresAt <= now || expiresAt > latest)
        {
            return Problems.Flawed(
                [new Flaw("/expiresAt", "out-of-range", $"Choose a time after now and not after {latest:u}.")]);
        }

        var terms = new TokenTerms(body.Name!.Trim(), scopes, expiresAt, body.IsAgent == true);
        var token = await tokens.Create(caller.UserId, terms, context.RequestAborted);
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        context.Features.Set(new ShownOnce(JsonSerializer.SerializeToUtf8Bytes(token with { Token = null }, json)));
        return Answers.Made(null, token);
    }

    /// <summary>Pauses a token, which ends what is open with it, or lets it go on.</summary>
    static async Task<Results<Answer<TokenEntry>, Refusal>> Change(
        Guid id, TokenChange body, Caller caller, Database database, TimeProvider time, CancellationToken cancellationToken)
    {
        var changed = await database.Write(
            async (db, token) =>
            {
                var found = await db.PersonalAccessTokens
                    .SingleOrDefaultAsync(known => known.Id == id && known.UserId == caller.UserId, token);
                if (found is null || body.Paused == (found.PausedAt is not null))
                {
                    return found;
                }

                found.PausedAt = body.Paused == true ? time.Now() : null;
                if (body.Paused == true)
                {
                    database.Announce(new CredentialRevoked(id));
                }

                var what = body.Paused == true ? AuditEvent.TokenPaused : AuditEvent.TokenResumed;
                database.Record(PersonalAccessTokens.Event(what, caller.UserId, id));
                return found;
            },
            cancellationToken);
        return changed is null ? Missing() : Answers.With(TokenEntry.Of(changed));
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
            : Missing();

    static Refusal Missing() => Problems.NotFound.Because("You have no such token.");
}
