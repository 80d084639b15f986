using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Suggestions;

/// <param name="Suggestions">Of one person, who made all of them by the same road.</param>
public sealed record AcceptTogetherRequest(IReadOnlyList<Guid>? Suggestions = null) : IChecked
{
    public IEnumerable<Flaw> Check() => Suggestions is null or { Count: 0 or > NewSuggestion.MostOpen }
        ? [new Flaw("/suggestions", "count", $"Name 1 to {NewSuggestion.MostOpen} suggestions.")]
        : [];
}

/// <summary>What came of accepting several suggestions as one edit.</summary>
/// <param name="Before">The ETag of the text right before them; null where they stood there already.</param>
/// <param name="Etag">The ETag of the text with them: the change between the two is theirs alone.</param>
/// <param name="Conflicts">The hunks that stay open, because what they are about was changed since.</param>
public sealed record AcceptedTogether(string? Before, string Etag, IReadOnlyList<Guid> Conflicts);

static class AcceptingTogether
{
    public static void MapAcceptingTogether(this RouteGroupBuilder api) =>
        api.MapPost("/documents/{id:guid}/suggestions/accept", Accept).WithName("AcceptSuggestions").OpenToGuests()
            // As accepting one: see SuggestionRoutes.
            .WithMetadata(new TakesItsTime())
            .Refuses(
                Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.AlreadyDecided, Problems.SuggestionConflict,
                Problems.TooLarge, Problems.Invalid, Problems.Unavailable);

    static async Task<Results<Answer<AcceptedTogether>, Refusal>> Accept(
        Guid id, AcceptTogetherRequest body, HttpContext context, Deciding deciding, SuggestionDesk desk)
    {
        var (standing, forbidden) = await desk.Access.May(id, Caller.Of(context)!.UserId, Ability.Write, context.RequestAborted);
        if (standing is null)
            return forbidden!;
        var ids = body.Suggestions!.Distinct().ToList();
        var suggestions = await desk.Database.Read(
            (db, token) => db.Suggestions.AsNoTracking().Where(one => one.DocumentId == id && ids.Contains(one.Id))
                .OrderBy(one => one.Id).ToListAsync(token),
            context.RequestAborted);
        if (suggestions.Count < ids.Count)
            return Problems.Flawed([new("/suggestions", "unknown", "Name suggestions of this document; some of these are gone.")]);
        // One edit has one author.
        if (suggestions.Select(one => (one.AuthorId, one.Way, one.TokenId)).Distinct().Count() > 1)
            return Problems.Flawed([new("/suggestions", "of-several", "Name suggestions that one person made by one road.")]);
        var (taken, refusal) = await deciding.AcceptTogether(suggestions, context);
        return taken is null ? refusal! : Answers.With(new AcceptedTogether(taken.Before, taken.Etag!, taken.LeftOut));
    }
}
