using System.Text.Json;
using MDReader.Server.Access;

namespace MDReader.Server.Collaboration;

/// <summary>Somebody who has a document open.</summary>
/// <param name="Role">What they may do there, by the socket that may most.</param>
/// <param name="Sockets">In how many windows.</param>
/// <param name="Guest">Whether they came by a link, with a name and without an account.</param>
public sealed record PresentPerson(Guid UserId, string Name, Role Role, int Sockets, bool Guest);

/// <summary>Who has one document open, and what changed in that since the last turn.</summary>
sealed class Presence
{
    readonly Dictionary<Guid, List<Peer>> _here = [];
    readonly Dictionary<Guid, PersonNews> _before = [];

    public IReadOnlyList<PresentPerson> People =>
    [
        .. _here.Select(person => new PresentPerson(
            person.Key, person.Value[0].Name, person.Value.Max(peer => peer.Role), person.Value.Count,
            person.Value[0].Caller.IsGuest)),
    ];

    public void Enter(Peer peer)
    {
        if (_here.TryGetValue(peer.UserId, out var sockets))
            sockets.Add(peer);
        else
            _here.Add(peer.UserId, [peer]);
    }

    public void Leave(Peer peer)
    {
        if (_here.TryGetValue(peer.UserId, out var sockets) && sockets.Remove(peer) && sockets.Count == 0)
            _here.Remove(peer.UserId);
    }

    /// <summary>Who came and who went since this was asked last, as the JSON that sockets are told; null when nobody.</summary>
    public byte[]? News()
    {
        var came = _here.Where(person => !_before.ContainsKey(person.Key))
            .Select(person => new PersonNews(person.Key, person.Value[0].Name, person.Value[0].Caller.IsGuest)).ToList();
        var went = _before.Where(person => !_here.ContainsKey(person.Key))
            .Select(person => person.Value).ToList();
        if (came.Count + went.Count == 0)
            return null;
        foreach (var person in came)
            _before.Add(person.UserId, person);
        foreach (var person in went)
            _before.Remove(person.UserId);
        return JsonSerializer.SerializeToUtf8Bytes(new PresenceNews("presence", came, went), JsonSerializerOptions.Web);
    }

    sealed record PersonNews(Guid UserId, string Name, bool Guest);

    sealed record PresenceNews(string Type, IReadOnlyList<PersonNews> Came, IReadOnlyList<PersonNews> Went);
}
