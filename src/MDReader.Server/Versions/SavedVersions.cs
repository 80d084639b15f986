using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Versions;

/// <summary>Makes versions and finds them.</summary>
sealed class SavedVersions(Database database, History history, Idempotency idempotency, TimeProvider time)
{
    /// <inheritdoc cref="FindVersion"/>
    public async Task<VersionPlace?> Find(Guid documentId, Guid versionId, CancellationToken cancellationToken) =>
        await database.Read(
            (db, token) => db.Versions.SingleOrDefaultAsync(
                version => version.Id == versionId && version.DocumentId == documentId, token),
            cancellationToken) is { } found
            ? new VersionPlace(found.Epoch, found.Seq, found.File)
            : null;

    /// <summary>Names a state; under a key, once.</summary>
    /// <returns>The version, or that which the same request made before; or why there is none.</returns>
    public async Task<(VersionEntry? Version, Refusal? Refusal)> Name(
        Guid documentId,
        (int Epoch, long Seq) state,
        (string Name, Guid By) named,
        KeyedRequest? request,
        CancellationToken cancellationToken)
    {
        var version = await New(documentId, state, named, cancellationToken);
        return await database.Write<(VersionEntry?, Refusal?)>(
            async (db, token) =>
            {
                var entry = await VersionEntry.Of(db, version, token);
                if (request is not null)
                {
                    var (earlier, refusal) = await idempotency.Once(
                        db, request, (StatusCodes.Status201Created, VersionRoutes.PathOf(entry), entry), token);
                    if (earlier is not null || refusal is not null)
                    {
                        return (earlier, refusal);
                    }
                }

                db.Add(version);
                return (entry, null);
            },
            cancellationToken);
    }

    /// <summary>Keeps a state by itself; where another process was quicker, theirs is the one.</summary>
    public async Task KeepAutomatically(
        Guid documentId, (int Epoch, long Seq) state, CancellationToken cancellationToken)
    {
        var version = await New(documentId, state, named: null, cancellationToken);
        try
        {
            await database.Write((db, _) => Task.FromResult(db.Add(version)), cancellationToken);
        }
        catch (DbUpdateException failure) when (database.IsDuplicate(failure))
        {
        }
    }

    async Task<SavedVersion> New(
        Guid documentId,
        (int Epoch, long Seq) state,
        (string Name, Guid By)? named,
        CancellationToken cancellationToken)
    {
        var before = await database.Read(
            (db, token) => db.Versions
                .Where(version => version.DocumentId == documentId && version.Epoch == state.Epoch && version.Seq <= state.Seq)
                .MaxAsync(version => (long?)version.Seq, token),
            cancellationToken) ?? 0;
        var edits = await history.Edits(documentId, before, state.Seq);
        var (inserted, deleted) = edits.Count == 0 ? (0, 0) : await Counts(documentId, state, before);
        var now = time.Now();
        return new SavedVersion
        {
            Id = Ids.New(time),
            DocumentId = documentId,
            Epoch = state.Epoch,
            Seq = state.Seq,
            AutomaticSeq = named is null ? state.Seq : null,
            Name = named?.Name,
            Authors = string.Join(' ', edits.Select(edit => edit.Author).Distinct()),
            Contributors = Contributor.Line(edits),
            Inserted = inserted,
            Deleted = deleted,
            StartedAt = edits.Count == 0 ? now : DateTimeOffset.FromUnixTimeMilliseconds(edits[0].At),
            EndedAt = edits.Count == 0 ? now : DateTimeOffset.FromUnixTimeMilliseconds(edits[^1].At),
            CreatedBy = named?.By,
            CreatedAt = now,
        };
    }

    async Task<(int Inserted, int Deleted)> Counts(Guid documentId, (int Epoch, long Seq) state, long before)
    {
        var old = (await history.OpenAt(documentId, state.Epoch, before))?.State.Text.ToString() ?? "";
        var @new = (await history.OpenAt(documentId, state.Epoch, state.Seq))?.State.Text.ToString() ?? "";
        var changes = TextDiff.Between(old, @new);
        return (changes.Sum(change => change.Inserted.Length), changes.Sum(change => change.Length));
    }
}
