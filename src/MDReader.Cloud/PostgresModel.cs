using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MDReader.Cloud;

/// <summary>
/// How PostgreSQL keeps what has to sort, compare and read as on SQLite: ids as <c>uuid</c>, whose order is that of their
/// text; times as whole milliseconds since 1970 in UTC; text by its bytes (collation <c>C</c>, on each column, so that it
/// doesn't matter how the database was created).
/// </summary>
public sealed class PostgresModel(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    const string ByBytes = "C";

    static readonly ValueConverter<DateTimeOffset, long> Time =
        new(time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            if (type == typeof(DateTimeOffset))
                property.SetValueConverter(Time);
            // What a converter makes text of is text in the table, too.
            var stored = property.GetValueConverter()?.ProviderClrType ?? type;
            if (stored == typeof(string))
                property.SetCollation(ByBytes);
        }
    }
}
