using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Publishing;

/// <param name="Slug">The last part of the page's address; left out, it stays, or is made from the title.</param>
/// <param name="AllowIndexing">Whether search engines may list the page; without it they may not.</param>
public sealed record PublicationRequest(string? Slug = null, bool AllowIndexing = false) : IChecked
{
    public IEnumerable<Flaw> Check() => Publishing.Slug.Check(Slug);
}

/// <summary>Where a document can be read by anybody.</summary>
/// <param name="Url">The page; with <c>.md</c> behind it, the text itself.</param>
public sealed record PublicationEntry(string Slug, string Url, bool AllowIndexing, Guid PublishedBy, DateTimeOffset PublishedAt);

static class PublicationRoutes
{
    public static void MapPublicationRoutes(this RouteGroupBuilder api)
    {
        var publication = api.MapGroup("/documents/{id:guid}/publication");
        publication.MapGet("", Get).WithName("GetPublication").Refuses(Problems.NotFound, Problems.Trashed);
        publication.MapPut("", Put).WithName("PublishDocument").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.SlugTaken, Problems.Invalid);
        publication.MapDelete("", Remove).WithName("UnpublishDocument").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden);
    }

    static async Task<Results<Answer<PublicationEntry>, Refusal>> Get(
        Guid id, HttpContext context, Publications publications) => await publications.Get(id, context);

    static async Task<Results<Answer<PublicationEntry>, Refusal>> Put(
        Guid id, PublicationRequest body, HttpContext context, Publications publications) =>
        await publications.Put(id, body, context);

    static Task<Results<NoContent, Refusal>> Remove(Guid id, HttpContext context, Publications publications) =>
        publications.Remove(id, context);
}
