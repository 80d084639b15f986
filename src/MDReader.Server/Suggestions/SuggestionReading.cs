using MDReader.Server.Access;
using MDReader.Server.Collaboration;
using MDReader.Server.Comments;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Suggestions;

/// <summary>Reads suggestions with everything in them, their places found in the live text.</summary>
sealed class SuggestionReading(Database database, CommittedText texts)
{
    /// <summary>In the order given.</summary>
    public async Task<List<SuggestionEntry>> Describe(
        Guid document, IReadOnlyList<Suggestion> suggestions, CancellationToken cancellationToken)
    {
        var (hunks, who, via) = await Rows(suggestions, cancellationToken);
        var undecided = hunks.Where(hunk => IsOpen(hunk.State)).ToList();
        var ranges = await Locate(document, undecided, cancellationToken);
        var found = undecided.Zip(ranges).ToDictionary(pair => pair.First.Id, pair => pair.Second);
        var bySuggestion = hunks.ToLookup(hunk => hunk.SuggestionId);
        return [.. suggestions.Select(suggestion => new SuggestionEntry(
            suggestion.Id,
            suggestion.DocumentId,
            who(suggestion.AuthorId),
            suggestion.Message,
            via(ViaOf(suggestion)),
            suggestion.IsAssisted,
            bySuggestion[suggestion.Id].Any(hunk => IsOpen(hunk.State)) ? SuggestionEntry.Open : SuggestionEntry.Decided,
            suggestion.CreatedAt,
            [.. bySuggestion[suggestion.Id].Select(Entry)]))];

        HunkEntry Entry(SuggestedHunk hunk)
        {
            var range = found.GetValueOrDefault(hunk.Id);
            var open = IsOpen(hunk.State);
            return new(
                hunk.Id, hunk.Before, hunk.After,
                Convert.ToBase64String(hunk.Start), Convert.ToBase64String(hunk.End), range, Word(hunk.State), Conflict: open && range is null,
                hunk.DecidedBy is { } decider && !open ? who(decider) : null, open ? null : hunk.DecidedAt);
        }
    }

    async Task<(List<SuggestedHunk> Hunks, Func<Guid, Somebody> Who, Func<Via?, ViaEntry?> Via)> Rows(
        IReadOnlyList<Suggestion> suggestions, CancellationToken cancellationToken)
    {
        var ids = suggestions.Select(suggestion => suggestion.Id).ToList();
        return await database.Read(async (db, token) =>
        {
            var hunks = await db.SuggestedHunks.AsNoTracking().Where(hunk => ids.Contains(hunk.SuggestionId))
                .OrderBy(hunk => hunk.SuggestionId).ThenBy(hunk => hunk.Number).ToListAsync(token);
            var concerned = suggestions.Select(suggestion => suggestion.AuthorId)
                .Concat(hunks.Select(hunk => hunk.DecidedBy).OfType<Guid>());
            return (
                hunks,
                await Somebody.Known(db, concerned, token),
                await ViaEntry.Known(db, suggestions.Select(ViaOf), token));
        }, cancellationToken);
    }

    async Task<AnchorRange?[]> Locate(Guid document, List<SuggestedHunk> hunks, CancellationToken cancellationToken)
    {
        if (hunks.Count == 0)
            return [];
        var places = hunks.ConvertAll(HunkPlace.Of);
        return await texts.Look<AnchorRange?[]>(
            document,
            text =>
            {
                var content = text.ToString();
                return [.. places.Select(place => place.In(text, content))];
            },
            cancellationToken) ?? new AnchorRange?[hunks.Count];
    }

    static Via? ViaOf(Suggestion suggestion) => Via.Of(suggestion.Way, suggestion.TokenId);

    static bool IsOpen(HunkState state) => state is HunkState.Open or HunkState.Accepting;

    static string Word(HunkState state) => state switch
    {
        HunkState.Open or HunkState.Accepting => HunkEntry.Open,
        HunkState.Accepted => HunkEntry.Accepted,
        HunkState.Rejected => HunkEntry.Rejected,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There are four states."),
    };
}

static class OpenSuggestions
{
    extension(MDReaderDb db)
    {
        /// <summary>Suggestions of which something isn't decided.</summary>
        public IQueryable<Suggestion> Undecided(bool undecided) => db.Set<Suggestion>().Where(
            suggestion => undecided == db.Set<SuggestedHunk>().Any(hunk => hunk.SuggestionId == suggestion.Id
                && (hunk.State == HunkState.Open || hunk.State == HunkState.Accepting)));

        public Task<int> OpenSuggestionsBy(Guid author, Guid document, CancellationToken cancellationToken) =>
            db.Undecided(true).CountAsync(found => found.AuthorId == author && found.DocumentId == document, cancellationToken);
    }
}
