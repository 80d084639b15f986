namespace MDReader.Server.Platform;

/// <summary>
/// Work that nobody waits for, such as clearing up and following what was written. It begins once the server listens: on two cores
/// its first queries, for which EF Core builds its model, would keep the first page waiting for as long again.
/// </summary>
sealed partial class Later<T>(T work, IHostApplicationLifetime lifetime, ILogger<Later<T>> logger) : IHostedLifecycleService
    where T : BackgroundService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        (work as IHostedLifecycleService)?.StartingAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await work.StartAsync(cancellationToken);
        _ = Watch(work.ExecuteTask!);
    }

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        (work as IHostedLifecycleService)?.StoppingAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => work.StopAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) =>
        (work as IHostedLifecycleService)?.StoppedAsync(cancellationToken) ?? Task.CompletedTask;

    // As the host does with those that it starts itself: without one of them the server isn't whole.
    async Task Watch(Task running)
    {
        try
        {
            await running;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !lifetime.ApplicationStopping.IsCancellationRequested)
        {
            LogFailed(typeof(T).Name, failure);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Work} failed, and the server ends.")]
    partial void LogFailed(string work, Exception failure);
}

static class LaterWork
{
    /// <summary>Begins the registered service once the server listens.</summary>
    public static void AddLater<T>(this IServiceCollection services)
        where T : BackgroundService =>
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Later<T>>(provider, provider.GetRequiredService<T>()));
}
