namespace MDReader.Client;

/// <summary>Documents and threads that the caller hears nothing of: no comments, replies, mentions and suggestions.</summary>
public sealed class Mutes
{
    readonly Calls _calls;

    internal Mutes(Calls calls) => _calls = calls;

    /// <summary>All of them, the newest first.</summary>
    public Task<MuteList> List(CancellationToken cancellation = default) => _calls.Get<MuteList>("me/mutes", cancellation);

    public Task MuteDocument(Guid document, CancellationToken cancellation = default) =>
        _calls.Put($"documents/{document}/mute", cancellation);

    public Task UnmuteDocument(Guid document, CancellationToken cancellation = default) =>
        _calls.Delete($"documents/{document}/mute", cancellation);

    public Task MuteThread(Guid thread, CancellationToken cancellation = default) =>
        _calls.Put($"threads/{thread}/mute", cancellation);

    public Task UnmuteThread(Guid thread, CancellationToken cancellation = default) =>
        _calls.Delete($"threads/{thread}/mute", cancellation);
}

public sealed record MuteList(IReadOnlyList<Mute> Items);

/// <param name="ThreadId">Null for the whole document.</param>
/// <param name="Quote">What the thread is about.</param>
public sealed record Mute(Guid DocumentId, string Title, Guid? ThreadId, string? Quote, DateTimeOffset CreatedAt);
