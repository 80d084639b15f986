namespace MDReader.Client;

/// <summary>The history of a document: versions are saved after each sitting, and when somebody names one.</summary>
public sealed class Versions
{
    readonly Calls _calls;

    internal Versions(Calls calls) => _calls = calls;

    /// <summary>The newest first.</summary>
    public IAsyncEnumerable<DocumentVersion> List(Guid document, CancellationToken cancellation = default) =>
        _calls.List<DocumentVersion>($"documents/{document}/versions", cancellation);

    /// <summary>Saves the present text under a name.</summary>
    /// <param name="key">Sent again with the same key it is saved once.</param>
    public Task<DocumentVersion> Create(
        Guid document, string? name = null, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<DocumentVersion>($"documents/{document}/versions", Bodies.Of(("name", name)), key, cancellation);

    public Task<DocumentVersion> Get(Guid version, CancellationToken cancellation = default) =>
        _calls.Get<DocumentVersion>($"versions/{version}", cancellation);

    /// <param name="name">Null takes the name away.</param>
    public Task<DocumentVersion> Rename(Guid version, string? name, CancellationToken cancellation = default) =>
        _calls.Patch<DocumentVersion>($"versions/{version}", Bodies.Of(("name", name)), cancellation);

    /// <summary>The text as it was saved, byte for byte.</summary>
    public async Task<byte[]> Read(Guid version, CancellationToken cancellation = default)
    {
        using var answer = await _calls.Send(() => Calls.Request(HttpMethod.Get, $"versions/{version}/content"), cancellation);
        return await answer.Content.ReadAsByteArrayAsync(cancellation);
    }

    /// <summary>What differs between two versions, word by word.</summary>
    /// <param name="from">The id or the ETag of the older one.</param>
    /// <param name="to">Likewise of the newer one; null for the present text.</param>
    public Task<VersionDiff> Diff(Guid document, string from, string? to = null, CancellationToken cancellation = default) =>
        _calls.Get<VersionDiff>($"documents/{document}/diff".With("from", from).With("to", to), cancellation);

    /// <summary>Who wrote what of the present text.</summary>
    public Task<Blame> Blame(Guid document, CancellationToken cancellation = default) =>
        _calls.Get<Blame>($"documents/{document}/blame", cancellation);

    /// <summary>Makes a version's text the present one, as an edit like any other.</summary>
    public Task<Written> Restore(
        Guid document, Guid version, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<Written>($"documents/{document}/restore-version", Bodies.Of(("versionId", version)), key, cancellation);
}

/// <summary>A text as it was saved.</summary>
/// <param name="Etag">Of the text, quotes included; it can be merged from.</param>
/// <param name="Name">Null until somebody names it.</param>
/// <param name="Automatic">Saved after a sitting, by itself.</param>
/// <param name="Authors">The accounts that wrote since the version before.</param>
/// <param name="People">The same as others see them, in the same order.</param>
/// <param name="Contributors">Who wrote, and by what: a person who wrote in the app and by an agent is there twice.</param>
/// <param name="Inserted">UTF-16 code units that came since the version before.</param>
/// <param name="Deleted">UTF-16 code units that went.</param>
/// <param name="StartedAt">The first edit since the version before.</param>
/// <param name="EndedAt">The last edit that is in it.</param>
/// <param name="CreatedBy">Who saved it; null where nobody did.</param>
public sealed record DocumentVersion(
    Guid Id, Guid DocumentId, string Etag, string? Name, bool Automatic, IReadOnlyList<Guid> Authors, IReadOnlyList<Somebody> People,
    IReadOnlyList<Contributor> Contributors, int Inserted, int Deleted, DateTimeOffset StartedAt, DateTimeOffset EndedAt, Guid? CreatedBy,
    DateTimeOffset CreatedAt);

/// <summary>Somebody who wrote in a version.</summary>
/// <param name="Via">What they worked by; null in the app.</param>
public sealed record Contributor(Guid Author, Via? Via);

/// <summary>What stood between a person and what came in under their name.</summary>
/// <param name="Way"><c>api</c>, <c>agent</c>, <c>mcp</c> or <c>cli</c>.</param>
/// <param name="Agent">What the agent is called; null of programs, and once its token is gone.</param>
public sealed record Via(string Way, string? Agent);

/// <summary>What differs between two versions. Positions are UTF-16 code units of the texts with LF line ends.</summary>
/// <param name="From">The ETag of the older one.</param>
/// <param name="To">The ETag of the newer one.</param>
public sealed record VersionDiff(string From, string To, int Inserted, int Deleted, IReadOnlyList<DiffHunk> Hunks);

/// <summary>A place where they differ: where it is in the older and in the newer text, and what stood and stands there.</summary>
public sealed record DiffHunk(int FromStart, int FromEnd, int ToStart, int ToEnd, string Deleted, string Inserted);

/// <summary>Who wrote what.</summary>
/// <param name="Etag">Of the text that is told about.</param>
/// <param name="Runs">One after another, from the start of the text to its end.</param>
/// <param name="People">Each actor once, as others see them.</param>
public sealed record Blame(string Etag, IReadOnlyList<BlameRun> Runs, IReadOnlyList<Somebody> People);

/// <summary>Characters that one person wrote by one road, within a minute; UTF-16 code units of the text with LF line
/// ends.</summary>
/// <param name="Actor">The account; null where history doesn't reach back that far.</param>
/// <param name="Via">What they worked by; null in the app.</param>
public sealed record BlameRun(int Start, int End, Guid? Actor, DateTimeOffset? At, Via? Via);
