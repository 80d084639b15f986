using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

/// <param name="Provider">Its name in <c>/config</c>.</param>
/// <param name="ReturnTo">A path of this server to come back to.</param>
public sealed record LinkRequest(string? Provider = null, string? ReturnTo = null) : IChecked
{
    public IEnumerable<Flaw> Check() => string.IsNullOrEmpty(Provider)
        ? [new Flaw("/provider", "required", "Name one of the providers in /config.")]
        : [];
}

/// <param name="Url">Where the browser goes to sign in.</param>
public sealed record LinkStart(string Url);

/// <summary>An account elsewhere that signs in to this one.</summary>
public sealed record IdentityEntry(
    Guid Id, string Provider, string? Email, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt);

static class IdentityRoutes
{
    public static void MapIdentities(this RouteGroupBuilder me)
    {
        me.MapGet("/identities", List).WithName("ListIdentities").Refuses(Problems.CursorMismatch);
        // It sets a cookie, which a replay wouldn't.
        me.MapPost("/identities", Link).WithName("LinkIdentity")
            .WithMetadata(new NotIdempotent("it begins a visit to the provider, with a cookie, and changes nothing yet"))
            .Refuses(Problems.Invalid, Problems.NotFound, Problems.ProviderFailed, Problems.ProviderRefused);
        me.MapDelete("/identities/{id:guid}", Remove).WithName("RemoveIdentity")
            .Refuses(Problems.NotFound, Problems.LastSignInMethod);
    }

    static Task<Results<Answer<Page<IdentityEntry>>, Refusal>> List(
        [AsParameters] PageQuery query, HttpContext context, Caller caller, Database database, Pages pages) =>
        pages.Answer(query, "identities", context, (start, cancellation) => database.Read(
            (db, token) => db.ExternalIdentities
                .Where(found => found.UserId == caller.UserId)
                .Where(found => start.After == null || found.Id > start.After)
                .OrderBy(found => found.Id)
                .Take(start.Limit + 1)
                .Select(found => new IdentityEntry(
                    found.Id, found.Provider, found.Email, found.CreatedAt, found.LastUsedAt))
                .ToListAsync(token),
            cancellation), identity => identity.Id);

    static async Task<Results<Answer<LinkStart>, Refusal>> Link(
        LinkRequest body, HttpContext context, Providers providers, SignInAttempts attempts, TimeProvider time)
    {
        if (providers.Find(body.Provider!) is not { } provider)
        {
            return Problems.NotFound.Because("There is no such sign-in method; see /config.");
        }

        var attempt = SignInAttempt.New(provider.Name, body.ReturnTo, Caller.Of(context)!.UserId, time);
        try
        {
            var callback = ProviderRoutes.Callback(context, provider.Name);
            var address = await provider.SignInAddress(attempt, callback, context.RequestAborted);
            attempts.Keep(context, attempt);
            return Answers.With(new LinkStart(address.ToString()));
        }
        catch (ProviderException failure)
        {
            return failure.Refusal;
        }
    }

    static Task<Results<NoContent, Refusal>> Remove(
        Guid id, Caller caller, Database database, CancellationToken cancellationToken) =>
        database.Write<Results<NoContent, Refusal>>(
            async (db, token) =>
            {
                var identities = await db.ExternalIdentities.Where(found => found.UserId == caller.UserId)
                    .ToListAsync(token);
                if (identities.SingleOrDefault(found => found.Id == id) is not { } identity)
                {
                    return Problems.NotFound.Because("You have no such sign-in.");
                }

                var user = await db.Users.SingleAsync(found => found.Id == caller.UserId, token);
                if (identities.Count == 1 && user.PasswordHash.Length == 0)
                {
                    return Problems.LastSignInMethod.Because("Set a password first, or link another sign-in.");
                }

                db.Remove(identity);
                return TypedResults.NoContent();
            },
            cancellationToken);
}
