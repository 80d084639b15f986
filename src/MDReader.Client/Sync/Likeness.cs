using System.Text;

namespace MDReader.Client.Sync;

/// <summary>
/// What a text says, as a bag of three words in a row. Texts about the same things have most words in common, and hardly
/// any three in a row; a text that was edited keeps nearly all of them, in whatever order.
/// </summary>
sealed class Likeness
{
    const int InARow = 3;

    readonly Dictionary<int, int> _rows = [];
    readonly int _count;

    public Likeness(byte[] text)
    {
        var words = WordDiff.Words(Encoding.UTF8.GetString(text))
            .Select(word => word.Bare).Where(word => !string.IsNullOrWhiteSpace(word)).ToList();
        for (var at = InARow; at <= words.Count; at++, _count++)
        {
            var row = HashCode.Combine(words[at - 3], words[at - 2], words[at - 1]);
            _rows[row] = _rows.GetValueOrDefault(row) + 1;
        }
    }

    /// <summary>The share of both that they have in common, from 0 to 1.</summary>
    public double To(Likeness other)
    {
        var both = _count + other._count;
        return both == 0 ? 0
            : 2.0 * _rows.Sum(row => Math.Min(row.Value, other._rows.GetValueOrDefault(row.Key))) / both;
    }
}
