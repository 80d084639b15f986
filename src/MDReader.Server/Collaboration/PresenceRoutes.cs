using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Collaboration;

/// <summary>Who has a document open now.</summary>
public sealed record DocumentPresence(Guid DocumentId, IReadOnlyList<PresentPerson> People);

/// <summary>Who has which documents of a workspace open now.</summary>
public sealed record WorkspacePresence(IReadOnlyList<DocumentPresence> Documents);

static class PresenceRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/documents/{id:guid}/presence", OfDocument).WithName("ReadDocumentPresence").OpenToGuests()
            .Refuses(Problems.NotFound, Problems.Trashed);
        api.MapGet("/workspaces/{ws:guid}/presence", OfWorkspace).WithName("ReadWorkspacePresence")
            .Refuses(Problems.NotFound);
    }

    static async Task<Results<Answer<DocumentPresence>, Refusal>> OfDocument(
        Guid id, Caller caller, DocumentAccess access, Attendance attendance, CancellationToken cancellation)
    {
        var (_, refusal) = await access.MayRead(id, caller.UserId, cancellation);
        return refusal is null
            ? Answers.With(new DocumentPresence(id, attendance.Of(id)))
            : refusal;
    }

    // Only what the caller may read, and nothing of a document that nobody has open.
    static async Task<Results<Answer<WorkspacePresence>, Refusal>> OfWorkspace(
        Guid ws, Caller caller, Authorizer authorizer, Attendance attendance, CancellationToken cancellation)
    {
        if (await authorizer.Role(ws, caller.UserId, cancellation) is null)
            return Problems.NotFound.Because("There is no such workspace, or you are not a member.");
        var open = attendance.In(ws);
        var standings = await authorizer.Standings(
            [.. open.Select(document => new Asked(document.DocumentId, caller.UserId))], cancellation);
        return Answers.With(new WorkspacePresence([.. open.Where(document =>
            standings.TryGetValue(new(document.DocumentId, caller.UserId), out var standing)
            && standing is { Role: not null, Trashed: false } && standing.WorkspaceId == ws)]));
    }
}
