namespace MDReader.Client;

/// <summary>Who has documents open now, and the way into a document's socket.</summary>
public sealed class Presence
{
    readonly Calls _calls;

    internal Presence(Calls calls) => _calls = calls;

    public Task<DocumentPresence> InDocument(Guid document, CancellationToken cancellation = default) =>
        _calls.Get<DocumentPresence>($"documents/{document}/presence", cancellation);

    public Task<WorkspacePresence> InWorkspace(Guid workspace, CancellationToken cancellation = default) =>
        _calls.Get<WorkspacePresence>($"workspaces/{workspace}/presence", cancellation);

    /// <summary>A way into a document's socket, for writing as people do; docs/protocol.md says how.</summary>
    public Task<RealtimeTicket> IssueTicket(Guid document, CancellationToken cancellation = default) =>
        _calls.Post<RealtimeTicket>($"documents/{document}/realtime-tickets", body: null, key: null, cancellation);
}

public sealed record WorkspacePresence(IReadOnlyList<DocumentPresence> Documents);

public sealed record DocumentPresence(Guid DocumentId, IReadOnlyList<PresentPerson> People);

/// <summary>Somebody who has a document open.</summary>
/// <param name="Role">What they may do there, by the socket that may most.</param>
/// <param name="Sockets">In how many windows; none of an agent.</param>
/// <param name="Guest">They came by a link, with a name and without an account.</param>
public sealed record PresentPerson(Guid UserId, string Name, Role Role, int Sockets, bool Guest)
{
    /// <summary>Not the person themselves but an agent that has just done something in their name: what it is called.</summary>
    public string? Agent { get; init; }
}

/// <summary>Good once, within a minute.</summary>
/// <param name="Url">Where to open the WebSocket.</param>
/// <param name="Ticket">Goes into the subprotocols.</param>
/// <param name="Epoch">Which life of the text the socket will speak of.</param>
public sealed record RealtimeTicket(string Url, string Ticket, DateTimeOffset ExpiresAt, Role Role, int Epoch)
{
    public override string ToString() => $"{nameof(RealtimeTicket)} for {Url}";
}
