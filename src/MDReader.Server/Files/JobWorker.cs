using System.Text.Json;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Files;

/// <summary>Does jobs, one after the other in each process. A job whose process died is failed, and what it had begun is
/// taken away.</summary>
sealed partial class JobWorker(
    Database database, Import import, Export export, IBlobStore blobs, IOptions<FilesOptions> options, TimeProvider time,
    ILogger<JobWorker> logger) : BackgroundService
{
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    readonly Alarm _alarm = new();

    public void Listen(Signals signals) => signals.Listen<JobQueued>(_ => _alarm.Ring());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TakeAwayOld(stoppingToken);
                while (await Claim(stoppingToken) is { } run)
                {
                    await Do(run, stoppingToken);
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnreachable(failure);
            }

            await _alarm.Rest(LookEvery, stoppingToken);
        }
    }

    async Task Do(JobRun run, CancellationToken stoppingToken)
    {
        var job = run.Job;
        using var alive = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var heart = Beat(run, alive.Token);
        try
        {
            if (job.Status == JobStatus.Failed)
            {
                throw new JobFailedException(Problems.JobInterrupted.Because("The server stopped in the middle; start it again."));
            }

            object result = job.Kind == JobKind.Import
                ? await import.Run(run, stoppingToken)
                : await export.Run(run, stoppingToken);
            await Finish(run, JobStatus.Done, result, refusal: null);
        }
        catch (JobFailedException failed)
        {
            await import.TakeBack(job.Id);
            await Finish(run, JobStatus.Failed, result: null, failed.Refusal);
        }
        catch (OperationCanceledException)
        {
            // The process stops, or another one has it: whoever finds it next takes back what was begun.
        }
        catch (Exception failure)
        {
            LogFailed(job.Kind, job.Id, failure);
            await import.TakeBack(job.Id);
            await Finish(run, JobStatus.Failed, result: null, Problems.Failed.Because("Something went wrong here; nothing of it was kept."));
        }
        finally
        {
            await alive.CancelAsync();
            await heart;
            await blobs.Delete(job.Upload, CancellationToken.None);
        }
    }

    /// <summary>The oldest that waits; or one whose process died, marked as failed.</summary>
    async Task<JobRun?> Claim(CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (!await database.Read((db, token) => Claimable(db, now).AnyAsync(token), cancellationToken))
        {
            return null;
        }

        var job = await database.Write(
            async (db, token) =>
            {
                var found = await Claimable(db, now).OrderBy(row => row.CreatedAt).FirstOrDefaultAsync(token);
                if (found is not null)
                {
                    var died = found.Status == JobStatus.Running;
                    (found.Status, found.Claim, found.ClaimedUntil) = (JobStatus.Running, Guid.NewGuid(), now + JobRun.Lease);
                    await db.SaveChangesAsync(token);
                    db.Entry(found).State = EntityState.Detached;
                    found.Status = died ? JobStatus.Failed : found.Status;
                }

                return found;
            },
            cancellationToken);
        return job is null ? null : new JobRun(job, database, time);
    }

    static IQueryable<Job> Claimable(MDReaderDb db, DateTimeOffset now) => db.Jobs.Where(job =>
        job.Status == JobStatus.Queued || (job.Status == JobStatus.Running && job.ClaimedUntil < now));

    async Task Beat(JobRun run, CancellationToken alive)
    {
        try
        {
            using var timer = new PeriodicTimer(JobRun.Lease / 4, time);
            while (await timer.WaitForNextTickAsync(alive))
            {
                await run.Change(_ => { }, alive);
            }
        }
        catch (Exception) when (alive.IsCancellationRequested)
        {
            // Done.
        }
        catch (Exception failure)
        {
            LogUnreachable(failure);
        }
    }

    Task<int> Finish(JobRun run, string status, object? result, Refusal? refusal) => database.Write(
        (db, token) => run.Mine(db).ExecuteUpdateAsync(
            row => row
                .SetProperty(job => job.Status, status)
                .SetProperty(job => job.Done, job => status == JobStatus.Done ? job.Total : job.Done)
                .SetProperty(job => job.Result, result == null ? null : JsonSerializer.Serialize(result, JsonSerializerOptions.Web))
                .SetProperty(job => job.Problem, refusal == null ? null : refusal.Type.Uri)
                .SetProperty(job => job.Detail, refusal == null ? null : refusal.Detail)
                .SetProperty(job => job.FinishedAt, time.Now()),
            token),
        CancellationToken.None);

    async Task TakeAwayOld(CancellationToken cancellationToken)
    {
        var exported = time.Now() - options.Value.ExportKept;
        await foreach (var blob in blobs.List("backups/exports/", cancellationToken).Where(blob => blob.WrittenAt < exported))
        {
            await blobs.Delete(blob.Key, cancellationToken);
        }

        var old = time.Now() - Kept;
        if (await database.Read((db, token) => db.Jobs.AnyAsync(job => job.FinishedAt < old, token), cancellationToken))
        {
            await database.Write(
                (db, token) => db.Jobs.Where(job => job.FinishedAt < old).ExecuteDeleteAsync(token), cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The {Kind} {Id} failed.")]
    partial void LogFailed(string kind, Guid id, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs can't be looked for; trying again in a moment.")]
    partial void LogUnreachable(Exception failure);
}
