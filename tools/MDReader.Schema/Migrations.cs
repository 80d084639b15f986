using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;

namespace MDReader.Schema;

static class Migrations
{
    public static async Task Write(string name, string project, IDatabaseProvider database, IDesignTimeServices designTime)
    {
        var options = new DbContextOptionsBuilder<MDReaderDb>();
        database.Configure(options);
        await using var db = new MDReaderDb(options.Options);
        var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(db);
        designTime.ConfigureDesignTimeServices(services);

        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var scaffolder = scope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>();
        var migration = scaffolder.ScaffoldMigration(name, project);
        var files = scaffolder.Save($"src/{project}", migration, outputDir: null, dryRun: false);
        Console.WriteLine($"{files.MigrationFile}\n{files.SnapshotFile}");
    }
}
