using System.ComponentModel.DataAnnotations;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Sharing;

/// <summary>Section <c>MDReader:Sharing</c>.</summary>
public sealed class SharingOptions
{
    public const string Section = "MDReader:Sharing";

    /// <summary>How often links are opened from one address, guests' renewals included.</summary>
    [Range(1, int.MaxValue)]
    public int OpeningsPerMinuteAndAddress { get; set; } = 240;

    /// <summary>Passwords tried at one link from one address.</summary>
    [Range(1, int.MaxValue)]
    public int PasswordsPerMinute { get; set; } = 5;

    /// <summary>Passwords tried at one link from anywhere.</summary>
    [Range(1, int.MaxValue)]
    public int PasswordsPerMinuteAndLink { get; set; } = 60;

    /// <summary>How many documents' owners one person may ask for access.</summary>
    [Range(1, int.MaxValue)]
    public int AccessRequestsPerHour { get; set; } = 20;
}

/// <summary>Guessing a link's password is slow, and so is filling the tables with guests.</summary>
sealed class LinkLimits(RateLimiter limiter, Passwords passwords, IOptions<SharingOptions> options)
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public Passwords Passwords => passwords;

    readonly RateLimit _opening = new("links", options.Value.OpeningsPerMinuteAndAddress, Minute);
    readonly RateLimit _password = new("link-passwords", options.Value.PasswordsPerMinute, Minute);
    readonly RateLimit _link = new("link-passwords-by-link", options.Value.PasswordsPerMinuteAndLink, Minute);

    public async ValueTask<Refusal?> CountOpening(HttpContext context) =>
        RateLimits.Refused(context, await limiter.Take(_opening, RateLimits.Address(context)));

    public async ValueTask<Refusal?> CountPassword(HttpContext context, Guid linkId) =>
        RateLimits.Refused(context, await limiter.Take(_password, $"{linkId} {RateLimits.Address(context)}"))
        ?? RateLimits.Refused(context, await limiter.Take(_link, $"{linkId}"));

    /// <summary>The right password is no guess.</summary>
    public async ValueTask Forgive(HttpContext context, Guid linkId)
    {
        await limiter.GiveBack(_password, $"{linkId} {RateLimits.Address(context)}");
        await limiter.GiveBack(_link, $"{linkId}");
    }
}
