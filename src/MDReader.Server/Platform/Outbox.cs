using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Platform;

/// <summary>
/// What has to happen because of a write, but not within it: the message is committed with its cause, so that neither
/// exists without the other, and read afterwards, by whichever process gets to it first.
/// </summary>
public sealed class Outbox(Database database, TimeProvider time)
{
    /// <summary>Adds the message to the surrounding write, unless there is, or was, one with this key.</summary>
    public Task Add<T>(string key, T message, CancellationToken cancellationToken)
        where T : class => Add(key, message, time.Now(), cancellationToken);

    /// <summary>As <see cref="Add{T}(string, T, CancellationToken)"/>, to be read no sooner than it is due.</summary>
    public Task Add<T>(string key, T message, DateTimeOffset due, CancellationToken cancellationToken)
        where T : class => database.Write(
        async (db, token) =>
        {
            await db.Database.ExecuteSqlRawAsync(
                """
                insert into outbox (id, topic, "key", payload, created_at, due_at, attempts)
                values ({0}, {1}, {2}, {3}, {4}, {5}, 0)
                on conflict (topic, "key") do nothing
                """,
                [
                    database.Stored(Ids.New(time)), Topic<T>(), key, JsonSerializer.Serialize(message),
                    database.Stored(time.Now()), database.Stored(due),
                ],
                token);
            database.Announce(OutboxWritten.Instance);
        },
        cancellationToken);

    internal static string Topic<T>() => typeof(T).Name;
}

/// <summary>Told after a commit that put something into the outbox.</summary>
sealed record OutboxWritten
{
    public static readonly OutboxWritten Instance = new();
}

/// <summary>Who reads a kind of message. It may be called again with the same key: after a crash, or when it threw.</summary>
sealed record OutboxReader(string Topic, Func<string, string, CancellationToken, Task> Read);

static class OutboxReaders
{
    /// <summary>Reads the messages of this type. Throwing means: try again later.</summary>
    /// <param name="services">Where the reader is registered.</param>
    /// <param name="reader">Gets what it needs once; then is called with each message and its key.</param>
    public static void ReadOutbox<T>(
        this IServiceCollection services, Func<IServiceProvider, Func<T, string, CancellationToken, Task>> reader)
        where T : class =>
        services.AddSingleton(provider =>
        {
            var read = reader(provider);
            return new OutboxReader(
                Outbox.Topic<T>(),
                (payload, key, cancellationToken) =>
                    read(JsonSerializer.Deserialize<T>(payload)!, key, cancellationToken));
        });
}
