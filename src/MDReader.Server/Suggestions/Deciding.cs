using MDReader.Server.Access;
using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Suggestions;

/// <summary>
/// Takes suggested changes into the text, or leaves them out of it for good. A change is claimed first, then written on the
/// road of every write, and then called accepted: of two editors one accepts it, and a crash in between is found out by
/// looking whether it is there.
/// </summary>
sealed class Deciding(Database database, DocumentAccess access, Rooms rooms, ContentWriting writing, TimeProvider time)
{
    const int MostTries = 20;

    /// <summary>Longer than a write may take.</summary>
    static readonly TimeSpan ClaimEnds = TimeSpan.FromMinutes(2);

    /// <summary>Null when it is done.</summary>
    public async Task<Refusal?> Accept(Suggestion suggestion, IReadOnlyList<Guid>? only, HttpContext context)
    {
        var editor = Caller.Of(context)!.UserId;
        var (claimed, refused) = await Claim(suggestion, only, editor, HunkState.Accepting, context.RequestAborted);
        if (claimed is null)
            return refused;
        var (etag, refusal, isKnown) = await Write(suggestion, claimed, editor);
        // What became of it isn't known: the claim stays, and whoever comes when it has ended looks.
        if (isKnown)
            await Settle(suggestion, claimed, etag);
        return refusal;
    }

    /// <summary>Null when it is done. The text isn't touched.</summary>
    public async Task<Refusal?> Reject(Suggestion suggestion, IReadOnlyList<Guid>? only, HttpContext context) =>
        (await Claim(suggestion, only, Caller.Of(context)!.UserId, HunkState.Rejected, context.RequestAborted)).Refusal;

    Task<(List<ClaimedHunk>? Claimed, Refusal? Refusal)> Claim(
        Suggestion suggestion, IReadOnlyList<Guid>? only, Guid editor, HunkState state, CancellationToken cancellationToken) =>
        database.Write<(List<ClaimedHunk>?, Refusal?)>(async (db, token) =>
        {
            var (standing, refusal) = await access.May(suggestion.DocumentId, editor, Ability.Write, token);
            if (standing is null)
                return (null, refusal);
            var (hunks, now) = (await db.SuggestedHunks.Where(hunk => hunk.SuggestionId == suggestion.Id)
                .OrderBy(hunk => hunk.Number).ToListAsync(token), time.Now());
            if (only?.Except(hunks.Select(hunk => hunk.Id)).Any() ?? false)
                return (null, Problems.Flawed([new("/hunks", "unknown", "Name hunks of this suggestion.")]));
            bool IsFree(SuggestedHunk hunk) => hunk.State == HunkState.Open
                || (hunk.State == HunkState.Accepting && hunk.DecidedAt < now - ClaimEnds);
            var wanted = hunks.Where(hunk => only?.Contains(hunk.Id) ?? IsFree(hunk)).ToList();
            if (wanted.Count == 0 || !wanted.TrueForAll(IsFree))
                return (null, Problems.AlreadyDecided.Because("Somebody has decided on it meanwhile; read the suggestion again."));
            var claimed = wanted.ConvertAll(hunk => new ClaimedHunk(hunk.Id, HunkPlace.Of(hunk), WasLost: hunk.State != HunkState.Open));
            foreach (var hunk in wanted)
                (hunk.State, hunk.DecidedBy, hunk.DecidedAt) = (state, editor, now);
            database.Announce(new SuggestionChanged(standing.Value.WorkspaceId, suggestion.DocumentId, suggestion.Id));
            return (claimed, null);
        }, cancellationToken);

    // Worked out against the text as it is, and again if somebody was quicker: only the places that are named change.
    async Task<(string? Etag, Refusal? Refusal, bool IsKnown)> Write(
        Suggestion suggestion, List<ClaimedHunk> claimed, Guid editor)
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
            var wish = new Wish(suggestion.AuthorId, new NewText.Edits(plan.Edits)) { AcceptedBy = editor };
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

    Task Settle(Suggestion suggestion, List<ClaimedHunk> claimed, string? etag) => database.Write(async (db, token) =>
    {
        var ids = claimed.ConvertAll(hunk => hunk.Id);
        foreach (var hunk in await db.SuggestedHunks.Where(hunk => ids.Contains(hunk.Id)).ToListAsync(token))
            (hunk.State, hunk.Etag) = (etag is null ? HunkState.Open : HunkState.Accepted, etag);
        var workspace = await db.Documents.Where(document => document.Id == suggestion.DocumentId)
            .Select(document => document.WorkspaceId).SingleOrDefaultAsync(token);
        database.Announce(new SuggestionChanged(workspace, suggestion.DocumentId, suggestion.Id));
    }, CancellationToken.None);

    /// <param name="WasLost">Somebody claimed it before, and didn't come back.</param>
    sealed record ClaimedHunk(Guid Id, HunkPlace Place, bool WasLost);

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
