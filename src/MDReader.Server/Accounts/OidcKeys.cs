using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace MDReader.Server.Accounts;

/// <summary>Where a provider is asked what.</summary>
sealed record Discovered(string Issuer, Uri Authorization, Uri Token, Uri Keys, Uri? UserInfo);

/// <summary>What a provider publishes of itself: its addresses and the keys it signs with. Both are kept for an hour; keys
/// are asked for again, but not all the time, when a token names one that isn't known.</summary>
sealed class OidcKeys(Uri issuer, ProviderHttp http, TimeProvider time)
{
    static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    static readonly TimeSpan AskedAgain = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    (Task<Discovered> Asked, DateTimeOffset At)? _discovered;
    (Task<IReadOnlyList<SecurityKey>> Asked, DateTimeOffset At)? _keys;

    public Task<Discovered> Discover(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Fresh(ref _discovered, Kept, AskDiscovered).WaitAsync(cancellationToken);
        }
    }

    /// <param name="again">A key was missing: the kept ones won't do.</param>
    public Task<IReadOnlyList<SecurityKey>> Keys(bool again, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Fresh(ref _keys, again ? AskedAgain : Kept, AskKeys).WaitAsync(cancellationToken);
        }
    }

    // The task is kept, not its result: many may ask at once. It has no token of one of them, and ends by the client's
    // own patience.
    Task<T> Fresh<T>(ref (Task<T> Asked, DateTimeOffset At)? kept, TimeSpan good, Func<Task<T>> ask)
    {
        var now = time.GetUtcNow();
        if (kept is not var (asked, at) || asked.IsFaulted || asked.IsCanceled || now - at >= good)
        {
            asked = ask();
            kept = (asked, now);
        }

        return asked;
    }

    async Task<IReadOnlyList<SecurityKey>> AskKeys()
    {
        var discovered = await Discover(CancellationToken.None);
        return Read(await http.Get(discovered.Keys, bearer: null, CancellationToken.None));
    }

    async Task<Discovered> AskDiscovered()
    {
        var address = new Uri(issuer.ToString().TrimEnd('/') + "/.well-known/openid-configuration");
        var document = await http.Get(address, bearer: null, CancellationToken.None);
        var said = document.Text("issuer");
        return said?.TrimEnd('/') == issuer.ToString().TrimEnd('/')
            ? new Discovered(
                said!,
                Address(document, "authorization_endpoint"),
                Address(document, "token_endpoint"),
                Address(document, "jwks_uri"),
                document.Text("userinfo_endpoint") is null ? null : Address(document, "userinfo_endpoint"))
            : throw ProviderException.Unreachable($"The provider calls itself {said}, and not {issuer}.");
    }

    static Uri Address(JsonElement document, string member) =>
        Uri.TryCreate(document.Text(member), UriKind.Absolute, out var address)
            ? address
            : throw ProviderException.Unreachable($"The provider doesn't say its {member}.");

    // Only keys of pairs: a shared secret among public keys would be everybody's.
    static IReadOnlyList<SecurityKey> Read(JsonElement document)
    {
        try
        {
            return
            [
                .. new JsonWebKeySet(document.GetRawText()).Keys
                    .Where(key => key.Kty is JsonWebAlgorithmsKeyTypes.RSA or JsonWebAlgorithmsKeyTypes.EllipticCurve)
                    .Where(key => key.Use is null or "sig"),
            ];
        }
        catch (ArgumentException malformed)
        {
            throw ProviderException.Unreachable("The provider's keys can't be read.", malformed);
        }
    }
}
