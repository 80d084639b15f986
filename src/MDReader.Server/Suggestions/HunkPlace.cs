using MDReader.Crdt.Encoding;
using MDReader.Crdt.Positions;
using MDReader.Crdt.Types;
using MDReader.Server.Collaboration;
using MDReader.Server.Comments;

namespace MDReader.Server.Suggestions;

/// <summary>Where a suggested change belongs in the text, whatever others have written around it.</summary>
/// <param name="Start">At its first character; of an insertion, behind the character before.</param>
/// <param name="End">At its last character; of an insertion, before the character behind.</param>
sealed record HunkPlace(RelativePosition Start, RelativePosition End, string Before, string After)
{
    public static HunkPlace Of(SuggestedHunk hunk) => new(
        RelativePosition.Decode(hunk.Start, Budget.Default), RelativePosition.Decode(hunk.End, Budget.Default), hunk.Before, hunk.After);

    /// <param name="text">The text that the change was worked out against.</param>
    public static HunkPlace At(Text text, string content, TextChange change) => change.Length > 0
        ? new(RelativePosition.At(text, change.Start), RelativePosition.At(text, change.End, assoc: -1),
            content.Substring(change.Start, change.Length), change.Inserted)
        : new(RelativePosition.At(text, change.Start, assoc: -1), RelativePosition.At(text, change.Start), "", change.Inserted);

    /// <summary>Hangs the change there.</summary>
    public void Into(SuggestedHunk hunk) => (hunk.Start, hunk.End) = (Start.Encode(), End.Encode());

    /// <summary>
    /// What it would replace now. Null where it would mean something else than it did: what it replaces was changed, or
    /// both characters that it stands between are gone.
    /// </summary>
    /// <param name="text">The text now.</param>
    /// <param name="content">The same as a string.</param>
    public AnchorRange? In(Text text, string content)
    {
        if (Before.Length == 0)
            return (Behind(Start, text) ?? Ahead(End, text)) is { } at ? new(at, at) : null;
        return Ahead(Start, text) is { } start && Behind(End, text) is { } end && end - start == Before.Length
            && content.AsSpan(start, end - start).SequenceEqual(Before)
                ? new(start, end)
                : null;
    }

    /// <summary>Whether what it wants stands there already.</summary>
    public bool IsDone(Text text, string content) =>
        (Before.Length == 0 || In(text, content) is null)
        && Start.IndexIn(text) is { } start && content.AsSpan(start).StartsWith(After);

    static int? Ahead(RelativePosition position, Text text) =>
        position.Item is { } item ? text.IndexOf(item) : text.Length;

    static int? Behind(RelativePosition position, Text text) =>
        position.Item is { } item ? text.IndexOf(item) + 1 : 0;
}
