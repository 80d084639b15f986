using System.Globalization;
using System.Text;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MDReader.Server.Search;

public sealed record SearchParameters
{
    /// <summary>Words and <c>"words in this order"</c>; the last word may be half typed. <c>tag:plan</c>,
    /// <c>in:"Old plans"</c> (a folder by its name or path, or a workspace) and <c>by:ada</c> (who made it or wrote in it) narrow
    /// it down, and find something without words too.</summary>
    [FromQuery(Name = "q")]
    public string? Q { get; init; }

    /// <summary>Only in this workspace; without it, everywhere the caller may read.</summary>
    [FromQuery(Name = "workspace")]
    public Guid? Workspace { get; init; }
}

/// <summary>A document that holds what was asked for.</summary>
/// <param name="Title">As it is.</param>
/// <param name="TitleHtml">Escaped for HTML, with <c>mark</c> elements around what was found and no other.</param>
/// <param name="Snippet">Of the text, likewise escaped and marked.</param>
public sealed record SearchResult(Guid DocumentId, Guid WorkspaceId, string Title, string TitleHtml, string Snippet);

/// <summary>A page of what was found, the best first; without words the last changed first.</summary>
/// <param name="NextCursor">Null at the end.</param>
/// <param name="Unknown">The filters that name nobody, or no place, that the caller may know of; with them nothing is
/// found.</param>
public sealed record SearchPage(
    IReadOnlyList<SearchResult> Items, string? NextCursor, IReadOnlyList<SearchFilter> Unknown);

static class SearchRoutes
{
    public static void MapSearchRoutes(this RouteGroupBuilder api)
    {
        api.MapGet("/search", Search).WithName("Search").Refuses(Problems.CursorMismatch);
        api.MapGet("/search/suggestions", SearchSuggestions.Suggest).WithName("SuggestFilters").Refuses(Problems.BadRequest);
    }

    static async Task<Results<Answer<SearchPage>, Refusal>> Search(
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

        var answer = await found.Read(parameters, start, caller.UserId, context.RequestAborted);
        var page = pages.Finish(
            start, answer.Hits, hit => (hit.Rank.ToString("R", CultureInfo.InvariantCulture), hit.DocumentId), context);
        return Answers.With(new SearchPage([.. page.Items.Select(Result)], page.NextCursor, answer.Unknown));
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
