using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>
/// Guessing is slow: per account and address, so that a stranger can't lock a person out of their own, and per address.
/// An attempt that succeeds is no guess and is given back.
/// </summary>
sealed class SignInLimits(RateLimiter limiter, IOptions<AccountsOptions> options)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    readonly RateLimit _account = new("sign-in", options.Value.SignInsPerMinute, Minute);
    readonly RateLimit _accountByDay = new("sign-in-by-day", options.Value.SignInsPerDay, TimeSpan.FromDays(1));
    readonly RateLimit _address = new("sign-in-by-address", options.Value.SignInsPerMinuteAndAddress, Minute);
    readonly RateLimit _signUp = new("sign-up", options.Value.SignUpsPerMinuteAndAddress, Minute);

    readonly RateLimit _code = new("codes", options.Value.CodesPerMinuteAndAddress, Minute);

    public async ValueTask<Refusal?> CountSignIn(HttpContext context, string account) =>
        RateLimits.Refused(context, await limiter.Take(_address, RateLimits.Address(context)))
        ?? RateLimits.Refused(context, await limiter.Take(_accountByDay, Key(context, account)))
        ?? RateLimits.Refused(context, await limiter.Take(_account, Key(context, account)));

    public async ValueTask Forgive(HttpContext context, string account)
    {
        await limiter.GiveBack(_address, RateLimits.Address(context));
        await limiter.GiveBack(_account, Key(context, account));
        await limiter.GiveBack(_accountByDay, Key(context, account));
    }

    public async ValueTask<Refusal?> CountSignUp(HttpContext context) =>
        RateLimits.Refused(context, await limiter.Take(_signUp, RateLimits.Address(context)));

    /// <summary>Asking for a code, and trying one.</summary>
    public async ValueTask<Refusal?> CountCode(HttpContext context) =>
        RateLimits.Refused(context, await limiter.Take(_code, RateLimits.Address(context)));

    static string Key(HttpContext context, string account) => $"{account} {RateLimits.Address(context)}";
}
