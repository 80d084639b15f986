using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Versions;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Files;

/// <summary>A text that should have a file and has none, or another one's.</summary>
/// <param name="At">The workspace under which its file lies now; null when there is none.</param>
sealed record Lagging(Guid DocumentId, Guid VersionId, Guid WorkspaceId, Guid? At);

/// <summary>Puts texts into the blob store as files, and takes away the files of what is gone.</summary>
sealed class FileCopies(Database database, IBlobStore blobs, Rooms rooms, ContentReading reading)
{
    const string MediaType = "text/markdown; charset=utf-8";

    // Whoever was slower has put an older file over a newer one: then the row says that nothing is known of the file.
    const string PutSql = """
        insert into file_copies (document_id, version_id, workspace_id, epoch, seq) values ({0}, {1}, {2}, {3}, {4})
        on conflict (document_id, version_id) do update set
          workspace_id = excluded.workspace_id,
          epoch = excluded.epoch,
          seq = case when file_copies.epoch > excluded.epoch or (file_copies.epoch = excluded.epoch and file_copies.seq > excluded.seq)
            then -1 else excluded.seq end
        """;

    /// <summary>Texts whose file is not theirs, in the order of their ids.</summary>
    public Task<List<Lagging>> Behind(Guid after, int count, CancellationToken cancellationToken) => database.Read(
        (db, token) => (
            from document in db.Documents
            join copy in db.Set<FileCopy>().Where(copy => copy.VersionId == Guid.Empty) on document.Id equals copy.DocumentId into copies
            from copy in copies.DefaultIfEmpty()
            where document.TrashedAt == null && document.Id > after
            where copy == null || copy.Epoch != document.Epoch || copy.Seq != document.Seq || copy.WorkspaceId != document.WorkspaceId
            orderby document.Id
            select new Lagging(document.Id, Guid.Empty, document.WorkspaceId, copy == null ? null : copy.WorkspaceId))
            .Take(count).ToListAsync(token),
        cancellationToken);

    /// <summary>The same for saved versions.</summary>
    public Task<List<Lagging>> VersionsBehind(Guid after, int count, CancellationToken cancellationToken) => database.Read(
        (db, token) => (
            from version in db.Versions
            join document in db.Documents on version.DocumentId equals document.Id
            join copy in db.Set<FileCopy>() on version.Id equals copy.VersionId into copies
            from copy in copies.DefaultIfEmpty()
            where document.TrashedAt == null && version.Id > after
            where copy == null || copy.WorkspaceId != document.WorkspaceId
            orderby version.Id
            select new Lagging(version.DocumentId, version.Id, document.WorkspaceId, copy == null ? null : copy.WorkspaceId))
            .Take(count).ToListAsync(token),
        cancellationToken);

    /// <summary>Writes the present texts; of documents that are gone or in the trash it writes nothing.</summary>
    /// <inheritdoc cref="Update(IReadOnlyList{Lagging}, CancellationToken)"/>
    public async Task Update(IReadOnlyList<Guid> documentIds, CancellationToken cancellationToken)
    {
        var found = await database.Read(
            (db, token) => (
                from document in db.Documents
                where documentIds.Contains(document.Id) && document.TrashedAt == null
                join copy in db.Set<FileCopy>().Where(copy => copy.VersionId == Guid.Empty) on document.Id equals copy.DocumentId into copies
                from copy in copies.DefaultIfEmpty()
                select new Lagging(document.Id, Guid.Empty, document.WorkspaceId, copy == null ? null : copy.WorkspaceId))
                .ToListAsync(token),
            cancellationToken);
        await Update(found, cancellationToken);
    }

    /// <exception cref="AggregateException">Some could not be written; the others are.</exception>
    public async Task Update(IReadOnlyList<Lagging> lagging, CancellationToken cancellationToken)
    {
        var (written, failures) = (new List<FileCopy>(), new List<Exception>());
        foreach (var one in lagging)
        {
            try
            {
                if (await Write(one, cancellationToken) is { } copy)
                {
                    written.Add(copy);
                }
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(failure);
            }
        }

        await Note(written, cancellationToken);
        var moved = lagging.Where(one => one.At is { } before && before != one.WorkspaceId)
            .IntersectBy(written.Select(copy => (copy.DocumentId, copy.VersionId)), one => (one.DocumentId, one.VersionId));
        foreach (var one in moved)
        {
            await blobs.Delete(FileCopy.KeyOf(one.At!.Value, one.DocumentId, one.VersionId), cancellationToken);
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    async Task<FileCopy?> Write(Lagging one, CancellationToken cancellationToken)
    {
        var content = one.VersionId == Guid.Empty
            ? await rooms.Peek(one.DocumentId, cancellationToken)
            : await reading.Find(one.DocumentId, $"{one.VersionId}", cancellationToken);
        if (content is null)
        {
            return null;
        }

        await blobs.Put(
            FileCopy.KeyOf(one.WorkspaceId, one.DocumentId, one.VersionId), new MemoryStream(content.Bytes), MediaType, cancellationToken);
        return new FileCopy
        {
            DocumentId = one.DocumentId,
            VersionId = one.VersionId,
            WorkspaceId = one.WorkspaceId,
            Epoch = content.Epoch,
            Seq = content.Seq,
        };
    }

    Task Note(List<FileCopy> written, CancellationToken cancellationToken) => written.Count == 0 ? Task.CompletedTask : database.Write(
        async (db, token) =>
        {
            foreach (var copy in written)
            {
                await db.Database.ExecuteSqlRawAsync(
                    PutSql,
                    [
                        database.Stored(copy.DocumentId), database.Stored(copy.VersionId), database.Stored(copy.WorkspaceId),
                        copy.Epoch, copy.Seq,
                    ],
                    token);
            }
        },
        cancellationToken);

    /// <summary>Deletes the files of documents and versions that are gone for good.</summary>
    /// <returns>How many.</returns>
    public async Task<int> Collect(int count, CancellationToken cancellationToken)
    {
        var gone = await database.Read(
            (db, token) => db.Set<FileCopy>()
                .Where(copy => !db.Set<Document>().Any(document => document.Id == copy.DocumentId)
                    || (copy.VersionId != Guid.Empty && !db.Set<SavedVersion>().Any(version => version.Id == copy.VersionId)))
                .OrderBy(copy => copy.DocumentId).ThenBy(copy => copy.VersionId)
                .Take(count).ToListAsync(token),
            cancellationToken);
        foreach (var copy in gone)
        {
            await blobs.Delete(FileCopy.KeyOf(copy.WorkspaceId, copy.DocumentId, copy.VersionId), cancellationToken);
        }

        foreach (var copy in gone)
        {
            await database.Write(
                (db, token) => db.Set<FileCopy>()
                    .Where(found => found.DocumentId == copy.DocumentId && found.VersionId == copy.VersionId).ExecuteDeleteAsync(token),
                cancellationToken);
        }

        return gone.Count;
    }
}
