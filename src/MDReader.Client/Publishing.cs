namespace MDReader.Client;

/// <summary>Public pages of documents, which anybody may read.</summary>
public sealed class Publishing
{
    readonly Calls _calls;

    internal Publishing(Calls calls) => _calls = calls;

    /// <exception cref="ProblemException"><c>not-found</c> also where there is no public page.</exception>
    public Task<Publication> Get(Guid document, CancellationToken cancellation = default) =>
        _calls.Get<Publication>($"documents/{document}/publication", cancellation);

    /// <summary>All of a workspace; for its owners.</summary>
    public IAsyncEnumerable<WorkspacePublication> ListAll(Guid workspace, CancellationToken cancellation = default) =>
        _calls.List<WorkspacePublication>($"workspaces/{workspace}/publications", cancellation);

    /// <param name="slug">The last part of the page's address; null to keep it, or to have it made from the title.</param>
    /// <param name="allowIndexing">Whether search engines may list the page.</param>
    public Task<Publication> Publish(
        Guid document, string? slug = null, bool allowIndexing = false, CancellationToken cancellation = default) =>
        _calls.Put<Publication>(
            $"documents/{document}/publication", Bodies.Of(("slug", slug), ("allowIndexing", allowIndexing)), cancellation);

    public Task Unpublish(Guid document, CancellationToken cancellation = default) =>
        _calls.Delete($"documents/{document}/publication", cancellation);
}

/// <param name="Url">The page; with <c>.md</c> behind it, the text itself.</param>
public sealed record Publication(string Slug, string Url, bool AllowIndexing, Guid PublishedBy, DateTimeOffset PublishedAt);

/// <summary>A public page among all others of its workspace.</summary>
/// <param name="Url">The page.</param>
public sealed record WorkspacePublication(
    Guid DocumentId, string DocumentTitle, string Url, bool AllowIndexing, Somebody PublishedBy, DateTimeOffset PublishedAt);
