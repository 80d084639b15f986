using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace MDReader.Server.Suggestions;

/// <summary>What is done where some of the changes would mean something else by now than they did.</summary>
enum InConflict
{
    /// <summary>Nothing is written.</summary>
    RefuseAll,

    /// <summary>The others are written.</summary>
    LeaveOut,
}

/// <summary>What came of taking changes in.</summary>
/// <param name="Etag">Of the text with them; null where nothing was written.</param>
/// <param name="LeftOut">Those that aren't in it.</param>
/// <param name="IsKnown">False where it isn't known what became of the write.</param>
sealed record TakenIn(string? Etag, IReadOnlyList<Guid> LeftOut, Refusal? Refusal, bool IsKnown)
{
    /// <summary>The ETag right before the edit that brought them; null where they stood there already.</summary>
    public string? Before { get; init; }
}

/// <summary>Writes claimed changes into the text as one edit, on the road of every write.</summary>
sealed class TakingIn(Rooms rooms, ContentWriting writing)
{
    const int MostTries = 20;

    /// <summary>Worked out against the text as it is, and again if somebody was quicker: only the places that are named
    /// change.</summary>
    /// <param name="suggestion">Whose they are; those of several are all by the same person, on the same road.</param>
    public async Task<TakenIn> Write(
        Suggestion suggestion, List<ClaimedHunk> claimed, InConflict inConflict, Caller editor)
    {
        for (var tries = 1; ; tries++)
        {
            var plan = await rooms.Look(suggestion.DocumentId, opened => Plan.Of(opened, claimed), CancellationToken.None);
            if (plan is null)
                return new(null, [], ContentReading.NotFound(), true);
            if (plan.Conflicts.Count > 0 && inConflict == InConflict.RefuseAll)
                return new(null, plan.Conflicts, Conflict(plan), true);
            if (plan.Edits.Count == 0)
                return plan.Conflicts.Count == claimed.Count
                    ? new(null, plan.Conflicts, Conflict(plan), true)
                    : new(plan.Now.Etag, plan.Conflicts, null, true);
            // It is its author's, as they made it; only the right to write is the editor's.
            var wish = new Wish(suggestion.AuthorId, new NewText.Edits(plan.Edits), editor.CredentialId)
            {
                AcceptedBy = editor.UserId,
                Via = Via.Of(suggestion.Way, suggestion.TokenId),
            };
            var outcome = tries < MostTries
                ? await writing.WriteExactly(suggestion.DocumentId, wish, plan.Now, CancellationToken.None)
                : await writing.WriteSince(suggestion.DocumentId, wish, (plan.Now.Etag, null), CancellationToken.None);
            switch (outcome)
            {
                case WriteOutcome.Written(var etag, _, _):
                    return new(etag, plan.Conflicts, null, true) { Before = OneBefore(etag) };
                case WriteOutcome.Stale:
                    continue;
                default:
                    return new(null, [], ContentRoutes.Refuse(outcome, suggestion.DocumentId, ""), outcome is not null);
            }
        }
    }

    // They are one edit.
    static string? OneBefore(string etag) =>
        Content.ReadEtag(etag) is var (epoch, seq) ? Documents.Document.ContentEtag(epoch, seq - 1) : null;

    static Refusal Conflict(Plan plan) => Problems.SuggestionConflict
        .Because($"The text has changed where {plan.Conflicts.Count} of the changes belong; reject them, or make the change by hand.")
        .With("hunks", plan.Conflicts);

    /// <summary>What has to be written, over exactly this text.</summary>
    sealed record Plan(Content Now, List<ContentEdit> Edits, List<Guid> Conflicts)
    {
        public static Plan Of(OpenedDocument opened, List<ClaimedHunk> claimed)
        {
            var now = new Content(opened.Format.FileOf(opened.Text), opened.Epoch, opened.Seq);
            var (placed, conflicts) = (new List<Placed>(), new List<Guid>());
            var content = opened.Text.ToString();
            foreach (var hunk in claimed)
                if (hunk.WasLost && hunk.Place.IsDone(opened.Text, content))
                    continue;
                else if (hunk.Place.In(opened.Text, content) is { } range)
                    placed.Add(new(hunk.Id, range.Start, range.End, hunk.Place.After));
                else
                    conflicts.Add(hunk.Id);
            var overlapping = Overlapping(placed);
            conflicts.AddRange(overlapping);
            return new(
                now,
                [.. placed.Where(one => !overlapping.Contains(one.Hunk)).Select(one => new ContentEdit.Range(one.Start, one.End, one.After))],
                conflicts);
        }

        // Of several suggestions two may be about the same words; the first in the text goes before.
        static HashSet<Guid> Overlapping(List<Placed> placed)
        {
            var (overlapping, end) = (new HashSet<Guid>(), 0);
            foreach (var one in placed.OrderBy(one => one.Start).ThenBy(one => one.End > one.Start))
                if (one.Start < end)
                    overlapping.Add(one.Hunk);
                else
                    end = one.End;
            return overlapping;
        }

        readonly record struct Placed(Guid Hunk, int Start, int End, string After);
    }
}

/// <param name="WasLost">Somebody claimed it before, and didn't come back.</param>
sealed record ClaimedHunk(Guid Id, Guid SuggestionId, HunkPlace Place, bool WasLost);
