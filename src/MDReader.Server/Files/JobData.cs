using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Files;

/// <summary>Which imports and exports somebody began. They go with the account.</summary>
sealed record JobData() : PersonalData("jobs")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        (await db.Jobs.Where(job => job.CreatedBy == userId).OrderBy(job => job.Id).ToListAsync(cancellationToken)).ConvertAll(JobEntry.Of);

    public override Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        db.Jobs.Where(job => job.CreatedBy == userId).ExecuteDeleteAsync(cancellationToken);
}
