namespace MDReader.Server.Platform;

/// <summary>What other systems are told of a change.</summary>
/// <param name="Position">In the workspace's feed; of two of one object the greater one is the later.</param>
/// <param name="Type">As the feed spells it: document, folder, member, workspace.</param>
/// <param name="Change"><c>upserted</c>, <c>trashed</c> or <c>purged</c>.</param>
public sealed record ChangeNews(Guid WorkspaceId, long Position, string Type, Guid Id, string Change, DateTimeOffset At);

/// <summary>The port behind which changes leave for other systems. None is registered where nobody is told.</summary>
public interface ITopic
{
    /// <summary>May be called again with the same change.</summary>
    Task Publish(ChangeNews news, CancellationToken cancellationToken);
}
