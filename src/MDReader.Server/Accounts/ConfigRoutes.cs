using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>What a client needs to know before anybody signs in.</summary>
/// <param name="SignInMethods"><c>password</c>, and the names of the providers.</param>
/// <param name="Providers">Where to sign in elsewhere.</param>
/// <param name="Signup"><c>open</c> or <c>invited</c>.</param>
/// <param name="Password">What a new password must be.</param>
/// <param name="Email">Whether this instance can send mail.</param>
/// <param name="Limits">By name.</param>
/// <param name="Features">By name; what isn't named isn't there.</param>
public sealed record InstanceConfig(
    IReadOnlyList<string> SignInMethods,
    IReadOnlyList<ProviderEntry> Providers,
    string Signup,
    PasswordRules Password,
    bool Email,
    IReadOnlyDictionary<string, long> Limits,
    IReadOnlyDictionary<string, bool> Features);

/// <summary>A way to sign in elsewhere.</summary>
/// <param name="Name">As in addresses.</param>
/// <param name="Title">For its button.</param>
/// <param name="StartHref">Where the browser goes; <c>?returnTo=</c> says where it comes back to.</param>
public sealed record ProviderEntry(string Name, string Title, string StartHref);

/// <param name="MinimumLength">Characters.</param>
/// <param name="MinimumScore">zxcvbn's, 0 to 4.</param>
/// <param name="Classes">Each must occur: <c>upper</c>, <c>lower</c>, <c>digit</c>, <c>symbol</c>.</param>
public sealed record PasswordRules(int MinimumLength, int MinimumScore, IReadOnlyList<string> Classes);

static class ConfigRoutes
{
    public static void MapConfig(this RouteGroupBuilder api) =>
        api.MapGet("/config", Get).WithName("GetConfig").AllowAnonymous();

    static Answer<InstanceConfig> Get(
        IOptions<AccountsOptions> options,
        Providers providers,
        Post post,
        IEnumerable<PublicLimit> limits,
        IEnumerable<FeatureSwitch> features) =>
        Answers.With(new InstanceConfig(
            ["password", .. providers.All.Select(provider => provider.Name)],
            [
                .. providers.All.Select(provider => new ProviderEntry(
                    provider.Name, provider.Title, $"{ProviderRoutes.CookiePath}/{provider.Name}/start")),
            ],
            options.Value.Signup == Signup.Open ? "open" : "invited",
            new PasswordRules(
                options.Value.PasswordLength, options.Value.PasswordStrength, ["upper", "lower", "digit", "symbol"]),
            post.IsOn,
            limits.ToDictionary(limit => limit.Name, limit => limit.Value),
            features.ToDictionary(feature => feature.Name, feature => feature.On)));
}
