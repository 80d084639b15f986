using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Versions;

/// <summary>Keeps a version when a sitting has ended, and every ten minutes of a long one. Every process looks; what one has
/// kept the others don't keep again.</summary>
sealed class AutomaticVersions(
    Database database, History history, SavedVersions versions, TimeProvider time, IOptions<VersionsOptions> options)
{
    /// <summary>Looks once at everything that was edited since its last version.</summary>
    public async Task Look(CancellationToken cancellationToken)
    {
        foreach (var document in await Edited(workspace: null, cancellationToken))
        {
            if (await IsTime(document.Id, document.Last, document.Seq))
            {
                await versions.KeepAutomatically(document.Id, (document.Epoch, document.Seq), cancellationToken);
            }
        }
    }

    /// <summary>For what somebody takes out of the workspace now: its texts as they are.</summary>
    public async Task KeepNow(Guid workspace, CancellationToken cancellationToken)
    {
        foreach (var document in await Edited(workspace, cancellationToken))
        {
            await versions.KeepAutomatically(document.Id, (document.Epoch, document.Seq), cancellationToken);
        }
    }

    Task<List<Sitting>> Edited(Guid? workspace, CancellationToken cancellationToken) => database.Read(
            (db, token) => (
                from document in db.Set<Document>()
                where document.Seq > 0 && document.TrashedAt == null && (workspace == null || document.WorkspaceId == workspace)
                let last = db.Set<SavedVersion>()
                    .Where(version => version.DocumentId == document.Id && version.Epoch == document.Epoch)
                    .Max(version => (long?)version.Seq) ?? 0
                where document.Seq > last
                select new Sitting(document.Id, document.Epoch, document.Seq, last)).ToListAsync(token),
            cancellationToken);

    async Task<bool> IsTime(Guid documentId, long after, long upTo)
    {
        var edits = await history.Edits(documentId, after, upTo);
        if (edits.Count == 0)
        {
            return false;
        }

        // By the next look it would be too late.
        var now = time.GetUtcNow();
        return now >= DateTimeOffset.FromUnixTimeMilliseconds(edits[^1].At) + options.Value.SittingEnds
            || now + options.Value.LookEvery >= DateTimeOffset.FromUnixTimeMilliseconds(edits[0].At) + options.Value.AtLeastEvery;
    }

    /// <param name="Last">The edit that the last version ends with.</param>
    sealed record Sitting(Guid Id, int Epoch, long Seq, long Last);
}
