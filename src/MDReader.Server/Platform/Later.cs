using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Platform;

/// <summary>
/// Work that nobody waits for, such as clearing up and following what was written. It begins once the server listens and EF Core has
/// its model: else the first page would wait as long again, for the processor and for threads that wait for the model.
/// </summary>
sealed partial class Later<T>(T work, BuiltModel model, IHostApplicationLifetime lifetime, ILogger<Later<T>> logger)
    : IHostedLifecycleService
    where T : BackgroundService
{
    Task _begun = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) =>
        (work as IHostedLifecycleService)?.StartingAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _begun = Begin();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) =>
        (work as IHostedLifecycleService)?.StoppingAsync(cancellationToken) ?? Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _begun;
        await work.StopAsync(cancellationToken);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) =>
        (work as IHostedLifecycleService)?.StoppedAsync(cancellationToken) ?? Task.CompletedTask;

    async Task Begin()
    {
        await model.Built;
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }

        await work.StartAsync(CancellationToken.None);
        _ = Watch(work.ExecuteTask!);
    }

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

/// <summary>EF Core's model of all tables, which takes as long to build as the server to start.</summary>
sealed class BuiltModel(IDbContextFactory<MDReaderDb> contexts)
{
    // On a thread of its own: those that serve requests are as many as processors, and are not to be kept.
    readonly Lazy<Task> _built = new(() => Task.Factory.StartNew(
        () =>
        {
            using var db = contexts.CreateDbContext();
            _ = db.Model;
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>Begins to build it, the first time it is asked for.</summary>
    public Task Built => _built.Value;
}

static class LaterWork
{
    /// <summary>Begins the registered service once the server listens.</summary>
    public static void AddLater<T>(this IServiceCollection services)
        where T : BackgroundService =>
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Later<T>>(provider, provider.GetRequiredService<T>()));
}
