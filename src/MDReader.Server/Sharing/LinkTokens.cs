using System.Security.Cryptography;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;

namespace MDReader.Server.Sharing;

/// <summary>
/// The tokens of links: 256 bits, derived from the link's id with a key of the instance, so that its owners can copy it
/// again and no table holds it. Why that opens nothing to who reads the tables: docs/decisions.
/// </summary>
sealed class LinkTokens(InstanceSecrets secrets)
{
    public string Of(Guid linkId) => UrlText.Of(HMACSHA256.HashData(secrets.Get("link-tokens"), linkId.ToByteArray()));

    public static byte[] Hash(string token) => SecretToken.Hash(token);
}
