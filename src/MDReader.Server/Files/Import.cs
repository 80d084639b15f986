using System.IO.Compression;
using System.Text.Json;
using MDReader.Server.Attachments;
using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Files;

/// <summary>What was asked of an import.</summary>
/// <param name="Extension">Of what was sent: <c>zip</c>, <c>md</c> or <c>html</c>.</param>
sealed record ImportRequest(string Name, Guid? FolderId, string Extension);

/// <summary>What an import made.</summary>
/// <param name="FolderId">It lies in this folder.</param>
/// <param name="Warnings">What was left out, and why.</param>
public sealed record ImportResult(Guid FolderId, int Documents, int Attachments, IReadOnlyList<string> Warnings);

/// <summary>
/// Makes folders, documents and attachments from an archive, by the same road as if its person made them one by one, all of
/// them in one new folder. The archive is looked at as a whole first; what fails later is taken back with that folder.
/// </summary>
sealed class Import(
    Database database, NewFolder folders, NewDocument documents, ImportedFiles attachments, Places places, IBlobStore blobs,
    TimeProvider time, IOptions<FilesOptions> options, IOptions<CollaborationOptions> texts)
{
    public async Task<ImportResult> Run(JobRun run, CancellationToken cancellationToken)
    {
        var job = run.Job;
        var request = JsonSerializer.Deserialize<ImportRequest>(job.Request)!;
        await using var file = await Fetch(job, request, cancellationToken);
        await using var zip = Archive.Open(file, options.Value);
        var files = await Archive.Read(zip, options.Value, cancellationToken);
        var plan = await ImportPlan.Of(files, texts.Value.TextLimit, time, cancellationToken);
        if (plan.Documents.Count == 0)
        {
            throw new JobFailedException(Problems.ArchiveRefused.Because("It holds no Markdown and no HTML that can be read."));
        }

        await run.Begin(plan.Documents.Count + plan.Attachments.Count, cancellationToken);
        var root = Kept(await folders.Make(job.WorkspaceId, request.Name, request.FolderId, run.By, cancellationToken));
        await run.Change(set => set.SetProperty(row => row.FolderId, root), cancellationToken);
        var made = new Dictionary<string, Guid> { [""] = root };
        foreach (var folder in plan.Folders)
        {
            var at = folder.LastIndexOf('/');
            made[folder] = Kept(await folders.Make(
                job.WorkspaceId, folder[(at + 1)..], made[at < 0 ? "" : folder[..at]], run.By, cancellationToken));
        }

        foreach (var document in plan.Documents)
        {
            var wanted = new DocumentRequest(document.Title, made[document.Folder], document.Text);
            var (_, refusal) = await documents.Make(job.WorkspaceId, document.Id, wanted, run.By, cancellationToken);
            if (refusal is not null)
            {
                throw new JobFailedException(refusal);
            }

            await run.Step(cancellationToken);
        }

        var warnings = plan.Warnings.ToList();
        var attached = 0;
        foreach (var attachment in plan.Attachments)
        {
            var bytes = await attachment.File.Read(cancellationToken);
            var refusal = await attachments.Attach(
                new(attachment.Id, attachment.DocumentId, attachment.File.Name, attachment.ContentType), bytes, run.By, cancellationToken);
            if (refusal is null)
            {
                attached++;
            }
            else if (refusal.Type == Problems.QuotaExceeded)
            {
                throw new JobFailedException(refusal);
            }
            else
            {
                warnings.Add($"{attachment.File.Path}: left out. {refusal.Detail}");
            }

            await run.Step(cancellationToken);
        }

        return new ImportResult(root, plan.Documents.Count, attached, warnings);
    }

    /// <summary>Takes away all that an import has made, if it has made anything.</summary>
    public Task TakeBack(Guid jobId) => database.Write(
        async (db, token) =>
        {
            if ((await db.Jobs.AsNoTracking().SingleOrDefaultAsync(found => found.Id == jobId, token)) is not { Kind: JobKind.Import, FolderId: { } root } job)
            {
                return;
            }

            var all = await db.Folders.Where(folder => folder.WorkspaceId == job.WorkspaceId).ToListAsync(token);
            if (all.All(folder => folder.Id != root))
            {
                return;
            }

            var gone = new FolderTree(all).Subtree(root).ToList();
            var ids = gone.ConvertAll(folder => (Guid?)folder.Id);
            (await db.Documents.Where(document => ids.Contains(document.FolderId)).ToListAsync(token))
                .ForEach(document => places.Purge(db, document, job.CreatedBy));
            await db.SaveChangesAsync(token);
            foreach (var folder in gone)
            {
                db.Remove(folder);
                database.Note(new Change.Deleted(job.WorkspaceId, ObjectType.Folder, folder.Id, Gone.Purged));
            }
        },
        CancellationToken.None);

    /// <summary>The archive as a file that can be read anywhere in it; a single page or text becomes an archive of one.</summary>
    async Task<FileStream> Fetch(Job job, ImportRequest request, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"mdreader-import-{Guid.NewGuid():N}");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        try
        {
            await using var sent = await blobs.Open(job.Upload, cancellationToken)
                ?? throw new JobFailedException(Problems.UploadIncomplete.Because("What was sent is gone; send it again."));
            if (request.Extension == "zip")
            {
                await sent.CopyToAsync(file, cancellationToken);
            }
            else
            {
                await using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
                await using var entry = await zip.CreateEntry($"{request.Name.Replace('/', '-')}.{request.Extension}").OpenAsync(cancellationToken);
                await sent.CopyToAsync(entry, cancellationToken);
            }

            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    static Guid Kept((Folder? Folder, Refusal? Refusal) made) =>
        made.Folder?.Id ?? throw new JobFailedException(made.Refusal!);
}
