using System.Globalization;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Accounts;

public sealed record AddressRequest(string? Email = null) : IChecked
{
    public IEnumerable<Flaw> Check() => NewAccount.CheckEmail(Email);
}

/// <param name="Email">The address that the code was mailed to.</param>
/// <param name="Code">As mailed; case and dashes don't matter.</param>
public sealed record ConfirmRequest(string? Email = null, string? Code = null) : SecretBody, IChecked
{
    public IEnumerable<Flaw> Check() => [.. NewAccount.CheckEmail(Email), .. CheckCode(Code)];

    internal static IEnumerable<Flaw> CheckCode(string? code) => string.IsNullOrWhiteSpace(code)
        ? [new Flaw("/code", "required", "Give the code that was mailed.")]
        : [];
}

/// <param name="Email">The address that the code was mailed to.</param>
/// <param name="Code">As mailed; case and dashes don't matter.</param>
/// <param name="Password">The new one.</param>
public sealed record ResetRequest(string? Email = null, string? Code = null, string? Password = null)
    : SecretBody, IChecked
{
    public IEnumerable<Flaw> Check() =>
        [.. NewAccount.CheckEmail(Email), .. ConfirmRequest.CheckCode(Code), .. NewAccount.CheckPassword(Password)];
}

/// <summary>Somebody said they forgot their password; there may be no such account.</summary>
sealed record PasswordForgotten(string Email);

/// <summary>Somebody asked for another code to confirm their address; nobody may be waiting for one.</summary>
sealed record ConfirmationAsked(string Email);

/// <summary>What travels by mail: codes that confirm an address or set a password.</summary>
static class CodeRoutes
{
    public static void MapCodes(this RouteGroupBuilder auth)
    {
        auth.MapPost("/confirm", Confirm).WithName("ConfirmEmail")
            .Refuses(Problems.InvalidCode, Problems.EmailTaken, Problems.Invalid, Problems.RateLimited);
        auth.MapPost("/confirm/resend", Resend).WithName("ResendConfirmation")
            .Refuses(Problems.Invalid, Problems.RateLimited);
        auth.MapPost("/password/forgot", Forget).WithName("ForgetPassword")
            .Refuses(Problems.Invalid, Problems.RateLimited);
        auth.MapPost("/password/reset", Reset).WithName("ResetPassword")
            .Refuses(Problems.InvalidCode, Problems.Invalid, Problems.RateLimited);
    }

    /// <summary>What reads the requests that are answered before anybody looks whether there is such an account.</summary>
    public static void ReadForgotten(this IServiceCollection services)
    {
        services.ReadOutbox<PasswordForgotten>(provider =>
        {
            var pool = provider.GetRequiredService<IUserPool>();
            return (forgotten, _, cancellationToken) => pool.ForgetPassword(forgotten.Email, cancellationToken);
        });
        services.ReadOutbox<ConfirmationAsked>(provider =>
        {
            var pool = provider.GetRequiredService<IUserPool>();
            return (asked, _, cancellationToken) => pool.SendConfirmation(asked.Email, cancellationToken);
        });
    }

    static async Task<Results<NoContent, Refusal>> Confirm(
        ConfirmRequest body, HttpContext context, SignInLimits limits, IUserPool pool)
    {
        if (await limits.CountCode(context) is { } tooMany)
        {
            return tooMany;
        }

        return await pool.Confirm(EmailAddress.Normalise(body.Email)!, body.Code!, context.RequestAborted) is { } refusal
            ? refusal
            : TypedResults.NoContent();
    }

    static async Task<Results<Accepted, Refusal>> Resend(
        AddressRequest body, HttpContext context, SignInLimits limits, Outbox outbox, TimeProvider time)
    {
        if (await limits.CountCode(context) is { } tooMany)
        {
            return tooMany;
        }

        var email = EmailAddress.Normalise(body.Email)!;
        await outbox.Add(OncePerMinute(email, time), new ConfirmationAsked(email), context.RequestAborted);
        return TypedResults.Accepted((string?)null);
    }

    static async Task<Results<Accepted, Refusal>> Forget(
        AddressRequest body, HttpContext context, SignInLimits limits, Outbox outbox, TimeProvider time)
    {
        if (await limits.CountCode(context) is { } tooMany)
        {
            return tooMany;
        }

        // The same row is written for everybody, so the time tells nobody whether there is such an account.
        var email = EmailAddress.Normalise(body.Email)!;
        await outbox.Add(OncePerMinute(email, time), new PasswordForgotten(email), context.RequestAborted);
        return TypedResults.Accepted((string?)null);
    }

    static async Task<Results<NoContent, Refusal>> Reset(
        ResetRequest body, HttpContext context, SignInLimits limits, IUserPool pool)
    {
        if (await limits.CountCode(context) is { } tooMany)
        {
            return tooMany;
        }

        var email = EmailAddress.Normalise(body.Email)!;
        return await pool.ResetPassword(email, body.Code!, body.Password!, context.RequestAborted) is { } refusal
            ? refusal
            : TypedResults.NoContent();
    }

    // The outbox takes a key once: nobody can have a mailbox filled.
    static string OncePerMinute(string email, TimeProvider time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Convert.ToHexStringLower(SecretToken.Hash(email))} {time.GetUtcNow().ToUnixTimeSeconds() / 60}");
}
