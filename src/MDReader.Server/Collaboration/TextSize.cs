using System.Text;
using MDReader.Crdt.Types;

namespace MDReader.Server.Collaboration;

/// <summary>
/// How many bytes of UTF-8 a document's text has at most: as many as it was once found to have, and whatever came since at its
/// most. Only when that is past the limit are they counted, which in a long text takes longer than all the rest of an edit.
/// </summary>
sealed class TextSize
{
    // A UTF-16 code unit stands for at most three bytes of UTF-8.
    const int LongestUnit = 3;

    long _atMost;

    /// <summary>So many bytes are in the text, or have been and something was deleted since.</summary>
    public void Set(long bytes) => _atMost = bytes;

    /// <summary>Something has come in that isn't asked whether it may.</summary>
    /// <param name="updateBytes">The length of its update, in which its text stands as UTF-8.</param>
    public void Count(int updateBytes) => _atMost += updateBytes;

    /// <summary>Makes space for what is about to come in; false, and nothing changes, where it may be too much.</summary>
    /// <param name="units">Its length in UTF-16 code units.</param>
    /// <param name="updateBytes">The length of its update.</param>
    /// <param name="text">The text without it.</param>
    /// <param name="limit">The most that the text may have.</param>
    public bool Grow(int units, int updateBytes, Text text, int limit)
    {
        var more = Math.Min(units * (long)LongestUnit, updateBytes);
        if (_atMost + more > limit)
            _atMost = text.Length * (long)LongestUnit;
        if (_atMost + more > limit)
            _atMost = Of(text);
        if (_atMost + more > limit)
            return false;
        _atMost += more;
        return true;
    }

    /// <summary>The bytes of a text as UTF-8, counted.</summary>
    public static int Of(Text text) => Encoding.UTF8.GetByteCount(text.ToString());
}
