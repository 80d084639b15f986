using System.Text;
using MDReader.Crdt.Encoding;

namespace MDReader.Crdt.Blocks;

/// <summary>
/// The text of one client, in the order it was written, so that blocks split and merge without touching it. While
/// it is ASCII a unit takes one byte, which is also its UTF-8; the first other character makes it UTF-16 for good.
/// </summary>
sealed class TextBuffer
{
    byte[] _ascii = [];
    char[]? _wide;

    /// <summary>Whether clients that have written next to nothing have it together, each with its first text in it.</summary>
    public bool IsShared { get; init; }

    public int Length { get; private set; }

    /// <summary>Units that no block needs any more.</summary>
    public int Garbage { get; set; }

    /// <summary>
    /// Appends valid UTF-8 of so many UTF-16 units but for its first <paramref name="skip"/>; returns where it begins.
    /// </summary>
    public int AppendUtf8(ReadOnlySpan<byte> utf8, int units, int skip)
    {
        var start = Length;
        // Only ASCII has as many units as bytes.
        if (_wide is null && units == utf8.Length)
        {
            Append(utf8[skip..]);
            return start;
        }

        var wide = Wide(units);
        var written = System.Text.Encoding.UTF8.GetChars(utf8, wide.AsSpan(start));
        if (skip > 0)
        {
            wide.AsSpan(start + skip, written - skip).CopyTo(wide.AsSpan(start));
            written -= skip;
            if (written > 0 && char.IsLowSurrogate(wide[start]))
                wide[start] = '\uFFFD';
        }

        Length = start + written;
        return start;
    }

    /// <summary>Appends well-formed UTF-16; returns where it begins.</summary>
    public int AppendChars(ReadOnlySpan<char> text)
    {
        var start = Length;
        if (_wide is null && Ascii.IsValid(text))
        {
            ReserveAscii(text.Length);
            Ascii.FromUtf16(text, _ascii.AsSpan(start), out _);
        }
        else
        {
            text.CopyTo(Wide(text.Length).AsSpan(start));
        }

        Length = start + text.Length;
        return start;
    }

    /// <summary>Appends text of this buffer or another one; returns where it begins.</summary>
    public int AppendCopy(TextBuffer source, int start, int length)
    {
        if (source._wide is not null)
            return AppendChars(source._wide.AsSpan(start, length));
        var ascii = source._ascii.AsSpan(start, length);
        return AppendUtf8(ascii, length, skip: 0);
    }

    public bool CutsPair(int position) =>
        _wide is not null && position > 0 && position < Length && char.IsHighSurrogate(_wide[position - 1]);

    /// <summary>
    /// Cuts the surrogate pair that spans a position. Two blocks can't share it: as in Yjs, both halves become U+FFFD.
    /// </summary>
    public (char High, char Low) Cut(int position)
    {
        var pair = (_wide![position - 1], _wide[position]);
        Mend(position, ('\uFFFD', '\uFFFD'));
        return pair;
    }

    public void Mend(int position, (char High, char Low) pair) =>
        (_wide![position - 1], _wide[position]) = pair;

    public void CopyTo(int start, Span<char> target)
    {
        if (_wide is not null)
            _wide.AsSpan(start, target.Length).CopyTo(target);
        else
            Ascii.ToUtf16(_ascii.AsSpan(start, target.Length), target, out _);
    }

    public void Write(ref ByteWriter writer, int start, int length)
    {
        if (_wide is not null)
            writer.WriteVarString(_wide.AsSpan(start, length));
        else
            writer.WriteVarBytes(_ascii.AsSpan(start, length));
    }

    /// <summary>The same, without its length.</summary>
    public void WriteUtf8(ref ByteWriter writer, int start, int length)
    {
        if (_wide is not null)
            writer.WriteUtf8(_wide.AsSpan(start, length));
        else
            writer.WriteBytes(_ascii.AsSpan(start, length));
    }

    /// <summary>Moves text to the front, when garbage is cleared away. Calls must come in rising order.</summary>
    public void MoveDown(int from, int to, int length)
    {
        if (_wide is not null)
            _wide.AsSpan(from, length).CopyTo(_wide.AsSpan(to));
        else
            _ascii.AsSpan(from, length).CopyTo(_ascii.AsSpan(to));
    }

    public void Truncate(int length)
    {
        if (length >= Length)
            return;
        Length = length;
        var capacity = _wide?.Length ?? _ascii.Length;
        if (capacity < 1024 || length > capacity / 4)
            return;
        if (_wide is not null)
            Array.Resize(ref _wide, length);
        else
            Array.Resize(ref _ascii, length);
    }

    public void ReserveAscii(int more)
    {
        if (_wide is null && _ascii.Length - Length < more)
            Array.Resize(ref _ascii, Capacity(_ascii.Length, Length + more));
    }

    void Append(ReadOnlySpan<byte> ascii)
    {
        ReserveAscii(ascii.Length);
        ascii.CopyTo(_ascii.AsSpan(Length));
        Length += ascii.Length;
    }

    char[] Wide(int more)
    {
        if (_wide is null)
        {
            // The room that was made for it is as many units.
            var needed = Length + more;
            _wide = new char[needed <= _ascii.Length ? _ascii.Length : Capacity(_ascii.Length, needed)];
            Ascii.ToUtf16(_ascii.AsSpan(0, Length), _wide, out _);
            _ascii = [];
        }
        else if (_wide.Length - Length < more)
        {
            Array.Resize(ref _wide, Capacity(_wide.Length, Length + more));
        }

        return _wide;
    }

    // An eighth of slack once it is large: a document's memory is mostly this.
    static int Capacity(int now, int needed) => now switch
    {
        0 => needed,
        < 4096 => Math.Max(needed, Math.Max(16, now * 2)),
        _ => Math.Max(needed, now + (now >> 3)),
    };
}
