using System.Globalization;
using System.Text;
using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MDReader.Server.Search;

/// <param name="Q">Words, <c>"words in this order"</c>, and <c>tag:name</c>; the last word may be half typed.</param>
/// <param name="Workspace">Only in this workspace; without it, everywhere the caller may read.</param>
public sealed record SearchParameters(
    [FromQuery(Name = "q")] string? Q, [FromQuery(Name = "workspace")] Guid? Workspace);

/// <summary>A document that holds what was asked for.</summary>
/// <param name="Title">As it is.</param>
/// <param name="TitleHtml">Escaped for HTML, with <c>mark</c> elements around what was found and no other.</param>
/// <param name="Snippet">Of the text, likewise escaped and marked.</param>
public sealed record SearchResult(Guid DocumentId, Guid WorkspaceId, string Title, string TitleHtml, string Snippet);

static class SearchRoutes
{
    public static void MapSearchRoutes(this RouteGroupBuilder api) =>
        api.MapGet("/search", Search).WithName("Search").Refuses(Problems.CursorMismatch);

    static async Task<Results<Ok<Page<SearchResult>>, Refusal>> Search(
        [AsParameters] SearchParameters parameters,
        [AsParameters] PageQuery query,
        HttpContext context,
        Found found,
        Pages pages)
    {
        var caller = Caller.Of(context)!;
        var (start, refusal) = pages.Start(query, $"search in {parameters.Workspace} for {parameters.Q}", caller);
        if (refusal is not null)
        {
            return refusal;
        }

        var hits = await found.Read(parameters, start, caller.UserId, context.RequestAborted);
        var page = pages.Finish(
            start, hits, hit => (hit.Rank.ToString("R", CultureInfo.InvariantCulture), hit.DocumentId), context);
        return TypedResults.Ok(new Page<SearchResult>([.. page.Items.Select(Result)], page.NextCursor));
    }

    static SearchResult Result(SearchHit hit) => new(
        hit.DocumentId,
        hit.WorkspaceId,
        hit.Title.Replace($"{SearchHit.Open}", "", StringComparison.Ordinal)
            .Replace($"{SearchHit.Close}", "", StringComparison.Ordinal),
        Html(hit.Title),
        Html(hit.Snippet));

    static string Html(string marked)
    {
        var html = new StringBuilder(marked.Length + 32);
        foreach (var character in marked)
        {
            _ = character switch
            {
                SearchHit.Open => html.Append("<mark>"),
                SearchHit.Close => html.Append("</mark>"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '&' => html.Append("&amp;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                _ => html.Append(character),
            };
        }

        return html.ToString();
    }
}

/// <summary>Asks the index for what the caller may read, and nothing else.</summary>
sealed class Found(Database database, ISearchIndex index, TimeProvider time)
{
    public async Task<List<SearchHit>> Read(
        SearchParameters parameters, PageStart start, Guid userId, CancellationToken cancellationToken)
    {
        var query = SearchQuery.Read(parameters.Q);
        if (query.Terms.Count == 0)
        {
            return [];
        }

        var question = new SearchQuestion(
            query.Terms,
            Readable(userId, parameters.Workspace, query.Tags),
            start.Limit + 1,
            start.After is { } after ? (double.Parse(start.AfterKey, CultureInfo.InvariantCulture), after) : null);
        return [.. await index.Find(question, cancellationToken)];
    }

    SearchScope Readable(Guid userId, Guid? workspaceId, IReadOnlyList<string> tags)
    {
        var condition = new StringBuilder($"d.trashed_at is null and {Standing.RoleSql} is not null");
        List<(string, object?)> parameters = [("@user", database.Stored(userId)), ("@now", database.Stored(time.Now()))];
        if (workspaceId is { } workspace)
        {
            condition.Append(" and d.workspace_id = @workspace");
            parameters.Add(("@workspace", database.Stored(workspace)));
        }

        for (var i = 0; i < tags.Count; i++)
        {
            condition.Append(CultureInfo.InvariantCulture, $" and replace(d.tag_line, @tag{i}, '') <> d.tag_line");
            parameters.Add(($"@tag{i}", TagLine.Part(tags[i])));
        }

        return new(Standing.JoinsSql, condition.ToString(), parameters);
    }
}
