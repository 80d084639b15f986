using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Accounts;

public sealed record LoginRequest(string? Email = null, string? Password = null, string? TokenDelivery = null) : IChecked
{
    public IEnumerable<Flaw> Check() =>
        [.. NewAccount.CheckPassword(Password), .. Accounts.TokenDelivery.Check(TokenDelivery)];
}

/// <param name="RefreshToken">Left out by browsers, whose cookie holds it.</param>
public sealed record RefreshRequest(string? RefreshToken = null);

static class SignInRoutes
{
    public static void MapSignIn(this RouteGroupBuilder auth)
    {
        auth.MapPost("/login", LogIn).WithName("LogIn").Refuses(Problems.InvalidCredentials, Problems.Invalid);
        auth.MapPost("/refresh", Refresh).WithName("Refresh").Refuses(Problems.InvalidRefreshToken);
        auth.MapPost("/logout", LogOut).WithName("LogOut").Refuses(Problems.Unauthenticated);
    }

    static async Task<Results<Ok<SignedIn>, Refusal>> LogIn(
        LoginRequest body,
        HttpContext context,
        SignInLimits limits,
        SignIn signIn)
    {
        var account = EmailAddress.Normalise(body.Email) ?? "";
        if (limits.CountSignIn(context, account) is { } tooMany)
        {
            return tooMany;
        }

        var tokens = await signIn.WithPassword(
            account, body.Password!, context.Request.Headers.UserAgent.ToString(), context.RequestAborted);
        if (tokens is null)
        {
            return Problems.InvalidCredentials.Because("Check both and try again.");
        }

        limits.Forgive(context, account);
        return TypedResults.Ok(TokenDelivery.Deliver(context, tokens, body.TokenDelivery));
    }

    static async Task<Results<Ok<SignedIn>, Refusal>> Refresh(
        HttpContext context, Sessions sessions, RefreshRequest? body = null)
    {
        var (token, delivery) = TokenDelivery.Take(context, body?.RefreshToken);
        if (token is not null && await sessions.Renew(token, context.RequestAborted) is { } tokens)
        {
            return TypedResults.Ok(TokenDelivery.Deliver(context, tokens, delivery));
        }

        TokenDelivery.Forget(context);
        return Problems.InvalidRefreshToken.Because("Sign in again.");
    }

    static async Task<Results<NoContent, Refusal>> LogOut(
        HttpContext context, Sessions sessions, RefreshRequest? body = null)
    {
        var (token, _) = TokenDelivery.Take(context, body?.RefreshToken);
        if (token is not null)
        {
            await sessions.End(token, context.RequestAborted);
        }

        if (Caller.Of(context) is { } caller)
        {
            await sessions.End(caller.UserId, session => session.Id == caller.CredentialId, context.RequestAborted);
        }
        else if (token is null)
        {
            return Problems.Unauthenticated.Because("Send the access token, or the refresh token, of the session to end.");
        }

        TokenDelivery.Forget(context);
        return TypedResults.NoContent();
    }
}

sealed class SignIn(Database database, Passwords passwords, Sessions sessions)
{
    /// <summary>Null for an unknown account as for a wrong password, after the same work.</summary>
    public async Task<Tokens?> WithPassword(
        string email, string password, string userAgent, CancellationToken cancellationToken)
    {
        if (password.Length > PasswordPolicy.Longest)
        {
            return null;
        }

        var user = await database.Read(
            (db, token) => db.Users.SingleOrDefaultAsync(found => found.Email == email, token), cancellationToken);
        return await passwords.Matches(user?.PasswordHash, password, cancellationToken)
            ? await sessions.Begin(user!, userAgent, cancellationToken)
            : null;
    }
}
