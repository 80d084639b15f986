namespace MDReader.Client;

/// <summary>The account's personal access tokens, for programs and agents.</summary>
public sealed class Tokens
{
    readonly Calls _calls;

    internal Tokens(Calls calls) => _calls = calls;

    public IAsyncEnumerable<AccessToken> List(CancellationToken cancellation = default) =>
        _calls.List<AccessToken>("me/tokens", cancellation);

    /// <param name="name">What it is for.</param>
    /// <param name="terms">Null for one that reads and writes for 90 days.</param>
    /// <param name="key">Sent again with the same key it is made once, and shown no second time.</param>
    public Task<NewAccessToken> Create(
        string name, TokenTerms? terms = null, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<NewAccessToken>(
            "me/tokens",
            Bodies.Of(
                ("name", name), ("scopes", Bodies.List(terms?.Scopes, scope => scope)), ("expiresAt", terms?.ExpiresAt),
                ("isAgent", terms?.IsAgent)),
            key, cancellation);

    /// <summary>It opens nothing until it is resumed.</summary>
    public Task<AccessToken> Pause(Guid token, CancellationToken cancellation = default) => Change(token, paused: true, cancellation);

    public Task<AccessToken> Resume(Guid token, CancellationToken cancellation = default) => Change(token, paused: false, cancellation);

    public Task Revoke(Guid token, CancellationToken cancellation = default) => _calls.Delete($"me/tokens/{token}", cancellation);

    Task<AccessToken> Change(Guid token, bool paused, CancellationToken cancellation) =>
        _calls.Patch<AccessToken>($"me/tokens/{token}", Bodies.Of(("paused", paused)), cancellation);
}

/// <summary>What a token is good for.</summary>
public sealed record TokenTerms
{
    /// <summary>Of <c>read</c>, <c>write</c> and <c>account</c>; null for read and write.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Null for 90 days from now; the server has a longest.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>For an agent, which owners see listed, and can pause in their workspaces.</summary>
    public bool? IsAgent { get; init; }
}

/// <summary>A personal access token, without its secret.</summary>
/// <param name="PausedAt">Since when it opens nothing; null while it is good.</param>
/// <param name="LastUsedAt">To about a minute; null when it never was.</param>
public sealed record AccessToken(
    Guid Id, string Name, IReadOnlyList<string> Scopes, bool IsAgent, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? PausedAt, DateTimeOffset? LastUsedAt);

public sealed record NewAccessToken(
    Guid Id, string Name, IReadOnlyList<string> Scopes, bool IsAgent, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>The secret, shown this once; null where the same request was sent again.</summary>
    public string? Token { get; init; }
}
