namespace MDReader.Client;

/// <summary>Files that become documents, documents that become files, and the work that makes them.</summary>
public sealed class Files
{
    readonly Calls _calls;

    internal Files(Calls calls) => _calls = calls;

    /// <summary>Makes documents of files, in a new folder.</summary>
    /// <param name="open">Opens the bytes, and opens them again where they are sent again.</param>
    /// <param name="mediaType"><c>application/zip</c>, <c>text/html</c> or <c>text/markdown</c>.</param>
    /// <param name="name">Of the new folder.</param>
    /// <param name="folder">The folder that it is made in; null for the top of the workspace.</param>
    /// <param name="key">Sent again with the same key it is done once.</param>
    public async Task<Job> Import(
        Guid workspace, Func<Stream> open, string mediaType, string? name = null, Guid? folder = null, Guid? key = null,
        CancellationToken cancellation = default)
    {
        using var answer = await _calls.Send(
            () => Calls.Request(
                HttpMethod.Post, $"workspaces/{workspace}/imports".With("name", name).With("folderId", folder),
                new StreamContent(open()) { Headers = { ContentType = new(mediaType) } }, key),
            cancellation);
        return await Calls.Read<Job>(answer, cancellation);
    }

    /// <summary>Makes an archive of a workspace's texts and their attachments.</summary>
    /// <param name="comments">With the threads of each document, beside it.</param>
    /// <param name="history">With all saved versions.</param>
    /// <param name="key">Sent again with the same key it is made once.</param>
    public Task<Job> Export(
        Guid workspace, bool comments = false, bool history = false, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<Job>(
            $"workspaces/{workspace}/exports", Bodies.Of(("comments", comments), ("history", history)), key, cancellation);

    /// <summary>The caller's.</summary>
    /// <param name="kind"><c>import</c> or <c>export</c>; null for both.</param>
    public IAsyncEnumerable<Job> Jobs(
        Guid? workspace = null, string? kind = null, CancellationToken cancellation = default) =>
        _calls.List<Job>("jobs".With("workspace", workspace).With("kind", kind), cancellation);

    public Task<Job> Job(Guid job, CancellationToken cancellation = default) => _calls.Get<Job>($"jobs/{job}", cancellation);

    /// <summary>The archive of an export that is done.</summary>
    public Task Download(Guid job, Stream to, CancellationToken cancellation = default) =>
        _calls.Download($"jobs/{job}/file", to, cancellation);
}

/// <summary>Work that goes on beside calls, and how far it is.</summary>
/// <param name="Kind"><c>import</c> or <c>export</c>.</param>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Done">Steps, of <paramref name="Total"/>; both 0 until they are known.</param>
public sealed record Job(
    Guid Id, Guid WorkspaceId, string Kind, string Status, int Done, int Total, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    /// <summary>Of a failure: the type of the problem. Nothing was kept.</summary>
    public string? Problem { get; init; }

    /// <summary>Of a failure: what to do.</summary>
    public string? Detail { get; init; }

    /// <summary>Of an import that is done.</summary>
    public ImportResult? Import { get; init; }

    /// <summary>Of an export that is done.</summary>
    public ExportResult? Export { get; init; }
}

/// <param name="FolderId">It lies in this folder.</param>
/// <param name="Warnings">What was left out, and why.</param>
public sealed record ImportResult(Guid FolderId, int Documents, int Attachments, IReadOnlyList<string> Warnings);

public sealed record ExportResult(int Documents, int Attachments, int Versions);
