using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Suggestions;

/// <summary>
/// Takes suggested changes into the text, or leaves them out of it for good. A change is claimed first, then written on the
/// road of every write, and then called accepted: of two editors one accepts it, and a crash in between is found out by
/// looking whether it is there.
/// </summary>
sealed class Deciding(
    Database database, DocumentAccess access, TakingIn takingIn, SuggestionNotices notices, TimeProvider time)
{
    /// <summary>Longer than a write may take.</summary>
    static readonly TimeSpan ClaimEnds = TimeSpan.FromMinutes(2);

    /// <summary>Null when it is done.</summary>
    public async Task<Refusal?> Accept(Suggestion suggestion, IReadOnlyList<Guid>? only, HttpContext context) =>
        (await Accept([suggestion], only, InConflict.RefuseAll, context)).Refusal;

    /// <summary>All that is open of several suggestions of one person, as one edit; what is in conflict stays open.</summary>
    public Task<(TakenIn? Taken, Refusal? Refusal)> AcceptTogether(IReadOnlyList<Suggestion> suggestions, HttpContext context) =>
        Accept(suggestions, only: null, InConflict.LeaveOut, context);

    /// <summary>Null when it is done. The text isn't touched.</summary>
    public async Task<Refusal?> Reject(Suggestion suggestion, IReadOnlyList<Guid>? only, HttpContext context) =>
        (await Claim([suggestion], only, Caller.Of(context)!.UserId, HunkState.Rejected, context.RequestAborted)).Refusal;

    async Task<(TakenIn? Taken, Refusal? Refusal)> Accept(
        IReadOnlyList<Suggestion> suggestions, IReadOnlyList<Guid>? only, InConflict inConflict, HttpContext context)
    {
        var editor = Caller.Of(context)!;
        var (claimed, refused) = await Claim(suggestions, only, editor.UserId, HunkState.Accepting, context.RequestAborted);
        if (claimed is null)
            return (null, refused);
        var taken = await takingIn.Write(suggestions[0], claimed, inConflict, editor);
        // What became of it isn't known: the claim stays, and whoever comes when it has ended looks.
        if (taken.IsKnown)
            await Settle(suggestions, claimed, editor.UserId, taken);
        return taken.Refusal is { } refusal ? (null, refusal) : (taken, null);
    }

    // They are of one document.
    Task<(List<ClaimedHunk>? Claimed, Refusal? Refusal)> Claim(
        IReadOnlyList<Suggestion> suggestions, IReadOnlyList<Guid>? only, Guid editor, HunkState state,
        CancellationToken cancellationToken) =>
        database.Write<(List<ClaimedHunk>?, Refusal?)>(async (db, token) =>
        {
            var document = suggestions[0].DocumentId;
            var (standing, refusal) = await access.May(document, editor, Ability.Write, token);
            if (standing is null)
                return (null, refusal);
            var ids = suggestions.Select(suggestion => suggestion.Id).ToList();
            var (hunks, now) = (await db.SuggestedHunks.Where(hunk => ids.Contains(hunk.SuggestionId))
                .OrderBy(hunk => hunk.SuggestionId).ThenBy(hunk => hunk.Number).ToListAsync(token), time.Now());
            if (only?.Except(hunks.Select(hunk => hunk.Id)).Any() ?? false)
                return (null, Problems.Flawed([new("/hunks", "unknown", "Name hunks of this suggestion.")]));
            bool IsFree(SuggestedHunk hunk) => hunk.State == HunkState.Open
                || (hunk.State == HunkState.Accepting && hunk.DecidedAt < now - ClaimEnds);
            var wanted = hunks.Where(hunk => only?.Contains(hunk.Id) ?? IsFree(hunk)).ToList();
            if (wanted.Count == 0 || !wanted.TrueForAll(IsFree))
                return (null, Problems.AlreadyDecided.Because("Somebody has decided on it meanwhile; read the suggestion again."));
            var claimed = wanted.ConvertAll(
                hunk => new ClaimedHunk(hunk.Id, hunk.SuggestionId, HunkPlace.Of(hunk), WasLost: hunk.State != HunkState.Open));
            foreach (var hunk in wanted)
                (hunk.State, hunk.DecidedBy, hunk.DecidedAt) = (state, editor, now);
            foreach (var (suggestion, decided) in Each(suggestions, claimed))
            {
                if (state == HunkState.Rejected)
                    await notices.TellAuthor(
                        NoticeEvent.SuggestionRejected, suggestion, standing.Value.WorkspaceId, editor, decided, token);
                database.Announce(new SuggestionChanged(standing.Value.WorkspaceId, document, suggestion.Id));
            }
            return (claimed, null);
        }, cancellationToken);

    Task Settle(IReadOnlyList<Suggestion> suggestions, List<ClaimedHunk> claimed, Guid editor, TakenIn taken) =>
        database.Write(async (db, token) =>
        {
            var document = suggestions[0].DocumentId;
            var ids = claimed.ConvertAll(hunk => hunk.Id);
            bool IsIn(Guid hunk) => taken.Etag is not null && !taken.LeftOut.Contains(hunk);
            foreach (var hunk in await db.SuggestedHunks.Where(hunk => ids.Contains(hunk.Id)).ToListAsync(token))
                (hunk.State, hunk.Etag) = IsIn(hunk.Id)
                    ? (HunkState.Accepted, taken.Before is null ? null : taken.Etag)
                    : (HunkState.Open, null);
            var workspace = await db.Documents.Where(one => one.Id == document).Select(one => one.WorkspaceId).SingleOrDefaultAsync(token);
            foreach (var (suggestion, decided) in Each(suggestions, claimed))
            {
                if (decided.FindAll(hunk => IsIn(hunk.Id)) is { Count: > 0 } accepted && workspace != default)
                    await notices.TellAuthor(NoticeEvent.SuggestionAccepted, suggestion, workspace, editor, accepted, token);
                database.Announce(new SuggestionChanged(workspace, document, suggestion.Id));
            }
        }, CancellationToken.None);

    static IEnumerable<(Suggestion Suggestion, List<ClaimedHunk> Hunks)> Each(
        IReadOnlyList<Suggestion> suggestions, List<ClaimedHunk> claimed) =>
        suggestions.Select(suggestion => (suggestion, claimed.FindAll(hunk => hunk.SuggestionId == suggestion.Id)))
            .Where(one => one.Item2.Count > 0);
}
