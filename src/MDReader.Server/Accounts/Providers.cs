using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Accounts;

/// <summary>The configured ways to sign in elsewhere.</summary>
sealed partial class Providers
{
    readonly Dictionary<string, IProvider> _providers;

    /// <exception cref="OptionsValidationException">One of them lacks something; said at start.</exception>
    public Providers(IOptions<AccountsOptions> options, ProviderHttp http, TimeProvider time) =>
        _providers = options.Value.Providers.ToDictionary(
            entry => entry.Key, entry => Make(entry.Key, entry.Value, http, time));

    public IEnumerable<IProvider> All => _providers.Values.OrderBy(provider => provider.Name, StringComparer.Ordinal);

    public IProvider? Find(string name) => _providers.GetValueOrDefault(name);

    static IProvider Make(string name, ProviderOptions options, ProviderHttp http, TimeProvider time)
    {
        Require(NameForm().IsMatch(name) && name != "password", "Name it with 1 to 30 of a-z, 0-9 and -.");
        Require(options.ClientId.Length > 0, "Give it a ClientId.");
        switch (options.Kind)
        {
            case ProviderKind.GitHub:
                return new GitHubProvider(name, options, http);
            case ProviderKind.OpenIdConnect:
                Require(options.Issuer is { IsAbsoluteUri: true }, "Give it an Issuer, such as https://accounts.google.com.");
                return new OidcProvider(name, options, http, time);
            default:
                throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "There are two kinds of provider.");
        }

        void Require(bool kept, string otherwise)
        {
            if (!kept)
            {
                throw new OptionsValidationException(
                    name, typeof(ProviderOptions), [$"{AccountsOptions.Section}:Providers:{name}: {otherwise}"]);
            }
        }
    }

    [GeneratedRegex("^[a-z0-9-]{1,30}$")]
    private static partial Regex NameForm();
}
