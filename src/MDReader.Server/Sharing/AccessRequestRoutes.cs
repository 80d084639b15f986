using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

/// <param name="Role">One of <c>editor</c>, <c>commenter</c>, <c>viewer</c>, which is what is asked for without it.</param>
/// <param name="Message">To the owners.</param>
public sealed record AccessRequestBody(string? Role = null, string? Message = null) : IChecked
{
    public const int LongestMessage = 500;

    public IEnumerable<Flaw> Check() =>
    [
        .. Role is null ? [] : LinkRules.CheckRole(Role),
        .. Checked.Text(Message, "/message", LongestMessage),
    ];
}

/// <param name="Role">The one to give; without it the one that was asked for.</param>
public sealed record AccessRequestAnswer(string? Role = null) : IChecked
{
    public IEnumerable<Flaw> Check() => Role is null ? [] : new PermissionRequest(Role).Check();
}

/// <summary>A wish that waits for an owner's answer.</summary>
/// <param name="UserId">Who asks.</param>
/// <param name="Role">What they ask for.</param>
/// <param name="PresentRole">What they are in the document now; null for nothing.</param>
public sealed record AccessRequestEntry(
    Guid Id, Guid UserId, string Name, string Email, Role Role, Role? PresentRole, string? Message, DateTimeOffset CreatedAt);

static class AccessRequestRoutes
{
    public static void MapAccessRequestRoutes(this RouteGroupBuilder api)
    {
        var requests = api.MapGroup("/documents/{id:guid}/access-requests");
        requests.MapPost("", Ask).WithName("RequestAccess").Refuses(Problems.Invalid, Problems.RateLimited);
        requests.MapGet("", List).WithName("ListAccessRequests").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.CursorMismatch);
        requests.MapPost("/{request:guid}/accept", Accept).WithName("AcceptAccessRequest").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid);
        requests.MapPost("/{request:guid}/decline", Decline).WithName("DeclineAccessRequest").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden);
    }

    /// <summary>Asks the owners for a role. The answer is the same whether there is such a document or not.</summary>
    static Task<Results<Accepted, Refusal>> Ask(
        Guid id, HttpContext context, AccessRequests requests, AccessRequestBody? body = null) =>
        requests.Ask(id, RoleWords.Read(body?.Role) ?? Role.Viewer, body?.Message, context);

    /// <summary>The oldest first.</summary>
    static async Task<Results<Answer<Page<AccessRequestEntry>>, Refusal>> List(
        Guid id,
        [AsParameters] PageQuery query,
        HttpContext context,
        Database database,
        DocumentAccess access,
        Authorizer authorizer,
        Pages pages)
    {
        var caller = Caller.Of(context)!;
        var (_, refusal) = await access.May(id, caller.UserId, Ability.Own, context.RequestAborted);
        if (refusal is not null)
        {
            return refusal;
        }

        var (start, mismatch) = pages.Start(query, $"access requests of {id}", caller);
        if (mismatch is not null)
        {
            return mismatch;
        }

        var found = await database.Read(
            (db, token) => (
                from request in db.AccessRequests
                where request.DocumentId == id && (start.After == null || request.Id > start.After)
                join user in db.Users on request.UserId equals user.Id
                orderby request.Id
                select new AccessRequestEntry(
                    request.Id, user.Id, user.Name, user.Email, request.Role, null, request.Message, request.CreatedAt))
                .Take(start.Limit + 1).ToListAsync(token),
            context.RequestAborted);
        for (var i = 0; i < found.Count; i++)
        {
            var standing = await authorizer.Standing(id, found[i].UserId, context.RequestAborted);
            found[i] = found[i] with { PresentRole = standing?.Role };
        }

        return Answers.With(pages.Finish(start, found, entry => entry.Id, context));
    }

    static Task<Results<NoContent, Refusal>> Accept(
        Guid id, Guid request, HttpContext context, AccessRequests requests, AccessRequestAnswer? body = null) =>
        requests.Accept(id, request, RoleWords.Read(body?.Role), context);

    /// <summary>Whoever asked isn't told, and may ask again.</summary>
    static Task<Results<NoContent, Refusal>> Decline(
        Guid id, Guid request, HttpContext context, AccessRequests requests) => requests.Decline(id, request, context);
}
