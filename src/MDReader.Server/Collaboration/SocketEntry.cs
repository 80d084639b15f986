using System.Globalization;
using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>Who may enter a document's socket.</summary>
sealed class SocketEntry(Tickets tickets, Authenticate authenticate, Authorizer authorizer, PausedIn pausedIn)
{
    const string TicketProtocol = "ticket.";

    public static Closing NoSuchDocument { get; } = new(CloseCode.NoSuchDocument, "There is no such document.");

    public static Closing NotAuthenticated { get; } =
        new(CloseCode.NotAuthenticated, "Ask for a new ticket, or send a token that is valid.");

    public static Closing MayNotRead { get; } = new(CloseCode.NotPermitted, "Use a token with the scope \"read\".");

    public static Closing AgentIsPaused { get; } =
        new(CloseCode.NotPermitted, "Ask an owner of the workspace, who has paused this agent there.");

    /// <param name="epoch">Which one the document has now.</param>
    public static Closing EpochChanged(int epoch) => new(CloseCode.EpochChanged, $"The document's epoch is {epoch} now.");

    /// <summary>Which document a client means.</summary>
    /// <exception cref="MessageRefusedException">None has that name.</exception>
    public static Guid Named(string document) =>
        Guid.TryParse(document, out var id) ? id : throw new MessageRefusedException(NoSuchDocument);

    /// <summary>Lets in who shows a ticket or a token on the handshake.</summary>
    /// <exception cref="MessageRefusedException">Not authenticated, no such document for them, or of another epoch.</exception>
    public async Task<Participant> Admit(HttpContext context, Guid documentId)
    {
        var (who, epoch) = await Admit(context, await Identify(context, documentId), documentId);
        if (context.Request.Query["epoch"] is not [{ Length: > 0 } known])
            return who;
        return known == epoch.ToString(CultureInfo.InvariantCulture)
            ? who with { KnownEpoch = epoch }
            : throw new MessageRefusedException(EpochChanged(epoch));
    }

    /// <summary>Lets in who sends a token in a message; an empty one stands for what the handshake carried.</summary>
    /// <exception cref="MessageRefusedException">Not authenticated, or no such document for them.</exception>
    public async Task<Participant> Admit(HttpContext context, Guid documentId, string token)
    {
        var caller = token.Length == 0
            ? Caller.Of(context)
            : await authenticate(token, context.RequestAborted) ?? await tickets.Take(token, documentId, context.RequestAborted);
        return (await Admit(context, caller, documentId)).Who;
    }

    /// <summary>What somebody may do with this token: one for reading reads, whatever its person may do.</summary>
    public static Role? RoleOf(Caller caller, Standing standing) =>
        standing.Role is null || caller.Scopes.HasFlag(Scopes.Write) ? standing.Role : Role.Viewer;

    public ValueTask<Caller?> Authenticate(string token, CancellationToken cancellation) => authenticate(token, cancellation);

    async Task<(Participant Who, int Epoch)> Admit(HttpContext context, Caller? caller, Guid documentId)
    {
        if (caller is null)
            throw new MessageRefusedException(NotAuthenticated);
        if (!caller.Scopes.HasFlag(Scopes.Read))
            throw new MessageRefusedException(MayNotRead);
        if (await authorizer.Standing(documentId, caller.UserId, context.RequestAborted)
            is not { Role: not null, Trashed: false } standing)
            throw new MessageRefusedException(NoSuchDocument);
        if (caller.IsAgent && (await pausedIn(caller.CredentialId, context.RequestAborted)).Contains(standing.WorkspaceId))
            throw new MessageRefusedException(AgentIsPaused);
        var role = RoleOf(caller, standing)!.Value;
        var wantsAcknowledgement = context.Request.Query["ack"] == "1";
        return (new(caller, standing.WorkspaceId, role, wantsAcknowledgement), standing.Epoch);
    }

    async Task<Caller?> Identify(HttpContext context, Guid documentId)
    {
        var ticket = WebSocketUpgrade.Subprotocols(context.Request)
            .FirstOrDefault(protocol => protocol.StartsWith(TicketProtocol, StringComparison.Ordinal))?[TicketProtocol.Length..]
            ?? context.Request.Query["ticket"].FirstOrDefault();
        if (ticket is not null)
            return await tickets.Take(ticket, documentId, context.RequestAborted);
        return context.Request.Query["token"].FirstOrDefault() is { } token
            ? await authenticate(token, context.RequestAborted)
            : Caller.Of(context);
    }
}
