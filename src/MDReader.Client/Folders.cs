namespace MDReader.Client;

public sealed class Folders
{
    readonly Calls _calls;

    internal Folders(Calls calls) => _calls = calls;

    public Task<Folder> Get(Guid folder, CancellationToken cancellation = default) =>
        _calls.Get<Folder>($"folders/{folder}", cancellation);

    /// <param name="name">Any; it need not be unlike others.</param>
    /// <param name="parent">Null for the top of the workspace.</param>
    /// <param name="key">Sent again with the same key it is made once.</param>
    public Task<Folder> Create(
        Guid workspace, string name, Guid? parent = null, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<Folder>($"workspaces/{workspace}/folders", Bodies.Of(("name", name), ("parentId", parent)), key, cancellation);

    public Task<Folder> Change(Guid folder, FolderChanges changes, CancellationToken cancellation = default) =>
        _calls.Patch<Folder>(
            $"folders/{folder}", Bodies.Of(("name", changes.Name)).With("parentId", changes.ParentId, id => id), cancellation);

    /// <summary>Puts it into the trash, with all that lies in it.</summary>
    public Task Delete(Guid folder, CancellationToken cancellation = default) => _calls.Delete($"folders/{folder}", cancellation);

    /// <summary>Takes it out of the trash, with all that its deletion took along.</summary>
    public Task<Folder> Restore(Guid folder, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<Folder>($"folders/{folder}/restore", body: null, key, cancellation);
}

/// <param name="ParentId">Null at the top of the workspace.</param>
/// <param name="UpdatedAt">When its name or place last changed.</param>
public sealed record Folder(
    Guid Id, Guid WorkspaceId, Guid? ParentId, string Name, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>What is left out stays as it is.</summary>
public sealed record FolderChanges
{
    public string? Name { get; init; }

    /// <summary>Null puts it at the top of the workspace.</summary>
    public Optional<Guid?> ParentId { get; init; }
}
