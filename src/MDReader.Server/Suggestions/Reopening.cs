using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Suggestions;

/// <summary>
/// Takes accepted changes back, so that they are open again. As when they were accepted they are claimed first: of two who
/// take them back one does, and where the server ends in between, whoever accepts them next looks whether they are there.
/// </summary>
sealed class Reopening(Database database, DocumentAccess access, TakingOut takingOut, TimeProvider time)
{
    /// <param name="etag">Of the text that accepting brought them into, with its quotes.</param>
    public async Task<(Reopened? Reopened, Refusal? Refusal)> Reopen(Guid document, string etag, HttpContext context)
    {
        var editor = Caller.Of(context)!;
        var (accepted, refused) = await Claim(document, etag, editor.UserId, context.RequestAborted);
        if (accepted is null)
            return (null, refused);
        var taken = await takingOut.Write(document, etag, accepted.ConvertAll(one => one.Hunk), editor);
        // What became of it isn't known: the claim stays, and whoever comes when it has ended looks.
        if (taken.IsKnown)
            await Settle(document, accepted, taken);
        return taken.Etag is null
            ? (null, taken.Refusal)
            : (new(taken.Etag, [.. accepted.Select(one => one.Hunk.SuggestionId).Distinct()]), null);
    }

    Task<(List<AcceptedHunk>? Accepted, Refusal? Refusal)> Claim(
        Guid document, string etag, Guid editor, CancellationToken cancellationToken) =>
        database.Write<(List<AcceptedHunk>?, Refusal?)>(async (db, token) =>
        {
            var (standing, refusal) = await access.May(document, editor, Ability.Write, token);
            if (standing is null)
                return (null, refusal);
            var hunks = await db.SuggestedHunks
                .Where(hunk => hunk.Etag == etag && hunk.State == HunkState.Accepted
                    && db.Set<Suggestion>().Any(one => one.Id == hunk.SuggestionId && one.DocumentId == document))
                .OrderBy(hunk => hunk.SuggestionId).ThenBy(hunk => hunk.Number).ToListAsync(token);
            if (hunks.Count == 0)
                return (null, Problems.AlreadyDecided.Because(
                    "Nothing is accepted by the edit with this ETag, or somebody has taken it back meanwhile; read the suggestions again."));
            var accepted = hunks.ConvertAll(hunk => new AcceptedHunk(
                new(hunk.Id, hunk.SuggestionId, HunkPlace.Of(hunk), WasLost: false), hunk.DecidedBy, hunk.DecidedAt));
            foreach (var hunk in hunks)
                (hunk.State, hunk.DecidedBy, hunk.DecidedAt) = (HunkState.Accepting, editor, time.Now());
            Announce(standing.Value.WorkspaceId, document, accepted);
            return (accepted, null);
        }, cancellationToken);

    Task Settle(Guid document, List<AcceptedHunk> accepted, TakenOut taken) =>
        database.Write(async (db, token) =>
        {
            var ids = accepted.ConvertAll(one => one.Hunk.Id);
            foreach (var hunk in await db.SuggestedHunks.Where(hunk => ids.Contains(hunk.Id)).ToListAsync(token))
                if (taken.Etag is null)
                    accepted.Single(one => one.Hunk.Id == hunk.Id).Restore(hunk);
                else
                {
                    (hunk.State, hunk.DecidedBy, hunk.DecidedAt, hunk.Etag) = (HunkState.Open, null, null, null);
                    taken.Places.GetValueOrDefault(hunk.Id)?.Into(hunk);
                }
            var workspace = await db.Documents.Where(one => one.Id == document).Select(one => one.WorkspaceId).SingleOrDefaultAsync(token);
            Announce(workspace, document, accepted);
        }, CancellationToken.None);

    void Announce(Guid workspace, Guid document, List<AcceptedHunk> accepted)
    {
        foreach (var suggestion in accepted.Select(one => one.Hunk.SuggestionId).Distinct())
            database.Announce(new SuggestionChanged(workspace, document, suggestion));
    }

    /// <param name="Hunk">What was accepted.</param>
    /// <param name="By">Who accepted it.</param>
    /// <param name="At">And when.</param>
    sealed record AcceptedHunk(ClaimedHunk Hunk, Guid? By, DateTimeOffset? At)
    {
        public void Restore(SuggestedHunk hunk) =>
            (hunk.State, hunk.DecidedBy, hunk.DecidedAt) = (HunkState.Accepted, By, At);
    }
}
