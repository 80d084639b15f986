using MDReader.Server.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Feed;

/// <summary>
/// Writes on a connection of its own, as appends of text do: where the database takes many writers, transactions lie
/// across each other and end in any order.
/// </summary>
sealed class OverlappingWriter(IServiceProvider services, FeedWorld world, Random random)
{
    const int AtOnce = 3;

    readonly Database _database = services.GetRequiredService<Database>();
    readonly WriteGate _gate = services.GetRequiredService<WriteGate>();
    int _number;

    public async Task Write()
    {
        // In one order of ids, as whoever locks several rows has to.
        Guid[] ids = [.. random.GetItems(world.Documents, AtOnce).Select(FeedWorld.IdOf).Distinct().Order()];
        var (keep, title) = (random.Next(5) > 0, $"overlapping {_number++} {random.Next(1000)}");
        await using var connection = await _database.OpenConnection(default);
        using var turn = await _gate.Enter(default);
        await using var transaction = await connection.BeginTransactionAsync();
        var changes = new List<Change>();
        foreach (var id in ids)
        {
            await using var update = connection.Command(
                "UPDATE documents SET title = @title WHERE id = @id AND trashed_at IS NULL RETURNING workspace_id",
                ("@title", title), ("@id", _database.Stored(id)));
            update.Transaction = transaction;
            changes.AddRange((await update.Rows(row => row.GetGuid(0), default))
                .Select(workspace => new Change.Upserted(workspace, ObjectType.Document, id)));
            await Pause();
        }

        await using var statements = new ChangeStatements(connection, _database);
        await statements.Write(changes, transaction, DateTimeOffset.UnixEpoch, default);
        await Pause();
        if (keep)
        {
            await transaction.CommitAsync();
        }
    }

    async Task Pause()
    {
        for (var times = random.Next(20); times > 0; times--)
        {
            await Task.Yield();
        }
    }
}
