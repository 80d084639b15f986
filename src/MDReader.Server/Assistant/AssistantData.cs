using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Assistant;

/// <summary>How much somebody asked of models, by day; what they asked is not kept.</summary>
sealed record AssistantData() : PersonalData("assistant")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        await db.AssistantUsages.Where(usage => usage.OwnerId == userId).OrderBy(usage => usage.Day)
            .Select(usage => new { usage.Day, usage.Requests, usage.PromptTokens, usage.CompletionTokens })
            .ToListAsync(cancellationToken);

    public override Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        db.AssistantUsages.Where(usage => usage.OwnerId == userId).ExecuteDeleteAsync(cancellationToken);
}
