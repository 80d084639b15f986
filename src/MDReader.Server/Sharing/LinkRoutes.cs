using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

static class LinkRoutes
{
    public static void MapLinkRoutes(this RouteGroupBuilder api)
    {
        var links = api.MapGroup("/documents/{id:guid}/links");
        links.MapGet("", List).WithName("ListLinks").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.CursorMismatch);
        links.MapPost("", Create).WithName("CreateLink").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid);

        api.MapPatch("/links/{link:guid}", Change).WithName("ChangeLink").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid);
        api.MapDelete("/links/{link:guid}", Delete).WithName("DeleteLink").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden);
        api.MapGet("/links/{link}", Show).WithName("GetLinkNotice").AllowAnonymous().Refuses(
            Problems.NotFound, Problems.RateLimited);
        api.MapPost("/links/{link}/open", Open).WithName("OpenLink").AllowAnonymous()
            .WithMetadata(new NotIdempotent("a guest is given a token; who comes back is known, and comes in once"))
            .Refuses(Problems.NotFound, Problems.Unauthenticated, Problems.LinkPasswordRequired, Problems.Invalid, Problems.RateLimited);
    }

    /// <summary>The newest first.</summary>
    static async Task<Results<Answer<Page<LinkEntry>>, Refusal>> List(
        Guid id,
        [AsParameters] PageQuery query,
        HttpContext context,
        Database database,
        DocumentAccess access,
        LinkPages links,
        Pages pages)
    {
        var caller = Caller.Of(context)!;
        var (_, refusal) = await access.May(id, caller.UserId, Ability.Own, context.RequestAborted);
        if (refusal is not null)
        {
            return refusal;
        }

        var (start, mismatch) = pages.Start(query, $"links of {id}", caller);
        if (mismatch is not null)
        {
            return mismatch;
        }

        var found = await database.Read(
            (db, token) => db.DocumentLinks
                .Where(link => link.DocumentId == id && (start.After == null || link.Id < start.After))
                .OrderByDescending(link => link.Id)
                .Take(start.Limit + 1)
                .ToListAsync(token),
            context.RequestAborted);
        var entries = found.ConvertAll(link => links.Entry(link, context.Request));
        return Answers.With(pages.Finish(start, entries, entry => entry.Id, context));
    }

    static Task<Results<Made<LinkEntry>, Refusal>> Create(
        Guid id, ShareLinkRequest body, HttpContext context, Links links) => links.Make(id, body, context);

    /// <summary>What changes holds at once for everybody who came by the link; a new password sends them to give it.</summary>
    static Task<Results<Answer<LinkEntry>, Refusal>> Change(
        Guid link, LinkPatch body, HttpContext context, Links links) => links.Change(link, body, context);

    /// <summary>Ends the link and the roles of all who came by it.</summary>
    static Task<Results<NoContent, Refusal>> Delete(Guid link, HttpContext context, Links links) =>
        links.Delete(link, context);

    static async Task<Results<Answer<LinkNotice>, Refusal>> Show(
        string link, HttpContext context, LinkOpening opening, LinkLimits limits) =>
        await limits.CountOpening(context) is { } tooMany ? tooMany
        : await opening.Show(link, context.RequestAborted) is { } notice ? Answers.With(notice)
        : LinkOpening.Unknown();

    /// <summary>With an account's token, the document is shared with that account; without one, a guest comes in, or comes
    /// back.</summary>
    static Task<Results<Answer<OpenedLink>, Refusal>> Open(
        string link, HttpContext context, LinkOpening opening, OpenLinkRequest? body = null) =>
        opening.Open(link, body, context);
}
