using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Collaboration;

/// <summary>In which documents somebody wrote. What they wrote is part of the text and stays, as that of nobody.</summary>
sealed record WritingData() : PersonalData("wroteIn")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        await db.Set<ClientRow>().Where(client => client.OwnerId == userId).Select(client => client.DocumentId).Distinct()
            .OrderBy(id => id).Select(id => new { DocumentId = id }).ToListAsync(cancellationToken);
}
