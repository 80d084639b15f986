using System.Text.Json.Nodes;

namespace MDReader.Client;

/// <summary>Who may do what in a document, and by which ways they come to it.</summary>
public sealed class Sharing
{
    readonly Calls _calls;

    internal Sharing(Calls calls) => _calls = calls;

    /// <summary>Every way into a document; for its owners. Of the people it has the first, <see cref="People"/> has all.</summary>
    public Task<WaysIn> WaysIn(Guid document, CancellationToken cancellation = default) =>
        _calls.Get<WaysIn>($"documents/{document}/access", cancellation);

    /// <summary>Who last changed what the caller may do there.</summary>
    public Task<AccessChange> LastChange(Guid document, CancellationToken cancellation = default) =>
        _calls.Get<AccessChange>($"documents/{document}/access/last-change", cancellation);

    /// <summary>Everybody who has a role in a document, and by what.</summary>
    public IAsyncEnumerable<DocumentPerson> People(Guid document, CancellationToken cancellation = default) =>
        _calls.List<DocumentPerson>($"documents/{document}/permissions", cancellation);

    public Task<DocumentPerson> Get(Guid document, Guid user, CancellationToken cancellation = default) =>
        _calls.Get<DocumentPerson>($"documents/{document}/permissions/{user}", cancellation);

    /// <summary>Gives somebody a role in the document, besides the one that they have in its workspace.</summary>
    public Task<DocumentPerson> Put(Guid document, Guid user, Role role, CancellationToken cancellation = default) =>
        _calls.Put<DocumentPerson>($"documents/{document}/permissions/{user}", Bodies.Of(("role", role.Word())), cancellation);

    public Task Remove(Guid document, Guid user, CancellationToken cancellation = default) =>
        _calls.Delete($"documents/{document}/permissions/{user}", cancellation);

    /// <summary>Keeps the document from the workspace's members, but its owners and those with a role of their own in it; or opens it
    /// to them.</summary>
    public Task<Document> Restrict(Guid document, bool isRestricted, CancellationToken cancellation = default) =>
        _calls.Patch<Document>($"documents/{document}/access", Bodies.Of(("isRestricted", isRestricted)), cancellation);

    /// <summary>What <see cref="Put"/>, or without a role <see cref="Remove"/>, would do to people; nothing is changed.</summary>
    public Task<AccessEffect> Preview(Guid document, Guid user, Role? role, CancellationToken cancellation = default) =>
        Preview(document, "permission", Bodies.Of(("userId", user), ("role", role.Word())), cancellation);

    /// <summary>What a change of a link would do to people; nothing is changed.</summary>
    /// <param name="changes">Null to delete it.</param>
    public Task<AccessEffect> PreviewLink(
        Guid document, Guid link, LinkChanges? changes, CancellationToken cancellation = default) =>
        Preview(document, "link", Bodies.Of(("id", link), ("change", changes?.Write())), cancellation);

    /// <summary>What <see cref="Documents.Move"/> would do to people; nothing is changed.</summary>
    public Task<AccessEffect> PreviewMove(
        Guid document, Guid? workspace, Guid? folder, CancellationToken cancellation = default) =>
        Preview(document, "move", Bodies.Of(("workspaceId", workspace), ("folderId", folder)), cancellation);

    /// <summary>What <see cref="Restrict"/> would do to people; nothing is changed.</summary>
    public Task<AccessEffect> PreviewRestriction(Guid document, bool isRestricted, CancellationToken cancellation = default) =>
        Preview(document, "access", Bodies.Of(("isRestricted", isRestricted)), cancellation);

    /// <summary>Asks the owners for a role, or for a higher one.</summary>
    /// <param name="role">Null for viewer.</param>
    public Task Request(
        Guid document, Role? role = null, string? message = null, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post(
            $"documents/{document}/access-requests", Bodies.Of(("role", role.Word()), ("message", message)), key, cancellation);

    /// <summary>Those that wait for an owner's answer.</summary>
    public IAsyncEnumerable<AccessRequest> Requests(Guid document, CancellationToken cancellation = default) =>
        _calls.List<AccessRequest>($"documents/{document}/access-requests", cancellation);

    /// <param name="role">Null for the one that was asked for.</param>
    public Task AcceptRequest(
        Guid document, Guid request, Role? role = null, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post(
            $"documents/{document}/access-requests/{request}/accept", Bodies.Of(("role", role.Word())), key, cancellation);

    public Task DeclineRequest(Guid document, Guid request, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post($"documents/{document}/access-requests/{request}/decline", body: null, key, cancellation);

    Task<AccessEffect> Preview(Guid document, string what, JsonNode change, CancellationToken cancellation) =>
        _calls.Post<AccessEffect>($"documents/{document}/access/preview", Bodies.Of((what, change)), key: null, cancellation);
}

/// <summary>Every way into a document, each of which its owners can close.</summary>
/// <param name="IsRestricted">Kept from the workspace's members, but its owners and those with a role of their own here.</param>
/// <param name="Public">Its public page; null where there is none.</param>
/// <param name="Links">The newest first, 200 at most.</param>
/// <param name="Invites">Those that can still be accepted, the newest first, 200 at most.</param>
/// <param name="Requests">How many people wait for an answer.</param>
/// <param name="People">Who has a role, and by what.</param>
public sealed record WaysIn(
    bool IsRestricted, Publication? Public, IReadOnlyList<ShareLink> Links, IReadOnlyList<DocumentInvite> Invites, int Requests,
    Page<DocumentPerson> People);

/// <param name="By">Their name; null where nobody did lately, or nobody one could name.</param>
public sealed record AccessChange(string? By);

/// <summary>Somebody's role in a document, and where it comes from.</summary>
/// <param name="Email">Null for a guest, who has none.</param>
/// <param name="WorkspaceRole">In its workspace; null for who isn't a member.</param>
/// <param name="Own">The document has a role for them besides the workspace's.</param>
/// <param name="Guest">They came by a link, with a name and without an account.</param>
/// <param name="LinkId">The link that they have this role by.</param>
public sealed record DocumentPerson(
    Guid UserId, string Name, string? Email, string? Colour, Role Role, Role? WorkspaceRole, bool Own, bool Guest, Guid? LinkId);

/// <summary>What a change would do to people, had it been made: how many would lose access, gain it, or keep it and may less
/// or more.</summary>
/// <param name="Documents">In how many documents something would change.</param>
/// <param name="People">A hundred at most.</param>
public sealed record AccessEffect(int Lose, int Gain, int Lowered, int Raised, int Documents, IReadOnlyList<AccessShift> People);

/// <param name="From">What they are now; null for nothing.</param>
/// <param name="To">What they would be; null for nothing.</param>
public sealed record AccessShift(Guid UserId, string Name, bool Guest, Role? From, Role? To);

/// <summary>A wish that waits for an owner's answer.</summary>
/// <param name="Role">What they ask for.</param>
/// <param name="PresentRole">What they are in the document now; null for nothing.</param>
public sealed record AccessRequest(
    Guid Id, Guid UserId, string Name, string Email, Role Role, Role? PresentRole, string? Message, DateTimeOffset CreatedAt);
