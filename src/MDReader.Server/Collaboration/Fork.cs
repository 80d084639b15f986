using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;

namespace MDReader.Server.Collaboration;

/// <summary>
/// A change made on a private copy of an earlier version, on its way into the document as it is now. Being made at the
/// base it deletes only what its writer saw, so nobody's keystrokes since then are lost.
/// </summary>
/// <param name="Edit">Null when the copy was that text already.</param>
/// <param name="BaseSeq">The edit that the copy was taken after.</param>
/// <param name="Before">The file's format at the base.</param>
/// <param name="After">The file's format as the writer wants it.</param>
/// <param name="Touches">The places that were changed.</param>
sealed record Fork(Edit? Edit, long BaseSeq, FileFormat Before, FileFormat After, IReadOnlyList<Touch> Touches)
{
    /// <summary>Which life of the document the copy is of: into another the change must not be brought.</summary>
    public required int Epoch { get; init; }

    public static Fork Make(EarlierState earlier, NewText wanted, IReadOnlyList<TextChange> changes, Guid author)
    {
        var copy = earlier.State;
        var text = copy.Text.ToString();
        var touches = changes.Select(change => new Touch(
            change.Start == 0 ? null : copy.Text.IdAt(change.Start - 1),
            change.End == text.Length ? null : copy.Text.IdAt(change.End),
            text.Substring(change.Start, change.Length))).ToList();
        var edit = copy.Write(wanted, changes, author);
        return new(edit, copy.Seq, copy.Format, wanted.FormatOf(copy.Text, copy.Format), touches) { Epoch = copy.Epoch };
    }

    /// <summary>How many of the changes meet text that others have changed since the base.</summary>
    public int Overlaps(Text now)
    {
        var content = now.ToString();
        return Touches.Count(touch => !touch.IsAsItWas(now, content));
    }
}

/// <summary>A changed place in the text of the base.</summary>
/// <param name="Left">The character before it; null at the start.</param>
/// <param name="Right">The character after it; null at the end.</param>
/// <param name="Between">What stood there.</param>
readonly record struct Touch(Id? Left, Id? Right, string Between)
{
    /// <param name="now">The document's text.</param>
    /// <param name="content">The same as a string.</param>
    public bool IsAsItWas(Text now, string content)
    {
        var start = Left is { } left ? now.IndexOf(left) + 1 : 0;
        var end = Right is { } right ? now.IndexOf(right) : now.Length;
        return start is { } from && end is { } to && to - from == Between.Length
            && content.AsSpan(from, to - from).SequenceEqual(Between);
    }
}
