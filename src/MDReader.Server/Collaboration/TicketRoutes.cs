using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MDReader.Server.Collaboration;

/// <summary>A way into a document's socket, once, within a minute.</summary>
/// <param name="Url">Where to open the WebSocket.</param>
/// <param name="Ticket">Goes into the subprotocols: <c>["mdreader", "ticket." + ticket]</c>.</param>
/// <param name="Epoch">Which life of the text the socket will speak of; send it as <c>?epoch=</c>.</param>
public sealed record RealtimeTicket(string Url, string Ticket, DateTimeOffset ExpiresAt, Role Role, int Epoch)
{
    public override string ToString() => nameof(RealtimeTicket);
}

static class TicketRoutes
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/documents/{id:guid}/realtime-tickets", Issue).WithName("IssueRealtimeTicket")
            .WithMetadata(new NotIdempotent("a ticket is good for one socket: who asks again needs another one"))
            .OpenToGuests().Refuses(Problems.NotFound, Problems.Trashed);

    static async Task<Results<Answer<RealtimeTicket>, Refusal>> Issue(
        Guid id, Caller caller, HttpRequest request, Authorizer authorizer, Tickets tickets, CancellationToken cancellation)
    {
        switch (await authorizer.Standing(id, caller.UserId, cancellation))
        {
            case { Role: { } role, Trashed: false } standing:
                var (ticket, expiresAt) = tickets.Issue(id, caller);
                var scheme = request.IsHttps ? "wss" : "ws";
                return Answers.With(new RealtimeTicket($"{scheme}://{request.Host}/collab/{id}", ticket, expiresAt, role, standing.Epoch));
            case { Role: not null }:
                return Problems.Trashed.Because($"Restore it first: POST {Api.Root}/v1/documents/{id}/restore.");
            default:
                return Problems.NotFound.Because("There is no such document.");
        }
    }
}
