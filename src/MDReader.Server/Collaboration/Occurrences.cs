using System.Collections;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Where a piece of text stands in a text, overlapping ones included. Knuth, Morris and Pratt's way: linear in both, where
/// a search by comparison at each place takes minutes for a hostile pair.
/// </summary>
sealed class Occurrences(string text, string piece) : IEnumerable<int>
{
    public IEnumerator<int> GetEnumerator()
    {
        // How much of the piece is still matched where the character after a match of n doesn't fit.
        var fallback = new int[piece.Length + 1];
        for (int i = 1, matched = 0; i < piece.Length; i++)
        {
            while (matched > 0 && piece[i] != piece[matched])
                matched = fallback[matched];
            if (piece[i] == piece[matched])
                matched++;
            fallback[i + 1] = matched;
        }

        for (int at = 0, matched = 0; at < text.Length; at++)
        {
            while (matched > 0 && (matched == piece.Length || text[at] != piece[matched]))
                matched = fallback[matched];
            if (text[at] == piece[matched])
                matched++;
            if (matched == piece.Length)
                yield return at - piece.Length + 1;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
