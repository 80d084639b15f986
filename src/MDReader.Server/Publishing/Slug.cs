using System.Security.Cryptography;
using System.Text;
using MDReader.Server.Platform;

namespace MDReader.Server.Publishing;

/// <summary>The last part of a page's address: lower-case letters, digits and single dashes.</summary>
static class Slug
{
    const int Shortest = 3;
    const int Longest = 80;
    const int LongestOfTitle = 50;
    const int Random = 10;
    const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    public static IEnumerable<Flaw> Check(string? slug)
    {
        if (slug is not null && (slug.Length is < Shortest or > Longest || slug != Plain(slug)))
        {
            yield return new Flaw(
                "/slug", "slug", $"Use {Shortest} to {Longest} lower-case letters and digits, with single dashes between them.");
        }
    }

    /// <summary>One that says the title and that nobody guesses.</summary>
    public static string Of(string title)
    {
        var plain = Plain(title);
        var start = plain[..Math.Min(plain.Length, LongestOfTitle)].TrimEnd('-');
        var end = RandomNumberGenerator.GetString(Alphabet, Random);
        return start.Length == 0 ? end : $"{start}-{end}";
    }

    static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                plain.Append(character);
            }
            else if (plain.Length > 0 && plain[^1] != '-')
            {
                plain.Append('-');
            }
        }

        return plain.ToString().TrimEnd('-');
    }
}
