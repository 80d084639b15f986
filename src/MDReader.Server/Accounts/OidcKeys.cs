using System.Text.Json;

namespace MDReader.Server.Accounts;

/// <summary>Where a provider is asked what.</summary>
sealed record Discovered(string Issuer, Uri Authorization, Uri Token, Uri Keys, Uri? UserInfo);

/// <summary>What a provider publishes of itself: its addresses, which are kept for an hour, and the keys it signs with.</summary>
sealed class OidcKeys
{
    static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    readonly Uri _issuer;
    readonly ProviderHttp _http;
    readonly KeptAnswer<Discovered> _discovered;

    public OidcKeys(Uri issuer, ProviderHttp http, TimeProvider time)
    {
        (_issuer, _http) = (issuer, http);
        _discovered = new(AskDiscovered, time);
        Keys = new(async () => (await Discover(CancellationToken.None)).Keys, http, time);
    }

    public PublishedKeys Keys { get; }

    public Task<Discovered> Discover(CancellationToken cancellationToken) => _discovered.Get(Kept, cancellationToken);

    async Task<Discovered> AskDiscovered()
    {
        var address = new Uri(_issuer.ToString().TrimEnd('/') + "/.well-known/openid-configuration");
        var document = await _http.Get(address, bearer: null, CancellationToken.None);
        var said = document.Text("issuer");
        return said?.TrimEnd('/') == _issuer.ToString().TrimEnd('/')
            ? new Discovered(
                said!,
                Address(document, "authorization_endpoint"),
                Address(document, "token_endpoint"),
                Address(document, "jwks_uri"),
                document.Text("userinfo_endpoint") is null ? null : Address(document, "userinfo_endpoint"))
            : throw ProviderException.Unreachable($"The provider calls itself {said}, and not {_issuer}.");
    }

    static Uri Address(JsonElement document, string member) =>
        Uri.TryCreate(document.Text(member), UriKind.Absolute, out var address)
            ? address
            : throw ProviderException.Unreachable($"The provider doesn't say its {member}.");
}
