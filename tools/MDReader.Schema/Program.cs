// Writes a migration, for each database, of what the entities say and its last migration doesn't:
//   dotnet run --project tools/MDReader.Schema -- AddUpdateLog
using MDReader.Cloud;
using MDReader.Schema;
using MDReader.Server.Embedded;

if (args is not [var name])
{
    await Console.Error.WriteLineAsync("Give the migration a name: dotnet run --project tools/MDReader.Schema -- AddThing");
    return 1;
}

#pragma warning disable EF1001 // The providers' own design-time services are what the tool of EF Core uses, too.
await Migrations.Write(name, "MDReader.Migrations.Sqlite", new SqliteProvider("schema.db"),
    new Microsoft.EntityFrameworkCore.Sqlite.Design.Internal.SqliteDesignTimeServices());
await using var postgres = new PostgresProvider("Host=nowhere;Database=schema");
await Migrations.Write(name, "MDReader.Migrations.Postgres", postgres,
    new Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal.NpgsqlDesignTimeServices());
#pragma warning restore EF1001
return 0;
