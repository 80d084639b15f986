using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Assistant;

/// <summary>What was asked of models in the last 30 days.</summary>
sealed record RequestUsage(TimeProvider time) : WorkspaceUsage
{
    const int Days = 30;

    public override async Task<IReadOnlyList<UsageCount>> Read(
        MDReaderDb db, Guid workspaceId, CancellationToken cancellationToken)
    {
        var since = Budgets.DayNumber(time.GetUtcNow().AddDays(-Days));
        var used = db.AssistantUsages.Where(usage => usage.OwnerId == workspaceId && usage.Day > since);
        return
        [
            new("assistantRequests", await used.SumAsync(usage => usage.Requests, cancellationToken)),
            new("assistantTokens", await used.SumAsync(usage => usage.PromptTokens + usage.CompletionTokens, cancellationToken)),
        ];
    }
}
