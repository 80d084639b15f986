using System.Globalization;
using System.Text;
using MDReader.Server.Platform;

namespace MDReader.Cloud.Search;

/// <summary>
/// A stretch of a text with its words as a <c>tsvector</c>. PostgreSQL takes a megabyte of words, 16,383 positions and 255 of
/// them for one word: a whole text may have more of each. Stretches have fewer, and small ones are quick to read, too.
/// </summary>
/// <param name="Start">In characters, as PostgreSQL counts them: code points.</param>
/// <param name="Length">Likewise.</param>
/// <param name="Words">The <c>tsvector</c> as text. The first stretch has the title's words as well, with the weight A.</param>
sealed record SearchStretch(int Start, int Length, string Words)
{
    /// <summary>Of the text in one stretch, in UTF-16 code units; longer where a few words are longer than that.</summary>
    public const int Longest = 8_000;

    /// <summary>Stretches overlap by so many words: no phrase that can be asked for has more, so each stands whole in one of
    /// them.</summary>
    public const int Overlap = 100;

    const int MostOfOneWord = 255;

    public static IEnumerable<SearchStretch> Of(string title, string body)
    {
        var words = TextWords.In(body).ToList();
        var (counted, start) = (0, 0);
        for (var (first, isFirst) = (0, true); ; isFirst = false)
        {
            var vector = new Vector();
            if (isFirst)
            {
                vector.AddTitle(title);
            }

            var end = first;
            while (end < words.Count
                && (end - first <= Overlap || words[end].End - words[first].Start <= Longest)
                && vector.Add(Folded(body, words[end])))
            {
                end++;
            }

            var from = isFirst ? 0 : words[first].Start;
            var to = end < words.Count ? words[end].Start : body.Length;
            start += CodePoints(body.AsSpan(counted, from - counted));
            counted = from;
            yield return new SearchStretch(start, CodePoints(body.AsSpan(from, to - from)), vector.ToString());
            if (end >= words.Count)
            {
                yield break;
            }

            first = end - Overlap;
        }
    }

    static string Folded(string body, TextWord word) => TextWords.Folded(body.AsSpan(word.Start, word.End - word.Start));

    static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        foreach (var unit in text)
        {
            count -= char.IsLowSurrogate(unit) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Words with their positions, as <c>'brown':3 'fox':4,9</c>.</summary>
    sealed class Vector
    {
        readonly Dictionary<string, (int Count, StringBuilder Positions)> _words = [];
        int _position;

        public void AddTitle(string title)
        {
            foreach (var word in TextWords.In(title))
            {
                Add(Folded(title, word), "A");
            }

            // No phrase goes on from the title into the text.
            _position++;
        }

        /// <summary>False where it has no room for this word.</summary>
        public bool Add(string word, string weight = "")
        {
            if (!_words.TryGetValue(word, out var entry))
            {
                entry = (0, new StringBuilder());
            }

            if (entry.Count == MostOfOneWord)
            {
                return false;
            }

            entry.Positions.Append(entry.Count == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{++_position}{weight}");
            _words[word] = (entry.Count + 1, entry.Positions);
            return true;
        }

        // Words are made of letters and digits: nothing in them would have to be escaped.
        public override string ToString()
        {
            var text = new StringBuilder();
            foreach (var (word, (_, positions)) in _words)
            {
                text.Append('\'').Append(word).Append("':").Append(positions).Append(' ');
            }

            return text.ToString();
        }
    }
}
