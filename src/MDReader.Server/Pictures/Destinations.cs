using System.Globalization;
using System.Text;

namespace MDReader.Server.Pictures;

/// <summary>
/// Finds addresses in Markdown. A renderer gives an address in another spelling than the text: without the backslashes
/// and <c>&amp;amp;</c> that Markdown needs there, with <c>%C3%BC</c> for ü, and its host in ASCII.
/// </summary>
static class Destinations
{
    const string And = "&amp;";

    /// <summary>Whether it stands in the text, all of it, as the destination of something.</summary>
    public static bool Hold(string text, Uri address, string spelling) =>
        Hold(text, spelling) || InItsOwnLetters(address) is { } host
            && Hold(text, spelling.Replace(address.Host, host, StringComparison.OrdinalIgnoreCase));

    static bool Hold(string text, string spelling)
    {
        // As far as every spelling of it is the same.
        var beginning = spelling[..Math.Min(spelling.Length, spelling.IndexOf("//", StringComparison.Ordinal) + 2)];
        for (var at = 0; (at = text.IndexOf(beginning, at, StringComparison.Ordinal)) >= 0; at++)
        {
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && End(text, at, spelling) is { } end
                && (end == text.Length || char.IsWhiteSpace(text[end]) || text[end] is ')' or '>'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where it ends if it begins at <paramref name="at"/>; null where another begins there.</summary>
    static int? End(string text, int at, string spelling)
    {
        for (var read = 0; read < spelling.Length;)
        {
            var rest = spelling.AsSpan(read);
            if (at + 1 < text.Length && text[at] == '\\' && text[at + 1] == rest[0] && IsMark(rest[0]))
            {
                at++;
            }

            if (at == text.Length)
            {
                return null;
            }

            if (text.AsSpan(at).StartsWith(And) && rest[0] == '&' && !rest.StartsWith(And))
            {
                (at, read) = (at + And.Length, read + 1);
            }
            else if (text[at] == rest[0])
            {
                (at, read) = (at + 1, read + 1);
            }
            else if (rest[0] == '%' && Rune.TryGetRuneAt(text, at, out var letter)
                && Uri.EscapeDataString(letter.ToString()) is var escaped
                && rest.StartsWith(escaped, StringComparison.OrdinalIgnoreCase))
            {
                (at, read) = (at + letter.Utf16SequenceLength, read + escaped.Length);
            }
            else
            {
                return null;
            }
        }

        return at;
    }

    // Markdown has backslashes before these alone.
    static bool IsMark(char letter) => char.IsPunctuation(letter) || char.IsSymbol(letter);

    /// <summary>The host as people write it; null where that is the same.</summary>
    static string? InItsOwnLetters(Uri address)
    {
        try
        {
            return address.Host.Contains("xn--", StringComparison.OrdinalIgnoreCase)
                ? new IdnMapping().GetUnicode(address.Host)
                : null;
        }
        catch (ArgumentException)
        {
            // It only begins like one.
            return null;
        }
    }
}
