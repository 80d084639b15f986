using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MDReader.Server.Embedded;

/// <summary>
/// How SQLite keeps what it has no type for: ids as lower-case text, times as whole milliseconds since 1970 in UTC. Both
/// sort and compare in SQL as they do in C#.
/// </summary>
public sealed class SqliteModel(ModelCustomizerDependencies dependencies)
    : RelationalModelCustomizer(dependencies)
{
    static readonly ValueConverter<Guid, string> Id = new(id => Text(id), text => Guid.ParseExact(text, "D"));

    static readonly ValueConverter<DateTimeOffset, long> Time =
        new(time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    public static string Text(Guid id) => id.ToString("D");

    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            if (type == typeof(Guid))
            {
                property.SetValueConverter(Id);
            }
            else if (type == typeof(DateTimeOffset))
            {
                property.SetValueConverter(Time);
            }
        }
    }
}
