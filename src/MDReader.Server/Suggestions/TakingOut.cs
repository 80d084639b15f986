using MDReader.Crdt.Types;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace MDReader.Server.Suggestions;

/// <summary>What came of taking accepted changes out of the text.</summary>
/// <param name="Etag">Of the text without them; null where nothing was written.</param>
/// <param name="Places">Where they belong by now. What came back stands there as new characters, on which nothing hung
/// before; a change isn't here where others have written about the same words since.</param>
/// <param name="IsKnown">False where it isn't known what became of the write.</param>
sealed record TakenOut(string? Etag, IReadOnlyDictionary<Guid, HunkPlace> Places, Refusal? Refusal, bool IsKnown);

/// <summary>Undoes the one edit that brought accepted changes into the text; what others have written since stays.</summary>
sealed class TakingOut(CommittedText texts, History history, ContentWriting writing)
{
    static readonly Dictionary<Guid, HunkPlace> Nowhere = [];

    /// <param name="document">Which.</param>
    /// <param name="etag">Of the text right behind that edit.</param>
    /// <param name="hunks">What it brought.</param>
    /// <param name="editor">Whose edit the new one is.</param>
    public async Task<TakenOut> Write(Guid document, string etag, List<ClaimedHunk> hunks, Caller editor)
    {
        if (Content.ReadEtag(etag) is not var (epoch, seq) || await history.OpenAt(document, epoch, seq - 1) is not { } before)
            return Refused(new WriteOutcome.BaseGone(), document);
        var wish = new Wish(editor, new NewText.WholeFile(before.File));
        var outcome = await writing.WriteSince(document, wish, (etag, null), CancellationToken.None);
        if (outcome is not WriteOutcome.Written(var without, _, _))
            return Refused(outcome, document);
        var places = await texts.Now(document) is { } now ? PlacesIn(now, hunks, before.State.Text) : Nowhere;
        return new(without, places, null, IsKnown: true);
    }

    static TakenOut Refused(WriteOutcome? outcome, Guid document) =>
        new(null, Nowhere, ContentRoutes.Refuse(outcome, document, ""), IsKnown: outcome is not null);

    static Dictionary<Guid, HunkPlace> PlacesIn(Text now, List<ClaimedHunk> hunks, Text before)
    {
        var (then, content) = (before.ToString(), now.ToString());
        var changes = TextDiff.Between(then, content);
        var places = new Dictionary<Guid, HunkPlace>();
        foreach (var hunk in hunks)
            if (hunk.Place.In(before, then) is { } range && MovedBy(changes, range.Start, range.End) is { } start)
                places[hunk.Id] = HunkPlace.At(now, content, new(start, range.End - range.Start, hunk.Place.After));
        return places;
    }

    /// <summary>Where a range of a text begins once the text is changed; null where a change is in it.</summary>
    static int? MovedBy(IReadOnlyList<TextChange> changes, int start, int end)
    {
        var moved = start;
        foreach (var change in changes)
            if (change.End <= start)
                moved += change.Inserted.Length - change.Length;
            else if (change.Start < end)
                return null;
        return moved;
    }
}
