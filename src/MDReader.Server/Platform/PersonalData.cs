namespace MDReader.Server.Platform;

/// <summary>
/// What a feature holds on a person; each registers its own. A person may take a copy of all of it, and may have it
/// erased: what others need, such as a text they wrote together, stays under the name of nobody.
/// </summary>
/// <param name="Name">The member of the export, in camelCase.</param>
public abstract record PersonalData(string Name)
{
    /// <summary>Everything held, in a form that JSON can carry; secrets and hashes of secrets left out.</summary>
    public abstract Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken);

    /// <summary>Erases it, within the write that ends the account.</summary>
    public virtual Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What has to be settled before an account may end; null when nothing has.</summary>
    public virtual Task<Refusal?> Obstacle(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        Task.FromResult<Refusal?>(null);
}
