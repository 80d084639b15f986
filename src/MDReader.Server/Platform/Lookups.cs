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

    public async Task<List<T>> Rows<T>(
        string sql,
        (string Name, object? Value)[] values,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken)
    {
        if (_idle.TryPop(out var kept))
        {
            try
            {
                return await Rows(kept, sql, values, read, cancellationToken);
            }
            catch (DbException failure) when (failure.IsTransient)
            {
                // A database that was started again took the others along. Nothing was written, so it is just asked again.
                Dispose();
            }
        }

        return await Rows(new KeptConnection(await provider.OpenConnection(cancellationToken)), sql, values, read, cancellationToken);
    }

    async Task<List<T>> Rows<T>(
        KeptConnection connection,
        string sql,
        (string Name, object? Value)[] values,
        Func<DbDataReader, T> read,
        CancellationToken cancellationToken)
    {
        List<T> rows;
        try
        {
            rows = await connection.Command(sql, values).Rows(read, cancellationToken);
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

        return rows;
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
