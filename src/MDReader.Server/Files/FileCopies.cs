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

    /// <summary>Writes the present text; does nothing for a document that is gone or in the trash.</summary>
    public async Task Update(Guid documentId, CancellationToken cancellationToken)
    {
        var found = await database.Read(
            (db, token) => (
                from document in db.Documents
                where document.Id == documentId && document.TrashedAt == null
                join copy in db.Set<FileCopy>().Where(copy => copy.VersionId == Guid.Empty) on document.Id equals copy.DocumentId into copies
                from copy in copies.DefaultIfEmpty()
                select new Lagging(document.Id, Guid.Empty, document.WorkspaceId, copy == null ? null : copy.WorkspaceId))
                .SingleOrDefaultAsync(token),
            cancellationToken);
        if (found is not null)
        {
            await Update(found, cancellationToken);
        }
    }

    public async Task Update(Lagging lagging, CancellationToken cancellationToken)
    {
        var content = lagging.VersionId == Guid.Empty
            ? await rooms.Peek(lagging.DocumentId, cancellationToken)
            : await reading.Find(lagging.DocumentId, $"{lagging.VersionId}", cancellationToken);
        if (content is null)
        {
            return;
        }

        await blobs.Put(Key(lagging.WorkspaceId), new MemoryStream(content.Bytes), MediaType, cancellationToken);
        await database.Write(
            (db, token) => db.Database.ExecuteSqlRawAsync(
                PutSql,
                [
                    database.Stored(lagging.DocumentId), database.Stored(lagging.VersionId), database.Stored(lagging.WorkspaceId),
                    content.Epoch, content.Seq,
                ],
                token),
            cancellationToken);
        if (lagging.At is { } before && before != lagging.WorkspaceId)
        {
            await blobs.Delete(Key(before), cancellationToken);
        }

        BlobKey Key(Guid workspace) => FileCopy.KeyOf(workspace, lagging.DocumentId, lagging.VersionId);
    }

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
