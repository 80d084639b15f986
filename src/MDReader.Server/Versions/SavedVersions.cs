using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Versions;

/// <summary>Makes versions and finds them.</summary>
sealed class SavedVersions(Database database, History history, TimeProvider time)
{
    /// <inheritdoc cref="FindVersion"/>
    public async Task<VersionPlace?> Find(Guid documentId, Guid versionId, CancellationToken cancellationToken) =>
        await database.Read(
            (db, token) => db.Versions.SingleOrDefaultAsync(
                version => version.Id == versionId && version.DocumentId == documentId, token),
            cancellationToken) is { } found
            ? new VersionPlace(found.Epoch, found.Seq, found.File)
            : null;

    /// <summary>Names a state.</summary>
    public Task<SavedVersion> Name(
        Guid documentId, (int Epoch, long Seq) state, (string Name, Guid By) named, CancellationToken cancellationToken) =>
        Make(documentId, state, named, cancellationToken);

    /// <summary>Keeps a state by itself; where another process was quicker, theirs is the one.</summary>
    public async Task KeepAutomatically(
        Guid documentId, (int Epoch, long Seq) state, CancellationToken cancellationToken)
    {
        try
        {
            await Make(documentId, state, named: null, cancellationToken);
        }
        catch (DbUpdateException failure) when (database.IsDuplicate(failure))
        {
        }
    }

    async Task<SavedVersion> Make(
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
        var version = new SavedVersion
        {
            Id = Ids.New(time),
            DocumentId = documentId,
            Epoch = state.Epoch,
            Seq = state.Seq,
            AutomaticSeq = named is null ? state.Seq : null,
            Name = named?.Name,
            Authors = string.Join(' ', edits.Select(edit => edit.Author).Distinct()),
            Inserted = inserted,
            Deleted = deleted,
            StartedAt = edits.Count == 0 ? now : DateTimeOffset.FromUnixTimeMilliseconds(edits[0].At),
            EndedAt = edits.Count == 0 ? now : DateTimeOffset.FromUnixTimeMilliseconds(edits[^1].At),
            CreatedBy = named?.By,
            CreatedAt = now,
        };
        await database.Write((db, _) => Task.FromResult(db.Add(version)), cancellationToken);
        return version;
    }

    async Task<(int Inserted, int Deleted)> Counts(Guid documentId, (int Epoch, long Seq) state, long before)
    {
        var old = (await history.OpenAt(documentId, state.Epoch, before))?.State.Text.ToString() ?? "";
        var @new = (await history.OpenAt(documentId, state.Epoch, state.Seq))?.State.Text.ToString() ?? "";
        var changes = TextDiff.Between(old, @new);
        return (changes.Sum(change => change.Inserted.Length), changes.Sum(change => change.Length));
    }
}
