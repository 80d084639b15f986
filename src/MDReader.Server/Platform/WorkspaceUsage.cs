namespace MDReader.Server.Platform;

/// <summary>How much a workspace has of something.</summary>
/// <param name="What">Such as <c>documents</c>.</param>
/// <param name="Count">How many.</param>
/// <param name="Bytes">How much room they take; null where they take none to speak of.</param>
public sealed record UsageCount(string What, long Count, long? Bytes = null);

/// <summary>What a feature holds of a workspace, in numbers; each registers its own.</summary>
public abstract record WorkspaceUsage
{
    public abstract Task<IReadOnlyList<UsageCount>> Read(MDReaderDb db, Guid workspaceId, CancellationToken cancellationToken);
}
