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
    public async Task<Refusal?> Accept(Suggestion suggestion, IReadOnlyList<Guid>? only, HttpContext context)
    {
        var editor = Caller.Of(context)!;
        var (claimed, refused) = await Claim(suggestion, only, editor.UserId, HunkState.Accepting, context.RequestAborted);
        if (claimed is null)
            return refused;
        var (etag, refusal, isKnown) = await takingIn.Write(suggestion, claimed, editor);
        // What became of it isn't known: the claim stays, and whoever comes when it has ended looks.
        if (isKnown)
            await Settle(suggestion, claimed, editor.UserId, etag);
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
            if (state == HunkState.Rejected)
                await notices.TellAuthor(NoticeEvent.SuggestionRejected, suggestion, standing.Value.WorkspaceId, editor, claimed, token);
            database.Announce(new SuggestionChanged(standing.Value.WorkspaceId, suggestion.DocumentId, suggestion.Id));
            return (claimed, null);
        }, cancellationToken);

    Task Settle(Suggestion suggestion, List<ClaimedHunk> claimed, Guid editor, string? etag) => database.Write(async (db, token) =>
    {
        var ids = claimed.ConvertAll(hunk => hunk.Id);
        foreach (var hunk in await db.SuggestedHunks.Where(hunk => ids.Contains(hunk.Id)).ToListAsync(token))
            (hunk.State, hunk.Etag) = (etag is null ? HunkState.Open : HunkState.Accepted, etag);
        var workspace = await db.Documents.Where(document => document.Id == suggestion.DocumentId)
            .Select(document => document.WorkspaceId).SingleOrDefaultAsync(token);
        if (etag is not null && workspace != default)
            await notices.TellAuthor(NoticeEvent.SuggestionAccepted, suggestion, workspace, editor, claimed, token);
        database.Announce(new SuggestionChanged(workspace, suggestion.DocumentId, suggestion.Id));
    }, CancellationToken.None);
}
