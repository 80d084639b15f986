using MDReader.Crdt.Ids;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Whose each Yjs client of a document is. Thirteen bytes that carry a victim's client id at the victim's next clock make
/// every replica take the victim's real edits for known, and lose them: so a client belongs to whoever wrote as it first.
/// </summary>
sealed class ClientLeases(IEnumerable<Lease> kept)
{
    readonly Dictionary<ulong, Guid> _owners = kept.ToDictionary(lease => lease.Client, lease => lease.Owner);

    /// <summary>Whose the client is; null as long as nobody has written as it.</summary>
    public Guid? OwnerOf(ulong client) => _owners.TryGetValue(client, out var owner) ? owner : null;

    /// <summary>What somebody's new structs claim; nothing is claimed yet.</summary>
    /// <param name="added">The clocks that an update would add.</param>
    /// <param name="owner">Whose update it is.</param>
    /// <param name="most">How many clients it may claim.</param>
    /// <param name="shownBy">Whose a client is that nobody has written as, by the cursor they show: everybody sees its id
    /// before its owner has typed a letter.</param>
    /// <exception cref="MessageRefusedException">A client is another's, or they are too many.</exception>
    public IReadOnlyList<Lease> Examine(
        IReadOnlyList<ClientRange> added, Guid owner, int most, Func<ulong, Guid?>? shownBy = null)
    {
        var claims = new List<Lease>();
        foreach (var range in added)
            if ((OwnerOf(range.Client) ?? shownBy?.Invoke(range.Client) ?? owner) != owner)
                throw new MessageRefusedException(
                    new(CloseCode.NotPermitted, $"Client id {range.Client} is somebody else's here; load the document again."));
            else if (!_owners.ContainsKey(range.Client))
                claims.Add(new(range.Client, owner));
        return claims.Count <= most
            ? claims
            : throw new MessageRefusedException(
                new(CloseCode.TooLarge, $"One update may bring {most} new client ids; copy the text into a new page."));
    }

    public void Claim(IReadOnlyList<Lease> claims)
    {
        foreach (var (client, owner) in claims)
            _owners[client] = owner;
    }
}
