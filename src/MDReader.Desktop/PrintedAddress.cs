namespace MDReader.Desktop;

/// <summary>No window: the address is printed, for a browser of the person's. Ends with Ctrl-C.</summary>
sealed class PrintedAddress : IWindow
{
    readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool CanChoose => false;

    public void Open(Uri page) => Console.WriteLine($"Open this, once: {page.AbsoluteUri}");

    public Task<IReadOnlyList<string>> Choose(Choice choice) => Task.FromResult<IReadOnlyList<string>>([]);

    public void Run() => _closed.Task.GetAwaiter().GetResult();

    public void Close() => _closed.TrySetResult();
}
