namespace MDReader.TestKit;

/// <summary>Waits for what happens soon, elsewhere: looks again and again, for a minute.</summary>
public static class Eventually
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The first result that isn't null.</summary>
    public static async Task<T> Get<T>(Func<Task<T?>> look, string what)
        where T : class
    {
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            try
            {
                await Task.Delay(20, late.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {Patience.TotalSeconds:0} s for {what}.");
            }
        }
    }

    public static Task<T> Get<T>(Func<T?> look, string what)
        where T : class => Get(() => Task.FromResult(look()), what);

    public static Task Holds(Func<Task<bool>> look, string what) =>
        Get(async () => await look() ? what : null, what);

    public static Task Holds(Func<bool> look, string what) => Holds(() => Task.FromResult(look()), what);
}
