using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MDReader.Server.Search;

public sealed record SuggestionParameters
{
    /// <summary><c>tag</c>, <c>in</c> or <c>by</c>.</summary>
    [FromQuery(Name = "filter")]
    public string? Filter { get; init; }

    /// <summary>What was typed of the value so far.</summary>
    [FromQuery(Name = "q")]
    public string? Q { get; init; }

    /// <summary>Only in this workspace.</summary>
    [FromQuery(Name = "workspace")]
    public Guid? Workspace { get; init; }
}

/// <summary>Values for a filter, the nearest first.</summary>
public sealed record FilterSuggestions(IReadOnlyList<FilterSuggestion> Items);

/// <summary>A value for a filter.</summary>
/// <param name="Value">To stand behind the filter; in quotes where it has blanks.</param>
/// <param name="Id">Of the person; null for others.</param>
public sealed record FilterSuggestion(string Value, Guid? Id);

/// <summary>Offers values while a filter is typed: none that its person may not know of.</summary>
static class SearchSuggestions
{
    const int Most = 8;

    public static async Task<Results<Answer<FilterSuggestions>, Refusal>> Suggest(
        [AsParameters] SuggestionParameters asked, Caller caller, FilterValues values, CancellationToken cancellation)
    {
        var typed = asked.Q ?? "";
        return asked.Filter switch
        {
            SearchFilter.Tag => Answer(
                (await values.Tags(caller.UserId, asked.Workspace, cancellation))
                    .Where(tag => Names.Begin(tag, typed)).Select(tag => new FilterSuggestion(tag, Id: null))),
            SearchFilter.In => Answer(
                (await values.Places(caller.UserId, asked.Workspace, cancellation)).Select(place => (place.Path, Name: string.Join('/', place.Path)))
                    .Where(place => Names.Begin(place.Name, typed)).OrderBy(place => place.Path.Count)
                    .ThenBy(place => place.Name, StringComparer.OrdinalIgnoreCase)
                    .Select(place => new FilterSuggestion(place.Name, Id: null))),
            SearchFilter.By => Answer(
                (await values.People(caller.UserId, asked.Workspace, cancellation))
                    .Where(person => Names.Begin(person.Name, typed))
                    .Select(person => new FilterSuggestion(person.Name, person.Id))),
            _ => Problems.BadRequest.Because($"Send ?filter= with one of {string.Join(", ", SearchFilter.All)}."),
        };
    }

    static Answer<FilterSuggestions> Answer(IEnumerable<FilterSuggestion> suggestions) =>
        Answers.With(new FilterSuggestions([.. suggestions.DistinctBy(suggestion => (suggestion.Value, suggestion.Id)).Take(Most)]));
}
