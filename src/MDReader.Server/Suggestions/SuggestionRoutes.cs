using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Suggestions;

public sealed record SuggestionFilter
{
    /// <summary>Only <c>open</c> or only <c>decided</c> ones.</summary>
    [FromQuery(Name = "status")]
    public string? Status { get; init; }
}

/// <param name="Hunks">Which of the suggestion's hunks; left out, all that are open.</param>
public sealed record DecisionRequest(IReadOnlyList<Guid>? Hunks = null) : IChecked
{
    public IEnumerable<Flaw> Check() => Hunks is { Count: 0 or > NewSuggestion.MostHunks }
        ? [new Flaw("/hunks", "count", $"Name 1 to {NewSuggestion.MostHunks} hunks, or leave them out for all.")]
        : [];
}

static class SuggestionRoutes
{
    const long LargestBody = 4 * 1024 * 1024;

    public static void MapSuggestionRoutes(this RouteGroupBuilder api)
    {
        var ofDocument = api.MapGroup("/documents/{id:guid}/suggestions");
        ofDocument.MapGet("", List).WithName("ListSuggestions").OpenToGuests()
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.CursorMismatch, Problems.BadRequest);
        ofDocument.MapPost("", Create).WithName("CreateSuggestion").OpenToGuests().WithBodyLimit(LargestBody).Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.BaseUnavailable, Problems.TooLarge,
            Problems.Invalid, Problems.EditNotFound, Problems.EditAmbiguous, Problems.RateLimited);

        api.MapAcceptingTogether();
        api.MapReopeningTogether();

        var one = api.MapGroup("/suggestions/{suggestion:guid}");
        one.MapGet("", Get).WithName("GetSuggestion").OpenToGuests().Refuses(Problems.NotFound, Problems.Trashed);
        one.MapDelete("", Withdraw).WithName("WithdrawSuggestion").OpenToGuests()
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.Forbidden);
        // They wait for the room, whose write may be waiting for the turn that a key would hold.
        one.MapPost("/accept", Accept).WithName("AcceptSuggestion").OpenToGuests().WithMetadata(new TakesItsTime()).Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.AlreadyDecided, Problems.SuggestionConflict,
            Problems.TooLarge, Problems.Invalid, Problems.Unavailable);
        one.MapPost("/reject", Reject).WithName("RejectSuggestion").OpenToGuests().WithMetadata(new TakesItsTime()).Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.AlreadyDecided, Problems.Invalid);
    }

    static async Task<Results<Answer<Page<SuggestionEntry>>, Refusal>> List(
        Guid id, [AsParameters] SuggestionFilter filter, [AsParameters] PageQuery query, HttpContext context, SuggestionDesk desk)
    {
        if (filter.Status is not (null or SuggestionEntry.Open or SuggestionEntry.Decided))
            return Problems.BadRequest.Because("Filter by status \"open\" or \"decided\".");
        var caller = Caller.Of(context)!;
        var (standing, refusal) = await desk.Access.May(id, caller.UserId, Ability.Read, context.RequestAborted);
        if (standing is null)
            return refusal!;
        var (start, mismatch) = desk.Pages.Start(query, $"suggestions of {id} {filter.Status}", caller);
        if (mismatch is not null)
            return mismatch;
        var found = await desk.Database.Read(
            (db, token) => (filter.Status is null ? db.Suggestions : db.Undecided(filter.Status == SuggestionEntry.Open))
                .Where(suggestion => suggestion.DocumentId == id && (start.After == null || suggestion.Id > start.After))
                .OrderBy(suggestion => suggestion.Id)
                .Take(start.Limit + 1)
                .ToListAsync(token),
            context.RequestAborted);
        var entries = await desk.Reading.Describe(id, found, context.RequestAborted);
        return Answers.With(desk.Pages.Finish(start, entries, entry => entry.Id, context));
    }

    static async Task<Results<Made<SuggestionEntry>, Refusal>> Create(
        Guid id, SuggestionRequest body, HttpContext context, NewSuggestion suggestions, SuggestionDesk desk)
    {
        if (await desk.TooMany(context) is { } limited)
            return limited;
        var (made, refusal) = await suggestions.Make(id, body, context);
        return made is null
            ? refusal!
            : Answers.Made(
                $"{Api.Root}/v1/suggestions/{made.Id}", (await desk.Reading.Describe(id, [made], context.RequestAborted)).Single());
    }

    static async Task<Results<Answer<SuggestionEntry>, Refusal>> Get(Guid suggestion, HttpContext context, SuggestionDesk desk)
    {
        var (found, refusal) = await desk.Find(suggestion, Ability.Read, context);
        return found is null ? refusal! : await Show(found, context, desk);
    }

    static async Task<Results<Answer<SuggestionEntry>, Refusal>> Accept(
        Guid suggestion, DecisionRequest body, HttpContext context, Deciding deciding, SuggestionDesk desk)
    {
        var (found, refusal) = await desk.Find(suggestion, Ability.Write, context);
        return found is null ? refusal!
            : await deciding.Accept(found, body.Hunks, context) is { } refused ? refused
            : await Show(found, context, desk);
    }

    static async Task<Results<Answer<SuggestionEntry>, Refusal>> Reject(
        Guid suggestion, DecisionRequest body, HttpContext context, Deciding deciding, SuggestionDesk desk)
    {
        var (found, refusal) = await desk.Find(suggestion, Ability.Write, context);
        return found is null ? refusal!
            : await deciding.Reject(found, body.Hunks, context) is { } refused ? refused
            : await Show(found, context, desk);
    }

    /// <summary>By its author, or an editor. What of it is in the text stays there.</summary>
    static Task<Results<NoContent, Refusal>> Withdraw(Guid suggestion, HttpContext context, SuggestionDesk desk) =>
        desk.Database.Write<Results<NoContent, Refusal>>(async (db, token) =>
        {
            var (found, refusal) = await desk.Find(suggestion, Ability.Comment, context);
            if (found is null)
                return refusal!;
            var caller = Caller.Of(context)!.UserId;
            var (standing, _) = await desk.Access.May(found.DocumentId, caller, Ability.Comment, token);
            if (standing is null || (found.AuthorId != caller && !standing.Value.May(Ability.Write)))
                return Problems.Forbidden.Because("Only its author or an editor can take a suggestion away.");
            await db.Suggestions.Where(one => one.Id == suggestion).ExecuteDeleteAsync(token);
            desk.Database.Announce(new SuggestionChanged(standing.Value.WorkspaceId, found.DocumentId, suggestion));
            return TypedResults.NoContent();
        }, context.RequestAborted);

    static async Task<Answer<SuggestionEntry>> Show(Suggestion suggestion, HttpContext context, SuggestionDesk desk) =>
        Answers.With((await desk.Reading.Describe(suggestion.DocumentId, [suggestion], context.RequestAborted)).Single());
}
