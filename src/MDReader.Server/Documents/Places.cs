using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>What lies where in a workspace, changed inside a write.</summary>
sealed class Places(Database database, Authorizer authorizer, TimeProvider time)
{
    public static async Task<FolderTree> Tree(MDReaderDb db, Guid workspaceId, CancellationToken cancellationToken) =>
        new(await db.Folders
            .Where(folder => folder.WorkspaceId == workspaceId && folder.TrashedAt == null)
            .ToListAsync(cancellationToken));

    /// <summary>Why a document can't lie in this folder; null when it can.</summary>
    public static async Task<Refusal?> Refuse(
        MDReaderDb db, Guid workspaceId, Guid? folderId, CancellationToken cancellationToken) =>
        folderId is null || await db.Folders.AnyAsync(
            folder => folder.Id == folderId && folder.WorkspaceId == workspaceId && folder.TrashedAt == null, cancellationToken)
                ? null
                : Problems.Flawed([NoSuchFolder("/folderId")]);

    public static Flaw NoSuchFolder(string pointer) =>
        new(pointer, "no-such-folder", "Choose a folder of this workspace that is not in the trash, or leave it out.");

    /// <summary>Counts the change and tells of it.</summary>
    public void Changed(Document document, Caller by)
    {
        document.Version++;
        document.UpdatedAt = time.Now();
        document.By(by);
        database.Note(new Change.Upserted(document.WorkspaceId, ObjectType.Document, document.Id));
        database.Announce(new DocumentChanged(document.Id));
    }

    public void Changed(Folder folder)
    {
        folder.Version++;
        folder.UpdatedAt = time.Now();
        database.Note(new Change.Upserted(folder.WorkspaceId, ObjectType.Folder, folder.Id));
    }

    /// <summary>Puts a document elsewhere; the folder has been looked at.</summary>
    public async Task Move(
        MDReaderDb db, Document document, (Guid WorkspaceId, Guid? FolderId) target, Caller by, CancellationToken cancellationToken)
    {
        var (workspaceId, folderId) = target;
        if (workspaceId != document.WorkspaceId)
        {
            database.Note(new Change.Deleted(document.WorkspaceId, ObjectType.Document, document.Id, Gone.Purged));
            // Who has a role in it and none in the workspace hears of that one by a row of their own.
            foreach (var person in await DocumentPeople.WithOwnRole(db, document.Id, cancellationToken))
            {
                database.Note(new Change.Access(workspaceId, ObjectType.Document, document.Id, person));
            }

            database.Announce(new DocumentMoved(document.Id));
        }

        (document.WorkspaceId, document.FolderId) = (workspaceId, folderId);
        Changed(document, by);
    }

    /// <param name="document">Not in the trash yet.</param>
    /// <param name="with">The folder that takes it along.</param>
    public void Trash(Document document, Guid? with = null)
    {
        document.TrashedAt = time.Now();
        document.TrashedWith = with;
        document.Version++;
        database.Note(new Change.Deleted(document.WorkspaceId, ObjectType.Document, document.Id, Gone.Trashed));
        database.Announce(new DocumentTrashed(document.Id));
    }

    /// <summary>Keeps in the audit log what was done to a document, and by whom.</summary>
    public void Record(string @event, Document document, HttpContext context, params IEnumerable<(string, string?)> details) =>
        database.Record(new Audited(@event, document.WorkspaceId, Caller.Of(context)!.UserId, "document", document.Id)
        {
            Details = details.ToDictionary(),
        });

