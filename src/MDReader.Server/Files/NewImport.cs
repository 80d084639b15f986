using System.Security.Cryptography;
using MDReader.Server.Platform;

namespace MDReader.Server.Files;

/// <summary>Takes in what is to be imported, and queues the work. The same request under the same key is one import, however
/// long its body: only the body's digest is kept with the key.</summary>
sealed class NewImport(Database database, IBlobStore blobs, Idempotency idempotency)
{
    const string Opaque = "application/octet-stream";

    /// <returns>The queued job, or that which the same request began before; or why there is none.</returns>
    public async Task<(JobEntry? Job, Refusal? Refusal)> Begin(Job job, HttpContext context)
    {
        var (request, flaw) = await Keep(job, context);
        var (entry, refusal) = flaw is null ? await Queue(job, request, context.RequestAborted) : (null, flaw);
        if (entry?.Id != job.Id)
        {
            await blobs.Delete(job.Upload, CancellationToken.None);
        }

        return (entry, refusal);
    }

    async Task<(KeyedRequest? Request, Refusal? Flaw)> Keep(Job job, HttpContext context)
    {
        await using var kept = new FileStream(
            Path.Combine(Path.GetTempPath(), $"mdreader-upload-{job.Id:N}"),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        await context.Request.Body.CopyToAsync(kept, context.RequestAborted);
        kept.Position = 0;
        var request = Idempotency.RequestOf(context, await SHA256.HashDataAsync(kept, context.RequestAborted));
        kept.Position = 0;
        await blobs.Put(job.Upload, kept, Opaque, context.RequestAborted);
        return request;
    }

    Task<(JobEntry? Job, Refusal? Refusal)> Queue(Job job, KeyedRequest? request, CancellationToken cancellationToken) =>
        database.Write<(JobEntry?, Refusal?)>(
            async (db, token) =>
            {
                var entry = JobEntry.Of(job);
                if (request is not null)
                {
                    var (earlier, refusal) = await idempotency.Once(
                        db, request, (StatusCodes.Status202Accepted, JobRoutes.Of(job.Id), entry), token);
                    if (earlier is not null || refusal is not null)
                    {
                        return (earlier, refusal);
                    }
                }

                db.Add(job);
                database.Announce(new JobQueued(job.Id));
                return (entry, null);
            },
            cancellationToken);
}
