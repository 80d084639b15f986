using System.Collections.Concurrent;
using System.Data.Common;

namespace MDReader.Server.Platform;

/// <summary>
/// Reads of hot paths, on connections that stay open with their statements prepared. Beside the look-up of one row the
/// rest is dear: EF Core opens a connection for each query, on SQLite with two dozen functions of its own, and the
/// statement is compiled anew.
/// </summary>
sealed class Lookups(IDatabaseProvider provider) : IDisposable
{
    const int MostIdle = 8;

    readonly ConcurrentStack<KeptConnection> _idle = [];

    public async ValueTask<TFound> Find<T, TFound>(
        string sql,
        (string Name, object? Value)[] values,
        Func<DbDataReader, T> read,
        Finding<T, TFound> find,
        CancellationToken cancellationToken)
    {
        if (_idle.TryPop(out var kept))
        {
            try
            {
                return await Find(kept, sql, values, read, find, cancellationToken);
            }
            catch (DbException failure) when (failure.IsTransient)
            {
                // A database that was started again took the others along. Nothing was written, so it is just asked again.
                Dispose();
            }
        }

        return await Find(new KeptConnection(await provider.OpenConnection(cancellationToken)), sql, values, read, find, cancellationToken);
    }

    async ValueTask<TFound> Find<T, TFound>(
        KeptConnection connection,
        string sql,
        (string Name, object? Value)[] values,
        Func<DbDataReader, T> read,
        Finding<T, TFound> find,
        CancellationToken cancellationToken)
    {
        TFound found;
        try
        {
            found = await find(connection.Command(sql, values), read, cancellationToken);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        if (_idle.Count < MostIdle)
        {
            _idle.Push(connection);
        }
        else
        {
            connection.Dispose();
        }

        return found;
    }

    /// <summary>Closes what is idle.</summary>
    public void Dispose()
    {
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }
    }
}

/// <summary>What of a command's rows is wanted: all of them, or one.</summary>
delegate ValueTask<TFound> Finding<T, TFound>(
    DbCommand command, Func<DbDataReader, T> read, CancellationToken cancellationToken);

/// <summary>A connection and the commands that it has run, each prepared by its first run.</summary>
sealed class KeptConnection(DbConnection connection) : IDisposable
{
    // More than there are look-ups; lists have one for each set of filters that is asked for.
    const int MostCommands = 100;

    readonly Dictionary<string, DbCommand> _commands = [];

    public DbCommand Command(string sql, (string Name, object? Value)[] values)
    {
        if (_commands.TryGetValue(sql, out var command))
        {
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i].Value ?? DBNull.Value;
            }

            return command;
        }

        if (_commands.Count == MostCommands)
        {
            Forget();
        }

        return _commands[sql] = connection.Command(sql, values);
    }

    public void Dispose()
    {
        Forget();
        connection.Dispose();
    }

    void Forget()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
    }
}
