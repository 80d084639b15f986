using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>What a provider sends the browser back with.</summary>
public sealed record CallbackQuery
{
    [FromQuery(Name = "code")]
    public string? Code { get; init; }

    [FromQuery(Name = "state")]
    public string? State { get; init; }

    [FromQuery(Name = "error")]
    public string? Error { get; init; }

    public override string ToString() => nameof(CallbackQuery);
}

/// <summary>The two pages of a sign-in elsewhere: the browser leaves from one and comes back to the other.</summary>
static class ProviderRoutes
{
    public const string CookiePath = Api.Root + "/v1/auth/providers";

    // Where the web client shows what became of a sign-in; behind # nothing of it reaches a log.
    const string Page = "/sign-in#";

    public static void MapProviders(this RouteGroupBuilder auth)
    {
        var provider = auth.MapGroup("/providers/{name}");
        provider.MapGet("/start", Start).WithName("StartProviderSignIn").Produces(StatusCodes.Status302Found)
            .Refuses(Problems.NotFound, Problems.ProviderFailed, Problems.ProviderRefused);
        provider.MapGet("/callback", Return).WithName("FinishProviderSignIn").Produces(StatusCodes.Status302Found)
            .Refuses(
                Problems.NotFound, Problems.ProviderFailed, Problems.ProviderRefused, Problems.EmailNotVerified,
                Problems.AccountExists, Problems.SignupClosed, Problems.IdentityTaken);
    }

    public static Uri Callback(HttpContext context, string name) => new(
        (context.RequestServices.GetRequiredService<IOptions<PlatformOptions>>().Value.PublicUrl?.ToString().TrimEnd('/')
            ?? $"{context.Request.Scheme}://{context.Request.Host}") + $"{CookiePath}/{name}/callback");

    static async Task<Results<RedirectHttpResult, Refusal>> Start(
        string name,
        HttpContext context,
        Providers providers,
        SignInAttempts attempts,
        TimeProvider time,
        string? returnTo = null)
    {
        if (providers.Find(name) is not { } provider)
        {
            return Unknown();
        }

        var attempt = SignInAttempt.New(name, returnTo, linkTo: null, time);
        try
        {
            var address = await provider.SignInAddress(attempt, Callback(context, name), context.RequestAborted);
            attempts.Keep(context, attempt);
            return TypedResults.Redirect(address.ToString());
        }
        catch (ProviderException failure)
        {
            return Failed(context, failure);
        }
    }

    static async Task<Results<RedirectHttpResult, Refusal>> Return(
        string name,
        [AsParameters] CallbackQuery query,
        HttpContext context,
        Providers providers,
        SignInAttempts attempts,
        ProviderSignIn signIn)
    {
        if (providers.Find(name) is not { } provider)
        {
            return Unknown();
        }

        try
        {
            if (attempts.Take(context, name) is not { } attempt || !attempt.IsState(query.State))
            {
                throw ProviderException.Unbelievable("This browser didn't begin this sign-in, or too long ago; begin again.");
            }

            if (query.Code is not { Length: > 0 } code)
            {
                throw ProviderException.Unbelievable("You were not signed in there; begin again.");
            }

            var person = await provider.Redeem(
                new CallbackCode(code, Callback(context, name)), attempt, context.RequestAborted);
            return TypedResults.LocalRedirect(await signIn.Finish(context, attempt, person));
        }
        catch (ProviderException failure)
        {
            return Failed(context, failure);
        }
    }

    // A person is brought back to where they can try again; a program is told.
    static Results<RedirectHttpResult, Refusal> Failed(HttpContext context, ProviderException failure)
    {
        var accepts = context.Request.GetTypedHeaders().Accept;
        return accepts.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
            ? TypedResults.LocalRedirect($"{Page}problem={failure.Problem}")
            : failure.Refusal;
    }

    static Refusal Unknown() => Problems.NotFound.Because("There is no such sign-in method; see /config.");

    internal static string ToSecondFactor(SignInOutcome.Challenged challenged) =>
        $"{Page}challenge={challenged.Challenge}&expiresIn={(int)challenged.Lifetime.TotalSeconds}";
}

/// <summary>What follows when a provider has said who it is.</summary>
sealed class ProviderSignIn(Arrival arrival, IUserPool pool, Sessions sessions)
{
    /// <summary>Where the browser goes on.</summary>
    /// <exception cref="ProviderException">There is no account for this person.</exception>
    public async Task<string> Finish(HttpContext context, SignInAttempt attempt, ExternalPerson person)
    {
        if (attempt.LinkTo is { } userId)
        {
            Demand(await arrival.Link(userId, attempt.Provider, person, context.RequestAborted));
            return attempt.ReturnTo;
        }

        var (user, refusal) = await arrival.SignIn(attempt.Provider, person, context.RequestAborted);
        Demand(refusal);
        if (await pool.Challenge(user!, context.RequestAborted) is { } challenged)
        {
            return ProviderRoutes.ToSecondFactor(challenged);
        }

        var tokens = await sessions.Begin(user!, context.Request.Headers.UserAgent.ToString(), context.RequestAborted);
        TokenDelivery.Deliver(context, tokens, TokenDelivery.Cookie);
        return attempt.ReturnTo;
    }

    static void Demand(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new ProviderException(refusal);
        }
    }
}
