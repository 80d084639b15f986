using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MDReader.Server.Comments;

public sealed record MentionQuery
{
    /// <summary>The beginning of a word of the name, or of the e-mail address.</summary>
    [FromQuery(Name = "q")]
    public string? Typed { get; init; }

    /// <summary>1 to 50; without it 10.</summary>
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }
}

/// <summary>Whom the caller may mention: first who can read the document, by name.</summary>
public sealed record MentionablePeople(IReadOnlyList<MentionablePerson> Items);

static class MentionRoutes
{
    const int Usual = 10;

    public static void MapMentionRoutes(this RouteGroupBuilder api) =>
        api.MapGet("/documents/{id:guid}/mentionable", Find).WithName("FindMentionable").OpenToGuests()
            .Refuses(Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.BadRequest);

    static async Task<Results<Answer<MentionablePeople>, Refusal>> Find(
        Guid id, [AsParameters] MentionQuery query, HttpContext context, Mentionable mentionable)
    {
        if (query.Limit is < 1 or > Mentionable.Most)
            return Problems.BadRequest.Because($"Send a limit of 1 to {Mentionable.Most} (now {query.Limit}).");
        var (people, refusal) = await mentionable.Find(id, query.Typed?.Trim() ?? "", query.Limit ?? Usual, context);
        return people is null ? refusal! : Answers.With(new MentionablePeople(people));
    }
}
