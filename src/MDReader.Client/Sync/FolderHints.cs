namespace MDReader.Client.Sync;

/// <summary>The system's word that something changed in a folder. It may miss things and it may be wrong: it only makes the
/// next look come sooner.</summary>
sealed class FolderHints : IDisposable
{
    readonly FileSystemWatcher? _watcher;
    TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FolderHints(string folder)
    {
        try
        {
            _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            _watcher.Changed += (_, change) => Hint(change);
            _watcher.Created += (_, change) => Hint(change);
            _watcher.Deleted += (_, change) => Hint(change);
            _watcher.Renamed += (_, change) => Hint(change);
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception none) when (none is IOException or PlatformNotSupportedException)
        {
            // As where the system watches as many folders as it can: then the looks come when they come.
            _watcher = null;
        }
    }

    /// <summary>Ends with the next hint.</summary>
    public Task Next()
    {
        if (_next.Task.IsCompleted)
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return _next.Task;
    }

    public void Dispose() => _watcher?.Dispose();

    void Hint(FileSystemEventArgs change)
    {
        if (change.Name is { } name && !name.StartsWith(Ledger.FolderName, StringComparison.Ordinal))
            _next.TrySetResult();
    }
}
