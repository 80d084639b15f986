using System.Text;

namespace MDReader.Client.Sync;

/// <summary>
/// Brings two changes of one text together, word by word: what either side deleted is gone, what either put in is there.
/// The server merges better, since it knows where every letter came from; this is for saves that came while its answer was
/// on the way, and for versions that it doesn't keep any more.
/// </summary>
static class ThreeWay
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The merged text; where one of the three is not UTF-8, theirs after ours.</summary>
    public static byte[] Merge(byte[] ancestor, byte[] ours, byte[] theirs)
    {
        if (ours.AsSpan().SequenceEqual(theirs) || ancestor.AsSpan().SequenceEqual(theirs))
            return ours;
        if (ancestor.AsSpan().SequenceEqual(ours))
            return theirs;
        try
        {
            return Utf8.GetBytes(Merge(Utf8.GetString(ancestor), Utf8.GetString(ours), Utf8.GetString(theirs)));
        }
        catch (DecoderFallbackException)
        {
            return [.. ours, .. theirs];
        }
    }

    public static string Merge(string ancestor, string ours, string theirs)
    {
        var words = WordDiff.Words(ancestor);
        var (left, right) = (WordDiff.Between(words, WordDiff.Words(ours)), WordDiff.Between(words, WordDiff.Words(theirs)));
        var merged = new StringBuilder();
        for (var gap = 0; gap <= words.Count; gap++)
        {
            Add(merged, Both(left.Inserted[gap], right.Inserted[gap]));
            if (gap < words.Count && left.Kept[gap] is { } mine && right.Kept[gap] is { } other)
                Add(merged, mine == words[gap].Text ? other : mine);
        }
        return merged.ToString();
    }

    // The same text put in on both sides came the same way: one copied the other.
    static string Both(string ours, string theirs)
    {
        var (left, right) = (WordDiff.Words(ours), WordDiff.Words(theirs));
        if (BeginsOrEndsWith(left, right))
            return ours;
        if (BeginsOrEndsWith(right, left))
            return theirs;
        var both = new StringBuilder(ours);
        Add(both, theirs);
        return both.ToString();
    }

    static bool BeginsOrEndsWith(List<Word> all, List<Word> some) =>
        some.Count <= all.Count && (IsSame(all[..some.Count], some) || IsSame(all[^some.Count..], some));

    static bool IsSame(List<Word> one, List<Word> other) =>
        one.Select(word => word.Bare).SequenceEqual(other.Select(word => word.Bare));

    // Within one side's text no word follows another without something between them.
    static void Add(StringBuilder text, string more)
    {
        if (text.Length > 0 && more.Length > 0 && char.IsLetterOrDigit(text[^1]) && char.IsLetterOrDigit(more[0]))
            text.Append(' ');
        text.Append(more);
    }
}
