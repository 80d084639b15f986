using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace MDReader.Server.Suggestions;

/// <summary>Works out what a suggestion changes, on a private copy of the text it was made for.</summary>
/// <remarks>It reads the log and not the room: a request with an idempotency key holds the database's turn to write.</remarks>
sealed class WorkingOut(CommittedText texts, CollaborationOptions limits)
{
    public async Task<(IReadOnlyList<HunkPlace>? Places, Refusal? Refusal)> Places(Guid document, SuggestionRequest request)
    {
        if (await texts.At(document, request.Base!) is not { } text)
            return (null, Problems.BaseUnavailable.Because(
                "The text with this ETag is no longer kept. Read the content again and make the edits to that."));
        var content = text.ToString();
        var (changes, flaw) = request.Wanted.ChangesOf(content);
        if (flaw is not null)
            return (null, ContentRoutes.Refuse(new WriteOutcome.Flawed(flaw), document, ""));
        if (TextChanges.SizeAfter(content, changes) > limits.TextLimit)
            return (null, ContentRoutes.Refuse(TextWriting.TooLarge(limits.TextLimit), document, ""));
        var hunks = Hunks(content, changes);
        if (hunks.Count == 0)
            return (null, Problems.Flawed([new("", "no-change", "Propose a text that differs from the one it was made for.")]));
        if (hunks.Count > NewSuggestion.MostHunks)
            return (null, Problems.Flawed(
                [new("", "too-many-hunks", $"Propose at most {NewSuggestion.MostHunks} changes at once (now {hunks.Count}).")]));
        return (hunks.ConvertAll(change => HunkPlace.At(text, content, change)), null);
    }

    // Two changes with nothing but blanks between them are one to who reads them: "the old house" to "a new home".
    static List<TextChange> Hunks(string content, IReadOnlyList<TextChange> lastFirst)
    {
        var hunks = new List<TextChange>();
        foreach (var change in lastFirst.Reverse())
        {
            if (hunks.Count > 0 && hunks[^1] is var before && Gap(before, change) is { Length: > 0 } gap && gap.All(c => c is ' ' or '\t'))
                hunks[^1] = new(before.Start, change.End - before.Start, before.Inserted + gap + change.Inserted);
            else
                hunks.Add(change);
        }
        return hunks;

        string Gap(TextChange before, TextChange after) => content[before.End..after.Start];
    }
}
