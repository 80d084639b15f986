namespace MDReader.Client;

/// <summary>Full text search. Words, <c>"words in this order"</c>, and the filters <c>tag:plan</c>, <c>in:"Old plans"</c>
/// (a folder by its name or path, or a workspace) and <c>by:ada</c> (who made it or wrote in it).</summary>
public sealed class Search
{
    readonly Calls _calls;

    internal Search(Calls calls) => _calls = calls;

    /// <summary>The best first; without words the last changed first.</summary>
    /// <param name="workspace">Null for all that the caller may read.</param>
    public IAsyncEnumerable<Found> Find(string words, Guid? workspace = null, CancellationToken cancellation = default) =>
        _calls.List<Found>(Path(words, workspace), cancellation);

    /// <summary>The best, and which filters found nobody and no place.</summary>
    /// <inheritdoc cref="Find"/>
    public Task<FoundPage> Best(string words, Guid? workspace = null, CancellationToken cancellation = default) =>
        _calls.Get<FoundPage>(Path(words, workspace), cancellation);

    /// <summary>Values for a filter, the nearest first.</summary>
    /// <param name="filter"><c>tag</c>, <c>in</c> or <c>by</c>.</param>
    /// <param name="begun">What of the value is there already; null for nothing.</param>
    /// <param name="workspace">Null for all that the caller may read.</param>
    public Task<FilterSuggestions> SuggestFilters(
        string filter, string? begun = null, Guid? workspace = null, CancellationToken cancellation = default) =>
        _calls.Get<FilterSuggestions>(
            "search/suggestions".With("filter", filter).With("q", begun).With("workspace", workspace), cancellation);

    static string Path(string words, Guid? workspace) => "search".With("q", words).With("workspace", workspace);
}

/// <summary>A document that has what was searched for.</summary>
/// <param name="TitleHtml">Escaped for HTML, with <c>mark</c> elements around what was found and no other.</param>
/// <param name="Snippet">Of the text, likewise escaped and marked.</param>
public sealed record Found(Guid DocumentId, Guid WorkspaceId, string Title, string TitleHtml, string Snippet);

/// <param name="Unknown">The filters that name nobody, or no place, that the caller may know of; with them nothing is
/// found.</param>
public sealed record FoundPage(IReadOnlyList<Found> Items, string? NextCursor, IReadOnlyList<SearchFilter> Unknown);

/// <param name="Filter"><c>tag</c>, <c>in</c> or <c>by</c>.</param>
/// <param name="Value">Without quotes.</param>
public sealed record SearchFilter(string Filter, string Value);

public sealed record FilterSuggestions(IReadOnlyList<FilterSuggestion> Items);

/// <param name="Value">To stand behind the filter; in quotes where it has blanks.</param>
/// <param name="Id">Of the person; null for others.</param>
public sealed record FilterSuggestion(string Value, Guid? Id);
