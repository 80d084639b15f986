using System.Globalization;

namespace MDReader.Server.Documents;

/// <summary>The orders that lists of documents come in, each with what a cursor holds of it.</summary>
static class DocumentSorts
{
    public const string Created = "created";
    public const string Updated = "updated";
    public const string Title = "title";
    public const string Trashed = "trashed";

    public static bool IsOffered(string? sort) => sort is null or Created or Updated or Title;

    /// <summary>SQL of the documents <c>d</c>: what comes after the row that a cursor holds (<c>@id</c>, and <c>@key</c>
    /// where a key sorts before it), and the order itself.</summary>
    public static (string After, string Order) Sql(string? sort) => sort switch
    {
        null or Created => ("d.id < @id", "d.id desc"),
        Updated => ("(d.updated_at, d.id) < (@key, @id)", "d.updated_at desc, d.id desc"),
        Trashed => ("(d.trashed_at, d.id) < (@key, @id)", "d.trashed_at desc, d.id desc"),
        Title => ("(d.title_key, d.id) > (@key, @id)", "d.title_key, d.id"),
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, "Documents aren't sorted by this."),
    };

    public static string KeyOf(DocumentEntry document, string? sort) => sort switch
    {
        Updated => Key(document.UpdatedAt),
        Trashed => Key(document.TrashedAt!.Value),
        Title => Document.KeyOf(document.Title),
        _ => "",
    };

    /// <summary>What <c>@key</c> binds of such a key; null where there is no such parameter.</summary>
    public static object? Bound(string key, string? sort) => sort switch
    {
        Updated or Trashed => long.Parse(key, CultureInfo.InvariantCulture),
        Title => key,
        _ => null,
    };

    static string Key(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
