using MDReader.Crdt.Types;

namespace Crdt.Tests;

/// <summary>What somebody might do to a text next.</summary>
static class RandomEdits
{
    static readonly string[] Pieces =
        ["a", "b ", "typing goes on", "\n", "\r\n", "é", "漢字", "😀", "👩‍💻", "\uFEFF", "- item\n", "# head\n", "\u2028"];

    public static string Piece(Random random) => Pieces[random.Next(Pieces.Length)];

    public static void Edit(Random random, Text text)
    {
        if (text.Length > 0 && random.Next(10) < 4)
        {
            var index = random.Next(text.Length);
            text.Delete(index, Math.Min(random.Next(1, 8), text.Length - index));
            return;
        }

        // Half of the time near the end, as one types on; the rest anywhere, pairs cut included.
        var at = random.Next(2) == 0 ? text.Length : random.Next(text.Length + 1);
        text.Insert(at, Piece(random));
    }
}
