namespace MDReader.Server.Platform;

/// <summary>Brings the tables up to date, and reads the instance's key, before anything else of the server starts.</summary>
sealed class Migration(Database database, InstanceSecrets secrets) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var held = await database.HoldStart(cancellationToken);
        await database.Migrate(cancellationToken);
        await secrets.Load(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
