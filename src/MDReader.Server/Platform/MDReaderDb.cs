using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Platform;

/// <summary>
/// The one context. It names no table: each feature brings <see cref="IEntityTypeConfiguration{TEntity}"/> classes, found
/// in this assembly, and gives its sets names through extension properties beside them.
/// </summary>
public sealed partial class MDReaderDb(DbContextOptions<MDReaderDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MDReaderDb).Assembly);

        // Raw SQL names columns, so their names follow one rule and do not depend on the provider.
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    static string SnakeCase(string name) =>
        WordStart().Replace(name, "_$1").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex WordStart();
}
