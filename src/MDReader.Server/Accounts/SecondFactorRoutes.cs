using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace MDReader.Server.Accounts;

/// <param name="Password">The person's, asked for again; may be left out by who has none.</param>
public sealed record PasswordRequest(string? Password = null) : SecretBody;

/// <param name="Code">What the app shows now.</param>
public sealed record AppCodeRequest(string? Code = null) : SecretBody, IChecked
{
    public IEnumerable<Flaw> Check() => string.IsNullOrWhiteSpace(Code)
        ? [new Flaw("/code", "required", $"Type the {Totp.Digits} digits that the app shows.")]
        : [];
}

/// <summary>How the second factor stands.</summary>
public sealed record SecondFactorState(bool Enabled, int RecoveryCodesLeft);

/// <summary>What the app needs to know. Not in force until a code of the app has come back.</summary>
/// <param name="Secret">To type into the app; null in the replay of a request with an idempotency key.</param>
/// <param name="Uri">The same as <c>otpauth:</c>, for a QR code.</param>
public sealed record NewSecondFactor(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Uri = null)
{
    public override string ToString() => nameof(NewSecondFactor);
}

/// <summary>Each good once, for when the app is lost. Shown this once.</summary>
public sealed record RecoveryCodes(
    [property: JsonPropertyName("recoveryCodes")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Codes = null);

static class SecondFactorRoutes
{
    public static void MapSecondFactor(this RouteGroupBuilder me)
    {
        var factor = me.MapGroup("/second-factor");
        factor.MapGet("", Get).WithName("GetSecondFactor");
        factor.MapPost("", Begin).WithName("BeginSecondFactor").WithMetadata(new TakesItsTime())
            .Refuses(Problems.WrongPassword, Problems.SecondFactorOn, Problems.Invalid, Problems.RateLimited);
        factor.MapPost("/enable", Enable).WithName("EnableSecondFactor").Refuses(Problems.InvalidCode, Problems.Invalid);
        factor.MapPost("/recovery-codes", Renew).WithName("RenewRecoveryCodes").WithMetadata(new TakesItsTime())
            .Refuses(Problems.WrongPassword, Problems.NotFound, Problems.Invalid, Problems.RateLimited);
        factor.MapDelete("", Disable).WithName("DisableSecondFactor")
            .Refuses(Problems.WrongPassword, Problems.Invalid, Problems.RateLimited);
    }

    static async Task<Answer<SecondFactorState>> Get(Caller caller, Database database, CancellationToken cancellationToken) =>
        Answers.With(await database.Read(
            async (db, token) => new SecondFactorState(
                await db.SecondFactors.AnyAsync(
                    found => found.UserId == caller.UserId && found.EnabledAt != null, token),
                await db.RecoveryCodes.CountAsync(found => found.UserId == caller.UserId && found.UsedAt == null, token)),
            cancellationToken));

    static async Task<Results<Answer<NewSecondFactor>, Refusal>> Begin(
        PasswordRequest body, HttpContext context, Reauthentication again, AuthenticatorApps apps)
    {
        var (user, refusal) = await again.Ask(context, body.Password);
        if (user is null)
        {
            return refusal!;
        }

        if (await apps.Begin(user.Id, context.RequestAborted) is not { } secret)
        {
            return Problems.SecondFactorOn.Because("Turn it off first: DELETE /me/second-factor.");
        }

        Hide(context, new NewSecondFactor());
        return Answers.With(new NewSecondFactor(Totp.Base32(secret), Totp.Address(user.Email, secret)));
    }

    static async Task<Results<Answer<RecoveryCodes>, Refusal>> Enable(
        AppCodeRequest body, Caller caller, HttpContext context, AuthenticatorApps apps)
    {
        if (await apps.Enable(caller.UserId, body.Code!, context.RequestAborted) is not { } codes)
        {
            return Problems.InvalidCode.Because("Type the code that the app shows now; check its clock if that fails.");
        }

        Hide(context, new RecoveryCodes());
        return Answers.With(new RecoveryCodes(codes));
    }

    static async Task<Results<Answer<RecoveryCodes>, Refusal>> Renew(
        PasswordRequest body, HttpContext context, Reauthentication again, AuthenticatorApps apps)
    {
        var (user, refusal) = await again.Ask(context, body.Password);
        if (user is null)
        {
            return refusal!;
        }

        if (await apps.RenewRecoveryCodes(user.Id, context.RequestAborted) is not { } codes)
        {
            return Problems.NotFound.Because("Turn the second factor on first.");
        }

        Hide(context, new RecoveryCodes());
        return Answers.With(new RecoveryCodes(codes));
    }

    static async Task<Results<NoContent, Refusal>> Disable(
        [FromBody] PasswordRequest body, HttpContext context, Reauthentication again, AuthenticatorApps apps)
    {
        var (user, refusal) = await again.Ask(context, body.Password);
        if (user is null)
        {
            return refusal!;
        }

        await apps.Disable(user.Id, context.RequestAborted);
        return TypedResults.NoContent();
    }

    static void Hide<T>(HttpContext context, T without)
    {
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        context.Features.Set(new ShownOnce(JsonSerializer.SerializeToUtf8Bytes(without, json)));
    }
}
