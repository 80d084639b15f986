using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Accounts;

public sealed record LoginRequest(string? Email = null, string? Password = null, string? TokenDelivery = null)
    : SecretBody, IChecked
{
    public IEnumerable<Flaw> Check() =>
        [.. NewAccount.CheckPassword(Password), .. Accounts.TokenDelivery.Check(TokenDelivery)];
}

/// <param name="Challenge">From the refusal <c>second-factor-required</c>.</param>
/// <param name="Code">What the app shows now, or a recovery code.</param>
public sealed record SecondFactorRequest(string? Challenge = null, string? Code = null, string? TokenDelivery = null)
    : SecretBody, IChecked
{
    public IEnumerable<Flaw> Check() =>
    [
        .. string.IsNullOrEmpty(Challenge)
            ? [new Flaw("/challenge", "required", "Give the challenge that the sign-in was answered with.")]
            : Array.Empty<Flaw>(),
        .. string.IsNullOrWhiteSpace(Code)
            ? [new Flaw("/code", "required", "Type the code that the app shows, or a recovery code.")]
            : Array.Empty<Flaw>(),
        .. Accounts.TokenDelivery.Check(TokenDelivery),
    ];
}

/// <param name="RefreshToken">Left out by browsers, whose cookie holds it.</param>
public sealed record RefreshRequest(string? RefreshToken = null) : SecretBody;

static class SignInRoutes
{
    public static void MapSignIn(this RouteGroupBuilder auth)
    {
        auth.MapPost("/login", LogIn).WithName("LogIn").Refuses(
            Problems.InvalidCredentials, Problems.SecondFactorRequired, Problems.ConfirmationRequired, Problems.Invalid,
            Problems.RateLimited);
        auth.MapPost("/login/second-factor", ShowSecondFactor).WithName("ShowSecondFactor").Refuses(
            Problems.InvalidChallenge, Problems.InvalidCode, Problems.Invalid, Problems.RateLimited);
        auth.MapPost("/refresh", Refresh).WithName("Refresh").Refuses(Problems.InvalidRefreshToken);
        auth.MapPost("/logout", LogOut).WithName("LogOut").Refuses(Problems.Unauthenticated);
    }

    static async Task<Results<Answer<SignedIn>, Refusal>> LogIn(
        LoginRequest body,
        HttpContext context,
        SignInLimits limits,
        SignInFailures failures,
        IUserPool pool,
        Sessions sessions)
    {
        var account = EmailAddress.Normalise(body.Email) ?? "";
        if (await limits.CountSignIn(context, account) is { } tooMany)
        {
            return tooMany;
        }

        var outcome = await pool.SignIn(account, body.Password!, context.RequestAborted);
        if (outcome is SignInOutcome.Refused)
        {
            await failures.Keep(account, context.RequestAborted);
        }
        else
        {
            await limits.Forgive(context, account);
        }

        return await Answer(outcome, context, sessions, body.TokenDelivery);
    }

    static async Task<Results<Answer<SignedIn>, Refusal>> ShowSecondFactor(
        SecondFactorRequest body, HttpContext context, SignInLimits limits, IUserPool pool, Sessions sessions) =>
        await limits.CountCode(context) is { } tooMany
            ? tooMany
            : await Answer(
                await pool.AnswerChallenge(body.Challenge!, body.Code!, context.RequestAborted),
                context,
                sessions,
                body.TokenDelivery);

    static async Task<Results<Answer<SignedIn>, Refusal>> Answer(
        SignInOutcome outcome, HttpContext context, Sessions sessions, string? delivery)
    {
        switch (outcome)
        {
            case SignInOutcome.Proven(var user):
                var tokens = await sessions.Begin(
                    user, context.Request.Headers.UserAgent.ToString(), context.RequestAborted);
                return Answers.With(TokenDelivery.Deliver(context, tokens, delivery));
            case SignInOutcome.Challenged(var challenge, var lifetime):
                return Problems.SecondFactorRequired
                    .Because("Send the challenge with a code to /auth/login/second-factor.")
                    .With("challenge", challenge)
                    .With("expiresIn", (int)lifetime.TotalSeconds);
            case SignInOutcome.Refused(var refusal):
                return refusal;
            default:
                throw new InvalidOperationException("A sign-in is proven, challenged or refused.");
        }
    }

    static async Task<Results<Answer<SignedIn>, Refusal>> Refresh(
        HttpContext context, Sessions sessions, RefreshRequest? body = null)
    {
        var (token, delivery) = TokenDelivery.Take(context, body?.RefreshToken);
        if (token is not null && await sessions.Renew(token, context.RequestAborted) is { } tokens)
        {
            return Answers.With(TokenDelivery.Deliver(context, tokens, delivery));
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
