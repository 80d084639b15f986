namespace MDReader.Client;

/// <summary>Documents' names and places. What is in them is <see cref="Texts"/>.</summary>
public sealed class Documents
{
    readonly Calls _calls;

    internal Documents(Calls calls) => _calls = calls;

    /// <param name="filter">Null for all, the newest first.</param>
    public IAsyncEnumerable<Document> List(
        Guid workspace, DocumentFilter? filter = null, CancellationToken cancellation = default) => _calls.List<Document>(
        $"workspaces/{workspace}/documents"
            .With("folderId", filter?.FolderId).With("trashed", filter?.IsTrashed).With("tag", filter?.Tag)
            .With("template", filter?.IsTemplate).With("sort", filter?.Sort),
        cancellation);

    /// <summary>Those of other workspaces that were shared with the caller.</summary>
    public IAsyncEnumerable<Document> Shared(CancellationToken cancellation = default) =>
        _calls.List<Document>("documents/shared", cancellation);

    public Task<Document> Get(Guid document, CancellationToken cancellation = default) =>
        _calls.Get<Document>($"documents/{document}", cancellation);

    /// <param name="key">Sent again with the same key it is made once.</param>
    public Task<Document> Create(
        Guid workspace, NewDocument wanted, Guid? key = null, CancellationToken cancellation = default) => _calls.Post<Document>(
        $"workspaces/{workspace}/documents",
        Bodies.Of(
            ("title", wanted.Title), ("folderId", wanted.FolderId), ("content", wanted.Content), ("templateId", wanted.TemplateId),
            ("isRestricted", wanted.IsRestricted)),
        key, cancellation);

    public Task<Document> Change(Guid document, DocumentChanges changes, CancellationToken cancellation = default) =>
        _calls.Patch<Document>(
            $"documents/{document}",
            Bodies.Of(("title", changes.Title), ("isTemplate", changes.IsTemplate)).With("folderId", changes.FolderId, id => id),
            cancellation);

    /// <param name="workspace">Null for the one that it is in.</param>
    /// <param name="folder">Of that workspace; null for its top.</param>
    public Task<Document> Move(
        Guid document, Guid? workspace, Guid? folder, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<Document>(
            $"documents/{document}/move", Bodies.Of(("workspaceId", workspace), ("folderId", folder)), key, cancellation);

    /// <summary>Another document with the same text; comments, roles and history don't come along.</summary>
    /// <param name="title">Null for "Copy of" and the title.</param>
    /// <param name="workspace">Null for the same one.</param>
    /// <param name="folder">Null for the same one, or the top of another workspace.</param>
    public Task<Document> Duplicate(
        Guid document, string? title = null, Guid? workspace = null, Guid? folder = null, Guid? key = null,
        CancellationToken cancellation = default) => _calls.Post<Document>(
        $"documents/{document}/duplicate", Bodies.Of(("title", title), ("workspaceId", workspace), ("folderId", folder)),
        key, cancellation);

    /// <summary>Puts it into the trash.</summary>
    public Task Delete(Guid document, CancellationToken cancellation = default) =>
        _calls.Delete($"documents/{document}", cancellation);

    /// <summary>Ends it for good, whether it is in the trash or not; for owners.</summary>
    public Task DeleteForGood(Guid document, CancellationToken cancellation = default) =>
        _calls.Delete($"documents/{document}".With("permanent", true), cancellation);

    /// <summary>Takes it out of the trash.</summary>
    public Task<Document> Restore(Guid document, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<Document>($"documents/{document}/restore", body: null, key, cancellation);

    /// <summary>What was put into the trash last comes first.</summary>
    public IAsyncEnumerable<Document> Trash(Guid workspace, CancellationToken cancellation = default) =>
        _calls.List<Document>($"workspaces/{workspace}/trash", cancellation);

    /// <summary>The folders in it, what was deleted last first; <see cref="Folders.Restore"/> brings one back.</summary>
    public IAsyncEnumerable<TrashedFolder> TrashedFolders(Guid workspace, CancellationToken cancellation = default) =>
        _calls.List<TrashedFolder>($"workspaces/{workspace}/trash/folders", cancellation);

    /// <summary>Ends everything in the trash for good; for owners.</summary>
    public Task EmptyTrash(Guid workspace, CancellationToken cancellation = default) =>
        _calls.Delete($"workspaces/{workspace}/trash", cancellation);
}

/// <param name="FolderId">Null at the top of the workspace.</param>
/// <param name="Role">The caller's.</param>
/// <param name="ContentEtag">The version of the text, quotes included.</param>
/// <param name="UpdatedAt">When its name, place or text last changed.</param>
/// <param name="UpdatedBy">Whose doing that was; null where it isn't known.</param>
/// <param name="UpdatedVia">What they worked by; null in the app.</param>
/// <param name="TrashedAt">Null unless it is in the trash.</param>
/// <param name="TrashedWith">The folder whose deletion took it along; restoring that brings all of it back.</param>
/// <param name="IsRestricted">Kept from the workspace's members, but its owners and those with a role of their own in it.</param>
/// <param name="Tags">What the front matter of the text says, some moments after it was written.</param>
public sealed record Document(
    Guid Id, Guid WorkspaceId, Guid? FolderId, string Title, Role Role, string ContentEtag, Guid CreatedBy, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, Somebody? UpdatedBy, Via? UpdatedVia, DateTimeOffset? TrashedAt, Guid? TrashedWith, bool IsTemplate,
    bool IsRestricted, IReadOnlyList<string> Tags);

/// <summary>A folder that was deleted itself, not along with another.</summary>
/// <param name="Documents">How many its deletion took along.</param>
/// <param name="Folders">How many that lay in it.</param>
public sealed record TrashedFolder(Guid Id, Guid WorkspaceId, string Name, DateTimeOffset TrashedAt, int Documents, int Folders);

/// <summary>Which documents, in which order. What is left out makes no difference.</summary>
public sealed record DocumentFilter
{
    public Guid? FolderId { get; init; }

    /// <summary>True for what is in the trash instead of what is not.</summary>
    public bool? IsTrashed { get; init; }

    public string? Tag { get; init; }

    /// <summary>True for templates only, false for none.</summary>
    public bool? IsTemplate { get; init; }

    /// <summary><c>created</c>, the newest first; <c>updated</c>, the latest first; <c>title</c>.</summary>
    public string? Sort { get; init; }
}

/// <param name="Title">One line; null, with a template, for the template's.</param>
public sealed record NewDocument(string? Title)
{
    /// <summary>Null for the top of the workspace.</summary>
    public Guid? FolderId { get; init; }

    /// <summary>The text to begin with; it comes back byte for byte.</summary>
    public string? Content { get; init; }

    /// <summary>A document that is marked as a template, whose text is the one to begin with.</summary>
    public Guid? TemplateId { get; init; }

    /// <summary>Kept from the workspace's members, but its owners; who makes it owns it.</summary>
    public bool IsRestricted { get; init; }
}

/// <summary>What is left out stays as it is.</summary>
public sealed record DocumentChanges
{
    public string? Title { get; init; }

    /// <summary>Null puts it at the top of the workspace.</summary>
    public Optional<Guid?> FolderId { get; init; }

    /// <summary>Whether others may be begun with its text.</summary>
    public bool? IsTemplate { get; init; }
}
