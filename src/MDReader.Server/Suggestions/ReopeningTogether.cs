using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Suggestions;

/// <param name="Etag">Of the text with them, as accepting them answered.</param>
public sealed record ReopenRequest(string? Etag = null) : IChecked
{
    public IEnumerable<Flaw> Check() => Exact is null
        ? [new Flaw("/etag", "etag", "Send the ETag that accepting the suggestions answered.")]
        : [];

    /// <summary>With its quotes, as it is kept; null where it names no text.</summary>
    internal string? Exact =>
        Etag is not null && Content.ReadEtag(Etag) is var (epoch, seq) ? Documents.Document.ContentEtag(epoch, seq) : null;
}

/// <summary>What came of taking accepted suggestions back.</summary>
/// <param name="Etag">Of the text without them.</param>
/// <param name="Suggestions">Those that are open again.</param>
public sealed record Reopened(string Etag, IReadOnlyList<Guid> Suggestions);

static class ReopeningTogether
{
    public static void MapReopeningTogether(this RouteGroupBuilder api) =>
        api.MapPost("/documents/{id:guid}/suggestions/reopen", Reopen).WithName("ReopenSuggestions").OpenToGuests()
            // As accepting one: see SuggestionRoutes.
            .WithMetadata(new TakesItsTime())
            .Refuses(
                Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.AlreadyDecided, Problems.BaseUnavailable,
                Problems.TooLarge, Problems.Invalid, Problems.Unavailable);

    static async Task<Results<Answer<Reopened>, Refusal>> Reopen(
        Guid id, ReopenRequest body, HttpContext context, Reopening reopening)
    {
        var (reopened, refusal) = await reopening.Reopen(id, body.Exact!, context);
        return reopened is null ? refusal! : Answers.With(reopened);
    }
}
