using System.Data.Common;

namespace MDReader.Server.Platform;

/// <summary>Commands outside EF Core, for hot paths.</summary>
static class RawSql
{
    extension(DbConnection connection)
    {
        public DbCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                parameter.Value = value ?? DBNull.Value;
                command.Parameters.Add(parameter);
            }
            return command;
        }
    }

    extension(DbCommand command)
    {
        /// <summary>All rows, each as <paramref name="read"/> makes it.</summary>
        public async ValueTask<List<T>> Rows<T>(Func<DbDataReader, T> read, CancellationToken cancellationToken)
        {
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await row.ReadAsync(cancellationToken))
                rows.Add(read(row));
            return rows;
        }

        /// <summary>The first row, as <paramref name="read"/> makes it; the type's default where there is none.</summary>
        public async ValueTask<T?> FirstRow<T>(Func<DbDataReader, T> read, CancellationToken cancellationToken)
        {
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            return await row.ReadAsync(cancellationToken) ? read(row) : default;
        }

        /// <summary>Gives a prepared command its next values, in the order of its parameters.</summary>
        public void Bind(params ReadOnlySpan<object?> values)
        {
            for (var i = 0; i < values.Length; i++)
                command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
