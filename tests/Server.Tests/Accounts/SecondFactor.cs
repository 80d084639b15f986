using System.Net;
using MDReader.Server.Accounts;
using MDReader.TestKit;

namespace Server.Tests.Accounts;

/// <summary>An authenticator app, as far as a test needs one.</summary>
static class SecondFactor
{
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Puts it in force; gives the recovery codes.</summary>
    public static async Task<List<string>> Enable(HttpClient http, string uri, TimeProvider? time = null)
    {
        var code = Now(SecretOf(uri), time);
        var enabled = await http.Ask("POST", "/api/v1/me/second-factor/enable", new { code });
        enabled.Status.ShouldBe(HttpStatusCode.OK);
        return [.. enabled["recoveryCodes"].EnumerateArray().Select(recovery => recovery.GetString()!)];
    }

    /// <summary>What the app shows now.</summary>
    public static string Now(byte[] secret, TimeProvider? time = null) =>
        Totp.Code(secret, Totp.Step((time ?? TimeProvider.System).GetUtcNow()));

    public static byte[] SecretOf(string uri) => FromBase32(uri.Split("secret=")[1].Split('&')[0]);

    static byte[] FromBase32(string text)
    {
        var (bytes, bits, count) = (new List<byte>(), 0, 0);
        foreach (var c in text)
        {
            (bits, count) = ((bits << 5) | Alphabet.IndexOf(c), count + 5);
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
                bits &= (1 << count) - 1;
            }
        }

        return [.. bytes];
    }
}
