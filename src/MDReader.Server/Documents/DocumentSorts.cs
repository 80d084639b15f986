using System.Globalization;
using MDReader.Server.Platform;

namespace MDReader.Server.Documents;

/// <summary>The orders that lists of documents come in, each with what a cursor holds of it.</summary>
static class DocumentSorts
{
    public const string Created = "created";
    public const string Updated = "updated";
    public const string Title = "title";
    public const string Trashed = "trashed";

    public static bool IsOffered(string? sort) => sort is null or Created or Updated or Title;

    public static IQueryable<Document> Page(IQueryable<Document> documents, string? sort, PageStart start) => sort switch
    {
        null or Created => After(documents, start).OrderByDescending(document => document.Id),
        Updated => AfterUpdate(documents, start)
            .OrderByDescending(document => document.UpdatedAt).ThenByDescending(document => document.Id),
        Trashed => AfterDeletion(documents, start)
            .OrderByDescending(document => document.TrashedAt).ThenByDescending(document => document.Id),
        Title => AfterTitle(documents, start).OrderBy(document => document.TitleKey).ThenBy(document => document.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, "Documents aren't sorted by this."),
    };

    public static string KeyOf(Document document, string? sort) => sort switch
    {
        Updated => Key(document.UpdatedAt),
        Trashed => Key(document.TrashedAt!.Value),
        Title => document.TitleKey,
        _ => "",
    };

    static IQueryable<Document> After(IQueryable<Document> documents, PageStart start) =>
        documents.Where(document => start.After == null || document.Id < start.After);

    static IQueryable<Document> AfterUpdate(IQueryable<Document> documents, PageStart start)
    {
        if (start.After is null)
        {
            return documents;
        }

        var at = Time(start.AfterKey);
        return documents.Where(document =>
            document.UpdatedAt < at || (document.UpdatedAt == at && document.Id < start.After));
    }

    static IQueryable<Document> AfterDeletion(IQueryable<Document> documents, PageStart start)
    {
        if (start.After is null)
        {
            return documents;
        }

        var at = Time(start.AfterKey);
        return documents.Where(document =>
            document.TrashedAt < at || (document.TrashedAt == at && document.Id < start.After));
    }

    static IQueryable<Document> AfterTitle(IQueryable<Document> documents, PageStart start) => start.After is null
        ? documents
        : documents.Where(document =>
            string.Compare(document.TitleKey, start.AfterKey) > 0
            || (document.TitleKey == start.AfterKey && document.Id > start.After));

    static string Key(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    static DateTimeOffset Time(string key) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(key, CultureInfo.InvariantCulture));
}
