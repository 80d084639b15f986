using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace MDReader.Server.Accounts;

/// <summary>The public keys that a provider signs with. They are kept for an hour, and asked for again, but not all the time,
/// when a token names one that isn't known.</summary>
/// <param name="where">Its JSON Web Key Set.</param>
sealed class PublishedKeys(Func<Task<Uri>> where, ProviderHttp http, TimeProvider time)
{
    static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    static readonly TimeSpan AskedAgain = TimeSpan.FromMinutes(1);
    static readonly JsonWebTokenHandler Handler = new();

    readonly KeptAnswer<IReadOnlyList<SecurityKey>> _keys =
        new(async () => Read(await http.Get(await where(), bearer: null, CancellationToken.None)), time);

    /// <summary>Checks a token by these keys and the rules that they are put into; null when it doesn't stand.</summary>
    /// <exception cref="ProviderException">The keys can't be had.</exception>
    public async Task<JsonWebToken?> Check(
        string token, Func<IReadOnlyList<SecurityKey>, TokenValidationParameters> rules, CancellationToken cancellationToken)
    {
        var result = await Handler.ValidateTokenAsync(token, rules(await _keys.Get(Kept, cancellationToken)));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            result = await Handler.ValidateTokenAsync(token, rules(await _keys.Get(AskedAgain, cancellationToken)));
        }

        return result.IsValid ? result.SecurityToken as JsonWebToken : null;
    }

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
