using System.Globalization;
using System.Text;

namespace MDReader.Server.Platform;

/// <summary>A word, by where it begins and ends in its text.</summary>
public readonly record struct TextWord(int Start, int End);

/// <summary>How search takes texts and questions apart: letters and digits with their marks make words, all else parts
/// them.</summary>
public static class TextWords
{
    /// <summary>Of a word that goes on for longer, as encoded pictures have them, this much counts.</summary>
    public const int Longest = 200;

    // Accents that stand behind their letter.
    const char FirstAccent = '\u0300';
    const char LastAccent = '\u036f';

    public static IEnumerable<TextWord> In(string text)
    {
        var (start, hasLetter) = (-1, false);
        for (var at = 0; at < text.Length;)
        {
            var length = Kind(text, at, out var kind);
            if (kind == Part.Nothing)
            {
                if (hasLetter)
                {
                    yield return new TextWord(start, at);
                }

                (start, hasLetter) = (-1, false);
            }
            else
            {
                start = start < 0 ? at : start;
                hasLetter |= kind == Part.Letter;
            }

            at += length;
        }

        if (hasLetter)
        {
            yield return new TextWord(start, text.Length);
        }
    }

    /// <summary>A word as it is compared: without regard to case and to the accents of Latin letters.</summary>
    public static string Folded(ReadOnlySpan<char> word)
    {
        word = word.CutTo(Longest);
        Span<char> folded = stackalloc char[Longest];
        var length = 0;
        foreach (var lower in folded[..word.ToLowerInvariant(folded)])
        {
            if (lower is < FirstAccent or > LastAccent)
            {
                // Written behind where it is read.
                folded[length++] = char.IsAscii(lower) ? lower : LatinLetters.PlainOf(lower);
            }
        }

        return new string(folded[..length]);
    }

    static int Kind(string text, int at, out Part kind)
    {
        if (char.IsAscii(text[at]))
        {
            kind = char.IsAsciiLetterOrDigit(text[at]) ? Part.Letter : Part.Nothing;
            return 1;
        }

        Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
        kind = Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => Part.Mark,
            _ => Rune.IsLetterOrDigit(rune) ? Part.Letter : Part.Nothing,
        };
        return length;
    }

    enum Part
    {
        Nothing,
        Letter,

        /// <summary>Marks alone are no word.</summary>
        Mark,
    }
}