    /// <summary>Puts a folder into the trash with everything in it, but what they may not delete who do that: it goes to where the
    /// folder was.</summary>
    public async Task Trash(MDReaderDb db, Folder folder, Caller by, CancellationToken cancellationToken)
    {
        var subtree = (await Tree(db, folder.WorkspaceId, cancellationToken)).Subtree(folder.Id).ToList();
        foreach (var gone in subtree)
        {
            gone.TrashedAt = time.Now();
            gone.TrashedWith = folder.Id;
            gone.Version++;
            database.Note(new Change.Deleted(gone.WorkspaceId, ObjectType.Folder, gone.Id, Gone.Trashed));
        }

        var ids = subtree.ConvertAll(gone => (Guid?)gone.Id);
        var documents = await db.Documents
            .Where(document => ids.Contains(document.FolderId) && document.TrashedAt == null)
            .ToListAsync(cancellationToken);
        var kept = await Kept(documents, by, cancellationToken);
        foreach (var document in documents)
        {
            if (kept.Contains(document.Id))
            {
                document.FolderId = folder.ParentId;
                Changed(document, by);
            }
            else
            {
                Trash(document, with: folder.Id);
            }
        }
    }

    async Task<HashSet<Guid>> Kept(List<Document> documents, Caller from, CancellationToken cancellationToken)
    {
        var restricted = documents.FindAll(document => document.IsRestricted).ConvertAll(document => new Asked(document.Id, from.UserId));
        var standings = await authorizer.Standings(restricted, cancellationToken);
        return [.. restricted.Where(asked => !standings[asked].May(Ability.Write)).Select(asked => asked.DocumentId)];
    }

    /// <summary>Brings a document back to where it was, with the folders on the way that are in the trash.</summary>
    public async Task Restore(MDReaderDb db, Document document, Caller by, CancellationToken cancellationToken)
    {
        BringBack(document, by);
        await Open(db, document.WorkspaceId, [document.FolderId], cancellationToken);
    }

    /// <summary>Brings a folder back with all that its deletion took along.</summary>
    public async Task Restore(MDReaderDb db, Folder folder, Caller by, CancellationToken cancellationToken)
    {
        var documents = await db.Documents.Where(found => found.TrashedWith == folder.Id).ToListAsync(cancellationToken);
        documents.ForEach(document => BringBack(document, by));
        var folders = await db.Folders.Where(found => found.TrashedWith == folder.Id).ToListAsync(cancellationToken);
        var places = folders.Select(found => (Guid?)found.Id)
            .Concat(documents.Select(document => document.FolderId))
            .Prepend(folder.Id);
        await Open(db, folder.WorkspaceId, places, cancellationToken);
    }

    void BringBack(Document document, Caller by)
    {
        document.TrashedAt = null;
        document.TrashedWith = null;
        Changed(document, by);
    }

    // Folders on the way may have been deleted again by themselves, or have moved: what lies too deep by now goes to the top.
    async Task Open(
        MDReaderDb db, Guid workspaceId, IEnumerable<Guid?> places, CancellationToken cancellationToken)
    {
        var folders = await db.Folders.Where(folder => folder.WorkspaceId == workspaceId)
            .ToDictionaryAsync(folder => folder.Id, cancellationToken);
        var opened = new List<Folder>();
        foreach (var place in places)
        {
            for (var at = place; at is { } id && folders[id].TrashedAt is not null; at = folders[id].ParentId)
            {
                folders[id].TrashedAt = null;
                folders[id].TrashedWith = null;
                Changed(folders[id]);
                opened.Add(folders[id]);
            }
        }

        var tree = new FolderTree([.. folders.Values.Where(folder => folder.TrashedAt is null)]);
        foreach (var folder in opened.OrderBy(folder => tree.Level(folder.Id)))
        {
            if (tree.Level(folder.Id) > FolderTree.DeepestLevel)
            {
                folder.ParentId = null;
            }
        }
    }

    /// <summary>Ends a document for good; the tables' own rules take everything along that belongs to it.</summary>
    /// <param name="by">Whose doing it is; null where the time in the trash was over.</param>
    public void Purge(MDReaderDb db, Document document, Guid? by)
    {
        database.Record(new Audited(AuditEvent.DocumentPurged, document.WorkspaceId, by, "document", document.Id));
        db.Remove(document);
        database.Note(new Change.Deleted(document.WorkspaceId, ObjectType.Document, document.Id, Gone.Purged));
        database.Announce(new DocumentPurged(document.Id));
    }
}
