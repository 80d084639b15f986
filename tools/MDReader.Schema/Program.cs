// Writes a migration for what the entities say and the last migration doesn't:
//   dotnet run --project tools/MDReader.Schema -- AddUpdateLog
using MDReader.Server.Embedded;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;

if (args is not [var name])
{
    await Console.Error.WriteLineAsync("Give the migration a name: dotnet run --project tools/MDReader.Schema -- AddThing");
    return 1;
}

var options = new DbContextOptionsBuilder<MDReaderDb>();
new SqliteProvider("schema.db").Configure(options);
using var db = new MDReaderDb(options.Options);

var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(db);
#pragma warning disable EF1001 // The provider's own design-time services are what the tool of EF Core uses, too.
new Microsoft.EntityFrameworkCore.Sqlite.Design.Internal.SqliteDesignTimeServices().ConfigureDesignTimeServices(services);
#pragma warning restore EF1001

await using var provider = services.BuildServiceProvider();
await using var scope = provider.CreateAsyncScope();
var scaffolder = scope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>();
var migration = scaffolder.ScaffoldMigration(name, "MDReader.Migrations.Sqlite");
var files = scaffolder.Save("src/MDReader.Migrations.Sqlite", migration, outputDir: null, dryRun: false);
Console.WriteLine($"{files.MigrationFile}\n{files.SnapshotFile}");
return 0;
