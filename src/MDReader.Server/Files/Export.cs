using System.IO.Compression;
using System.Text;
using System.Text.Json;
using MDReader.Server.Access;
using MDReader.Server.Attachments;
using MDReader.Server.Collaboration;
using MDReader.Server.Comments;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Versions;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Files;

/// <summary>What an archive of a workspace holds besides its texts and their attachments.</summary>
/// <param name="Comments">The threads of each document, beside it.</param>
/// <param name="History">All saved versions.</param>
public sealed record ExportRequest(bool? Comments = null, bool? History = null);

/// <summary>What an export holds.</summary>
public sealed record ExportResult(int Documents, int Attachments, int Versions);

/// <summary>Makes a zip of everything that its person may read in a workspace, with addresses that lead to the files within
/// it, so that it can be read without a server, and imported into another one.</summary>
sealed class Export(
    Database database, Authorizer authorizer, Rooms rooms, ContentReading reading, Threads threads, IBlobStore blobs)
{
    const string Zip = "application/zip";
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task<ExportResult> Run(JobRun run, CancellationToken cancellationToken)
    {
        var job = run.Job;
        var request = JsonSerializer.Deserialize<ExportRequest>(job.Request)!;
        if (await authorizer.Role(job.WorkspaceId, job.CreatedBy, cancellationToken) is null)
        {
            throw new JobFailedException(Problems.NotFound.Because("You are not a member of the workspace any more."));
        }

        var names = await Names(job, cancellationToken);
        await run.Begin(names.Documents.Count, cancellationToken);
        var path = Path.Combine(Path.GetTempPath(), $"mdreader-export-{Guid.NewGuid():N}");
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        var result = new ExportResult(0, 0, 0);
        await using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var document in names.Documents)
            {
                result = await Add(zip, document, names, (request, job), result, cancellationToken);
                await run.Step(cancellationToken);
            }

            await Write(zip, "mdreader.json", JsonSerializer.SerializeToUtf8Bytes(new
            {
                format = 1,
                job.WorkspaceId,
                exportedAt = job.CreatedAt,
                documents = names.Documents.Select(document => new
                {
                    document.Id,
                    document.Title,
                    path = names.PathOf[document.Id],
                    document.CreatedAt,
                    document.UpdatedAt,
                    document.IsTemplate,
                }),
            }, Json), cancellationToken);
        }

        file.Position = 0;
        await blobs.Put(job.Export, file, Zip, cancellationToken);
        return result;
    }

    async Task<ExportResult> Add(
        ZipArchive zip, Document document, ExportNames names, (ExportRequest Request, Job Job) asked, ExportResult so,
        CancellationToken cancellationToken)
    {
        // Asked again for each: an export takes a while, and a right may be taken away meanwhile.
        if (await authorizer.Standing(document.Id, asked.Job.CreatedBy, cancellationToken) is not { Role: not null, Trashed: false }
            || await rooms.Peek(document.Id, cancellationToken) is not { } content)
        {
            return so;
        }

        var path = names.PathOf[document.Id];
        var text = Encoding.UTF8.GetString(content.Bytes);
        var linked = Links.Change(text, address => names.Relative(document.Id, address));
        await Write(zip, path, linked == text ? content.Bytes : Encoding.UTF8.GetBytes(linked), cancellationToken);
        so = so with { Documents = so.Documents + 1 };
        foreach (var attachment in names.AttachmentsOf[document.Id])
        {
            if (await blobs.Open(attachment.Key, cancellationToken) is not { } bytes)
            {
                continue;
            }

            await using (bytes)
            await using (var entry = await zip.CreateEntry(names.AttachmentPathOf[attachment.Id]).OpenAsync(cancellationToken))
            {
                await bytes.CopyToAsync(entry, cancellationToken);
            }

            so = so with { Attachments = so.Attachments + 1 };
        }

        if (asked.Request.Comments == true)
        {
            await AddComments(zip, document.Id, path, cancellationToken);
        }

        return asked.Request.History == true
            ? so with { Versions = so.Versions + await AddVersions(zip, document.Id, path, cancellationToken) }
            : so;
    }

    async Task AddComments(ZipArchive zip, Guid document, string path, CancellationToken cancellationToken)
    {
        var found = await database.Read(
            (db, token) => db.CommentThreads.AsNoTracking().Where(thread => thread.DocumentId == document)
                .OrderBy(thread => thread.Id).ToListAsync(token),
            cancellationToken);
        if (found.Count > 0)
        {
            var described = await threads.Describe(document, found, cancellationToken);
            await Write(zip, $"{ExportNames.Bare(path)}.comments.json", JsonSerializer.SerializeToUtf8Bytes(described, Json), cancellationToken);
        }
    }

    async Task<int> AddVersions(ZipArchive zip, Guid document, string path, CancellationToken cancellationToken)
    {
        var versions = await database.Read(
            (db, token) => db.Versions.AsNoTracking().Where(version => version.DocumentId == document)
                .OrderBy(version => version.Id).ToListAsync(token),
            cancellationToken);
        var written = 0;
        foreach (var version in versions)
        {
            if (await reading.Find(document, $"{version.Id}", cancellationToken) is { } earlier)
            {
                var name = $"{version.CreatedAt:yyyy-MM-dd HHmmss} {ExportNames.Safe(version.Name ?? "")} {version.Id.ToString()[^6..]}";
                await Write(zip, $"history/{ExportNames.Bare(path)}/{name.Replace("  ", " ", StringComparison.Ordinal)}.md", earlier.Bytes, cancellationToken);
                written++;
            }
        }

        return written;
    }

    async Task<ExportNames> Names(Job job, CancellationToken cancellationToken)
    {
        var (documents, folders, attachments) = await database.Read(
            async (db, token) => (
                await db.Documents.AsNoTracking().Where(document => document.WorkspaceId == job.WorkspaceId && document.TrashedAt == null)
                    .OrderBy(document => document.Id).ToListAsync(token),
                await db.Folders.AsNoTracking().Where(folder => folder.WorkspaceId == job.WorkspaceId).ToListAsync(token),
                await (from attachment in db.Attachments
                       join document in db.Documents on attachment.DocumentId equals document.Id
                       where document.WorkspaceId == job.WorkspaceId && attachment.CompletedAt != null
                       orderby attachment.Id
                       select attachment).AsNoTracking().ToListAsync(token)),
            cancellationToken);
        var readable = new List<Document>();
        foreach (var document in documents)
        {
            if (await authorizer.Standing(document.Id, job.CreatedBy, cancellationToken) is { Role: not null })
            {
                readable.Add(document);
            }
        }

        return new ExportNames(readable, folders, attachments);
    }

    static async Task Write(ZipArchive zip, string path, byte[] bytes, CancellationToken cancellationToken)
    {
        await using var entry = await zip.CreateEntry(path).OpenAsync(cancellationToken);
        await entry.WriteAsync(bytes, cancellationToken);
    }
}
