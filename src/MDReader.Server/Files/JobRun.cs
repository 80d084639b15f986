using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Files;

/// <summary>Ends a job: nothing of it stays.</summary>
sealed class JobFailedException(Refusal refusal) : Exception(refusal.Detail)
{
    public Refusal Refusal => refusal;
}

/// <summary>A job that this process works on.</summary>
sealed class JobRun(Job job, Database database, TimeProvider time)
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    long _told = time.GetTimestamp();
    int _done;

    public Job Job => job;

    /// <summary>As whom it works: everything is allowed or refused as if they did it themselves.</summary>
    public Caller By => new(job.CreatedBy, Name: "", job.Id, Scopes.All, time.Now() + Lease);

    public Task Begin(int total, CancellationToken cancellationToken) =>
        Change(set => set.SetProperty(row => row.Total, total), cancellationToken);

    /// <summary>Another one's claim ends it here.</summary>
    public async Task Step(CancellationToken cancellationToken)
    {
        _done++;
        if (time.GetElapsedTime(_told) >= TellEvery)
        {
            _told = time.GetTimestamp();
            await Change(set => set.SetProperty(row => row.Done, _done), cancellationToken);
        }
    }

    public async Task Change(
        Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<Job>> set, CancellationToken cancellationToken)
    {
        var until = time.Now() + Lease;
        var changed = await database.Write(
            (db, token) => Mine(db).ExecuteUpdateAsync(
                row =>
                {
                    row.SetProperty(found => found.ClaimedUntil, until);
                    set(row);
                },
                token),
            cancellationToken);
        if (changed == 0)
        {
            throw new OperationCanceledException($"Job {job.Id} was given to somebody else.");
        }
    }

    public IQueryable<Job> Mine(MDReaderDb db) =>
        db.Jobs.Where(row => row.Id == job.Id && row.Claim == job.Claim && row.Status == JobStatus.Running);
}
