namespace MDReader.Client;

/// <summary>The account's sign-ins on devices.</summary>
public sealed class Sessions
{
    readonly Calls _calls;

    internal Sessions(Calls calls) => _calls = calls;

    public IAsyncEnumerable<Session> List(CancellationToken cancellation = default) => _calls.List<Session>("me/sessions", cancellation);

    public Task End(Guid session, CancellationToken cancellation = default) => _calls.Delete($"me/sessions/{session}", cancellation);

    /// <summary>Ends all but the one that asks.</summary>
    public Task EndOthers(CancellationToken cancellation = default) => _calls.Delete("me/sessions", cancellation);
}

/// <param name="UserAgent">What the device called itself.</param>
/// <param name="IsCurrent">It is the one that asks.</param>
/// <param name="LastUsedAt">When it last took a new access token.</param>
public sealed record Session(Guid Id, string? UserAgent, bool IsCurrent, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt);
