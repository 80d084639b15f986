namespace MDReader.Desktop;

/// <summary>No window: the address is printed, for a browser of the person's. Ends with Ctrl-C.</summary>
sealed class PrintedAddress : IWindow
{
    readonly ManualResetEventSlim _closed = new();

    public bool CanChoose => false;

    public void Open(Uri page) => Console.WriteLine($"Open this, once: {page}");

    public Task<IReadOnlyList<string>> Choose(Choice choice) => Task.FromResult<IReadOnlyList<string>>([]);

    public void Run() => _closed.Wait();

    public void Close() => _closed.Set();
}
