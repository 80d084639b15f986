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

    static async Task<Results<Ok<DocumentPresence>, Refusal>> OfDocument(
        Guid id, Caller caller, DocumentAccess access, Rooms rooms, CancellationToken cancellation)
    {
        var (_, refusal) = await access.MayRead(id, caller.UserId, cancellation);
        return refusal is null
            ? TypedResults.Ok(new DocumentPresence(id, await rooms.Present(id, cancellation)))
            : refusal;
    }

    // Only what the caller may read, and nothing of a document that nobody has open.
    static async Task<Results<Ok<WorkspacePresence>, Refusal>> OfWorkspace(
        Guid ws, Caller caller, Authorizer authorizer, Rooms rooms, CancellationToken cancellation)
    {
        if (await authorizer.Role(ws, caller.UserId, cancellation) is null)
            return Problems.NotFound.Because("There is no such workspace, or you are not a member.");
        var open = new List<DocumentPresence>();
        foreach (var document in rooms.Opened)
            if (await authorizer.Standing(document, caller.UserId, cancellation)
                is { Role: not null, Trashed: false } standing && standing.WorkspaceId == ws
                && await rooms.Present(document, cancellation) is { Count: > 0 } people)
                open.Add(new(document, people));
        return TypedResults.Ok(new WorkspacePresence(open));
    }
}
