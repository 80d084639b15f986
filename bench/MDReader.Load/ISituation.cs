namespace MDReader.Load;

/// <summary>A server in the midst of what a scenario is about, warm, to be measured as often as there are rounds.</summary>
interface ISituation : IAsyncDisposable
{
    Task<IReadOnlyList<(string Name, double Value)>> Measure(TimeSpan time);
}

/// <summary>One that is made anew each time it is measured.</summary>
sealed class Anew(ServerKind kind, Func<ServerKind, TimeSpan, Task<IReadOnlyList<(string Name, double Value)>>> run) : ISituation
{
    public Task<IReadOnlyList<(string Name, double Value)>> Measure(TimeSpan time) => run(kind, time);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
