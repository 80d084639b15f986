using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Sharing;

static class DocumentInviteRoutes
{
    public static void MapDocumentInviteRoutes(this RouteGroupBuilder api)
    {
        var invites = api.MapGroup("/documents/{id:guid}/invites");
        invites.MapGet("", List).WithName("ListDocumentInvites").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.CursorMismatch);
        invites.MapPost("", Create).WithName("CreateDocumentInvite").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden, Problems.Invalid);
        invites.MapDelete("/{invite:guid}", Revoke).WithName("RevokeDocumentInvite").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden);
        invites.MapPost("/{invite:guid}/resend", Resend).WithName("ResendDocumentInvite").Refuses(
            Problems.NotFound, Problems.Trashed, Problems.Forbidden);

        api.MapGet("/document-invites/{token}", Show).WithName("GetDocumentInvitation").AllowAnonymous()
            .Refuses(Problems.NotFound);
        api.MapPost("/document-invites/{token}/accept", Accept).WithName("AcceptDocumentInvitation")
            .Refuses(Problems.NotFound);
    }

    /// <summary>The newest first; accepted and expired ones too, until they are revoked.</summary>
    static async Task<Results<Answer<Page<DocumentInviteEntry>>, Refusal>> List(
        Guid id,
        [AsParameters] PageQuery query,
        HttpContext context,
        Database database,
        DocumentAccess access,
        Pages pages,
        TimeProvider time)
    {
        var caller = Caller.Of(context)!;
        var (_, refusal) = await access.May(id, caller.UserId, Ability.Own, context.RequestAborted);
        if (refusal is not null)
        {
            return refusal;
        }

        var (start, mismatch) = pages.Start(query, $"invites to {id}", caller);
        if (mismatch is not null)
        {
            return mismatch;
        }

        var found = await database.Read(
            (db, token) => db.DocumentInvites
                .Where(invite => invite.DocumentId == id && (start.After == null || invite.Id < start.After))
                .OrderByDescending(invite => invite.Id)
                .Take(start.Limit + 1)
                .ToListAsync(token),
            context.RequestAborted);
        var entries = found.ConvertAll(invite => DocumentInviteEntry.Of(invite, time.Now()));
        return Answers.With(pages.Finish(start, entries, entry => entry.Id, context));
    }

    static Task<Results<Made<DocumentInviteEntry>, Refusal>> Create(
        Guid id, DocumentInviteRequest body, HttpContext context, DocumentInvites invites) => invites.Make(id, body, context);

    static Task<Results<NoContent, Refusal>> Revoke(
        Guid id, Guid invite, HttpContext context, DocumentInvites invites) => invites.Revoke(id, invite, context);

    /// <summary>Sends the letter again. It has a new token; the one before opens nothing any more.</summary>
    static Task<Results<Answer<DocumentInviteEntry>, Refusal>> Resend(
        Guid id, Guid invite, HttpContext context, DocumentInvites invites) => invites.Resend(id, invite, context);

    static async Task<Results<Answer<DocumentInvitation>, Refusal>> Show(
        string token, DocumentInvites invites, CancellationToken cancellationToken) =>
        await invites.Show(token, cancellationToken) is { } invitation
            ? Answers.With(invitation)
            : DocumentInvites.Unknown();

    static Task<Results<Answer<AcceptedInvite>, Refusal>> Accept(
        string token, HttpContext context, DocumentInvites invites) => invites.Accept(token, context);
}
