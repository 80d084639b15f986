using System.Globalization;
using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Search;

/// <summary>What answers a search.</summary>
/// <param name="Hits">The best first; one more than the page where there are more.</param>
/// <param name="Unknown">The filters that name nobody, or no place, that the caller may know of.</param>
sealed record SearchAnswer(List<SearchHit> Hits, IReadOnlyList<SearchFilter> Unknown);

/// <summary>Asks for what the caller may read, and nothing else: the index where there are words, else the documents
/// themselves, the last changed first.</summary>
sealed class Found(Database database, ISearchIndex index, FilterValues values, TimeProvider time)
{
    const int LongestBeginning = 160;

    /// <summary>In an indexed text, which has blanks for line ends.</summary>
    public const string FrontMatterBegins = " --- --- ";

    // With blanks around it.
    const int LongestRead = 2 * LongestBeginning;

    public async Task<SearchAnswer> Read(
        SearchParameters parameters, PageStart start, Guid userId, CancellationToken cancellationToken)
    {
        var query = SearchQuery.Read(parameters.Q);
        if (query is { Terms.Count: 0, Filters.Count: 0 })
        {
            return new([], []);
        }

        var conditions = await Narrow(query.Filters, userId, parameters.Workspace, cancellationToken);
        var readable = Readable(userId, parameters.Workspace, conditions);
        var question = new SearchQuestion(
            query.Terms,
            readable,
            start.Limit + 1,
            start.After is { } after ? (double.Parse(start.AfterKey, CultureInfo.InvariantCulture), after) : null);
        if (conditions.Unknown.Count > 0)
        {
            return new([], conditions.Unknown);
        }

        var hits = query.Terms.Count == 0
            ? await LastChanged(question, cancellationToken)
            : [.. await index.Find(question, cancellationToken)];
        return new(hits, []);
    }

    async Task<FilterConditions> Narrow(
        IReadOnlyList<SearchFilter> filters, Guid userId, Guid? workspaceId, CancellationToken cancellationToken)
    {
        var conditions = new FilterConditions(database);
        var places = filters.Any(filter => filter.Filter == SearchFilter.In)
            ? await values.Places(userId, workspaceId, cancellationToken) : [];
        var people = filters.Any(filter => filter.Filter == SearchFilter.By)
            ? await values.People(userId, workspaceId, cancellationToken) : [];
        foreach (var (filter, value) in filters)
        {
            switch (filter)
            {
                case SearchFilter.Tag:
                    conditions.Tagged(value);
                    break;
                case SearchFilter.In:
                    conditions.In(value, places);
                    break;
                case SearchFilter.By:
                    conditions.By(value, people);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(filters), filter, "There are three filters.");
            }
        }

        return conditions;
    }

    SearchScope Readable(Guid userId, Guid? workspaceId, FilterConditions filters)
    {
        List<string> conditions = ["d.trashed_at is null", $"{Standing.RoleSql} is not null", .. filters.Sql];
        List<(string, object?)> parameters =
            [("@user", database.Stored(userId)), ("@now", database.Stored(time.Now())), .. filters.Parameters];
        if (workspaceId is { } workspace)
        {
            conditions.Add("d.workspace_id = @workspace");
            parameters.Add(("@workspace", database.Stored(workspace)));
        }

        return new(Standing.JoinsSql, string.Join(" and ", conditions), parameters);
    }

    // Times in milliseconds are whole numbers that a double holds.
    Task<List<SearchHit>> LastChanged(SearchQuestion question, CancellationToken cancellationToken)
    {
        var after = question.After is null ? "" : "and (d.updated_at < @changed or (d.updated_at = @changed and d.id > @after))";
        return database.Look(
            $"""
            select d.id, d.workspace_id, d.title, d.updated_at, substr(t.body, 1, {LongestRead})
            from documents d
            left join search_texts t on t.document_id = d.id
            {question.Readable.Joins}
            where {question.Readable.Condition} {after}
            order by d.updated_at desc, d.id
            limit @count
            """,
            [
                .. question.Readable.Parameters,
                ("@count", question.Count),
                .. question.After is var (rank, id) ? [("@changed", -(long)rank), ("@after", database.Stored(id))]
                    : Array.Empty<(string, object?)>(),
            ],
            row => new SearchHit(
                row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.IsDBNull(4) ? "" : Beginning(row.GetString(4)), -row.GetInt64(3)),
            cancellationToken);
    }

    static string Beginning(string text)
    {
        var end = text.IndexOf(FrontMatterBegins, StringComparison.Ordinal);
        var said = (end < 0 ? text : text[..end]).Trim();
        return said.Length <= LongestBeginning ? said : said.CutTo(LongestBeginning) + "…";
    }
}
