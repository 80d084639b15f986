using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace MDReader.Server.Suggestions;

/// <summary>Writes claimed changes into the text, on the road of every write.</summary>
sealed class TakingIn(Rooms rooms, ContentWriting writing)
{
    const int MostTries = 20;

    /// <summary>Worked out against the text as it is, and again if somebody was quicker: only the places that are named
    /// change.</summary>
    public async Task<(string? Etag, Refusal? Refusal, bool IsKnown)> Write(
        Suggestion suggestion, List<ClaimedHunk> claimed, Caller editor)
    {
        for (var tries = 1; ; tries++)
        {
            var plan = await rooms.Look(suggestion.DocumentId, opened => Plan.Of(opened, claimed), CancellationToken.None);
            if (plan is null)
                return (null, ContentReading.NotFound(), true);
            if (plan.Conflicts.Count > 0)
                return (null, Problems.SuggestionConflict
                    .Because($"The text has changed where {plan.Conflicts.Count} of the changes belong; reject them, or make the change by hand.")
                    .With("hunks", plan.Conflicts), true);
            if (plan.Edits.Count == 0)
                return (plan.Now.Etag, null, true);
            var wish = new Wish(suggestion.AuthorId, new NewText.Edits(plan.Edits), editor.CredentialId) { AcceptedBy = editor.UserId };
            var outcome = tries < MostTries
                ? await writing.WriteExactly(suggestion.DocumentId, wish, plan.Now, CancellationToken.None)
                : await writing.WriteSince(suggestion.DocumentId, wish, (plan.Now.Etag, null), CancellationToken.None);
            switch (outcome)
            {
                case WriteOutcome.Written(var etag, _, _):
                    return (etag, null, true);
                case WriteOutcome.Stale:
                    continue;
                default:
                    return (null, ContentRoutes.Refuse(outcome, suggestion.DocumentId, ""), outcome is not null);
            }
        }
    }

    /// <summary>What has to be written, over exactly this text.</summary>
    sealed record Plan(Content Now, List<ContentEdit> Edits, List<Guid> Conflicts)
    {
        public static Plan Of(OpenedDocument opened, List<ClaimedHunk> claimed)
        {
            var now = new Content(opened.Format.FileOf(opened.Text), opened.Epoch, opened.Seq);
            var plan = new Plan(now, [], []);
            var content = opened.Text.ToString();
            foreach (var (id, place, wasLost) in claimed)
                if (wasLost && place.IsDone(opened.Text, content))
                    continue;
                else if (place.In(opened.Text, content) is { } range)
                    plan.Edits.Add(new ContentEdit.Range(range.Start, range.End, place.After));
                else
                    plan.Conflicts.Add(id);
            return plan;
        }
    }
}

/// <param name="WasLost">Somebody claimed it before, and didn't come back.</param>
sealed record ClaimedHunk(Guid Id, HunkPlace Place, bool WasLost);
