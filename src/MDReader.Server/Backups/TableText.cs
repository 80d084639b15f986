using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MDReader.Server.Backups;

/// <summary>What was read of a table.</summary>
/// <param name="Sha256">Of its rows as text, in hexadecimal digits: the same rows have the same on any database.</param>
sealed record TableFacts(string Name, long Rows, string Sha256);

/// <summary>A column of a table, in a form that is the same on every database.</summary>
sealed record Column(string Name, Type Type, bool IsKey);

/// <summary>A table as text: a line of JSON for each row, in the order of its key.</summary>
sealed class TableText(IEntityType entity)
{
    public string Name { get; } = entity.GetTableName()!;

    public IReadOnlyList<Column> Columns { get; } =
    [
        .. entity.GetProperties()
            .Select(property => new Column(property.GetColumnName(), Kind(property), property.IsPrimaryKey()))
            .OrderBy(column => column.Name, StringComparer.Ordinal),
    ];

    /// <summary>Columns that name another row of the same table, which may come later.</summary>
    public IReadOnlyList<string> OwnReferences { get; } =
    [
        .. entity.GetForeignKeys().Where(key => key.PrincipalEntityType == entity)
            .SelectMany(key => key.Properties).Select(property => property.GetColumnName()),
    ];

    IEnumerable<string> Keys => entity.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName());

    /// <param name="connection">In a transaction that sees one moment.</param>
    /// <param name="to">Null to count and digest only.</param>
    public async Task<TableFacts> Read(DbConnection connection, Stream? to, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var packed = to is null ? null : new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText =
            $"select {string.Join(", ", Columns.Select(column => Quoted(column.Name)))} from {Quoted(Name)} order by {string.Join(", ", Keys.Select(Quoted))}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = 0L;
        using var line = new MemoryStream();
        while (await reader.ReadAsync(cancellationToken))
        {
            line.SetLength(0);
            using (var json = new Utf8JsonWriter(line))
            {
                Write(reader, json);
            }

            line.WriteByte((byte)'\n');
            hash.AppendData(line.GetBuffer(), 0, (int)line.Length);
            if (packed is not null)
            {
                await packed.WriteAsync(line.GetBuffer().AsMemory(0, (int)line.Length), cancellationToken);
            }

            rows++;
        }

        return new TableFacts(Name, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>What the text's lines are, checked against nothing but that they can be read.</summary>
    public static async Task<TableFacts> Check(string name, Stream packed, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var text = new GZipStream(packed, CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        var rows = 0L;
        while (await text.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            rows += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return new TableFacts(name, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public async Task Empty(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var delete = connection.CreateCommand();
        delete.Transaction = transaction;
        delete.CommandText = $"delete from {Quoted(Name)}";
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Puts rows into the table, which is empty.</summary>
    public async Task Fill(DbConnection connection, DbTransaction transaction, Database database, Stream packed, CancellationToken cancellationToken)
    {
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandTimeout = 0;
        insert.CommandText =
            $"insert into {Quoted(Name)} ({string.Join(", ", Columns.Select(column => Quoted(column.Name)))}) values ({string.Join(", ", Columns.Select((_, at) => $"@p{at}"))})";
        foreach (var (at, _) in Columns.Index())
        {
            var parameter = insert.CreateParameter();
            parameter.ParameterName = $"@p{at}";
            insert.Parameters.Add(parameter);
        }

        var later = new List<JsonElement>();
        await using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var lines = new StreamReader(unpacked);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            var row = JsonDocument.Parse(line).RootElement;
            foreach (var (at, column) in Columns.Index())
            {
                var value = OwnReferences.Contains(column.Name) ? default : row.GetProperty(column.Name);
                insert.Parameters[at].Value = Value(value, column.Type, database);
            }

            await insert.ExecuteNonQueryAsync(cancellationToken);
            if (OwnReferences.Any(column => row.GetProperty(column).ValueKind != JsonValueKind.Null))
            {
                later.Add(row);
            }
        }

        foreach (var row in later)
        {
            await Refer(connection, transaction, database, row, cancellationToken);
        }
    }

    async Task Refer(DbConnection connection, DbTransaction transaction, Database database, JsonElement row, CancellationToken cancellationToken)
    {
        await using var update = connection.CreateCommand();
        update.Transaction = transaction;
        var set = OwnReferences.Select(column => $"{Quoted(column)} = @{column}");
        update.CommandText = $"update {Quoted(Name)} set {string.Join(", ", set)} where {string.Join(" and ", Keys.Select(key => $"{Quoted(key)} = @{key}"))}";
        foreach (var column in Columns.Where(column => column.IsKey || OwnReferences.Contains(column.Name)))
        {
            var parameter = update.CreateParameter();
            parameter.ParameterName = $"@{column.Name}";
            parameter.Value = Value(row.GetProperty(column.Name), column.Type, database);
            update.Parameters.Add(parameter);
        }

        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    void Write(DbDataReader row, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (at, column) in Columns.Index())
        {
            json.WritePropertyName(column.Name);
            if (row.IsDBNull(at))
            {
                json.WriteNullValue();
            }
            else if (column.Type == typeof(Guid))
            {
                json.WriteStringValue(row.GetGuid(at));
            }
            else if (column.Type == typeof(byte[]))
            {
                json.WriteBase64StringValue(row.GetFieldValue<byte[]>(at));
            }
            else if (column.Type == typeof(bool))
            {
                json.WriteBooleanValue(row.GetBoolean(at));
            }
            else if (column.Type == typeof(long))
            {
                json.WriteNumberValue(Convert.ToInt64(row.GetValue(at), CultureInfo.InvariantCulture));
            }
            else if (column.Type == typeof(double))
            {
                json.WriteNumberValue(Convert.ToDouble(row.GetValue(at), CultureInfo.InvariantCulture));
            }
            else
            {
                json.WriteStringValue(row.GetString(at));
            }
        }

        json.WriteEndObject();
    }

    static object Value(JsonElement value, Type type, Database database) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => DBNull.Value,
        _ when type == typeof(Guid) => database.Stored(value.GetGuid()),
        _ when type == typeof(byte[]) => value.GetBytesFromBase64(),
        _ when type == typeof(bool) => value.GetBoolean(),
        _ when type == typeof(long) => value.GetInt64(),
        _ when type == typeof(double) => value.GetDouble(),
        _ => value.GetString()!,
    };

    // Ids and times are stored otherwise on each database; what they are here is the same.
    static Type Kind(IProperty property)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type == typeof(Guid))
        {
            return type;
        }

        type = property.GetTypeMapping().Converter?.ProviderClrType ?? type;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(int) || type == typeof(short) || type == typeof(byte) || type.IsEnum ? typeof(long) : type;
    }

    static string Quoted(string name) => $"\"{name}\"";
}
