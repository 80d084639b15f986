using System.Text.Json;
using MDReader.Server.Access;

namespace MDReader.Server.Collaboration;

/// <summary>Somebody who has a document open.</summary>
/// <param name="Role">What they may do there, by the socket that may most.</param>
/// <param name="Sockets">In how many windows.</param>
/// <param name="Guest">Whether they came by a link, with a name and without an account.</param>
public sealed record PresentPerson(Guid UserId, string Name, Role Role, int Sockets, bool Guest);

/// <summary>Who has one document open, here and on other processes, and what changed in that since the last turn.</summary>
sealed class Presence
{
    readonly Dictionary<Guid, List<Peer>> _here = [];
    readonly Dictionary<Guid, IReadOnlyList<PresentPerson>> _elsewhere = [];
    readonly Dictionary<Guid, PersonNews> _before = [];
    bool _mayBeNews;
    bool _hereChanged;

    /// <summary>Whether another process has people in this document.</summary>
    public bool HasCompany => _elsewhere.Count > 0;

    /// <summary>Whether this process is one of them.</summary>
    public bool Has(Guid process) => _elsewhere.ContainsKey(process);

    /// <summary>Sockets that other processes have in this document.</summary>
    public int SocketsElsewhere { get; private set; }

    public void Enter(Peer peer)
    {
        if (_here.TryGetValue(peer.UserId, out var sockets))
            sockets.Add(peer);
        else
            _here.Add(peer.UserId, [peer]);
        _mayBeNews = _hereChanged = true;
    }

    public void Leave(Peer peer)
    {
        if (_here.TryGetValue(peer.UserId, out var sockets) && sockets.Remove(peer) && sockets.Count == 0)
            _here.Remove(peer.UserId);
        _mayBeNews = _hereChanged = true;
    }

    /// <summary>Takes in who is on other processes now; gives the processes that came and those that went.</summary>
    public (IReadOnlyList<Guid> Came, IReadOnlyList<Guid> Went) LookAround(
        IReadOnlyDictionary<Guid, IReadOnlyList<PresentPerson>> elsewhere)
    {
        var came = elsewhere.Keys.Where(process => !_elsewhere.ContainsKey(process)).ToList();
        var went = _elsewhere.Keys.Where(process => !elsewhere.ContainsKey(process)).ToList();
        foreach (var process in went)
            _elsewhere.Remove(process);
        foreach (var (process, people) in elsewhere)
            _elsewhere[process] = people;
        SocketsElsewhere = _elsewhere.Values.Sum(people => people.Sum(person => person.Sockets));
        _mayBeNews = true;
        return (came, went);
    }

    /// <summary>Who is here, if that has changed since this was asked last.</summary>
    public IReadOnlyList<PresentPerson>? TakeHere()
    {
        if (!_hereChanged)
            return null;
        _hereChanged = false;
        return
        [
            .. _here.Select(person => new PresentPerson(
                person.Key, person.Value[0].Name, person.Value.Max(peer => peer.Role), person.Value.Count,
                person.Value[0].Caller.IsGuest)),
        ];
    }

    /// <summary>Who came and who went since this was asked last, as the JSON that sockets are told; null when nobody.</summary>
    public byte[]? News()
    {
        // Asked in every turn; mostly nobody has come or gone.
        if (!_mayBeNews)
            return null;
        _mayBeNews = false;
        var now = _here.ToDictionary(
            person => person.Key, person => new PersonNews(person.Key, person.Value[0].Name, person.Value[0].Caller.IsGuest));
        foreach (var person in _elsewhere.Values.SelectMany(people => people))
            now.TryAdd(person.UserId, new(person.UserId, person.Name, person.Guest));
        var came = now.Values.Where(person => !_before.ContainsKey(person.UserId)).ToList();
        var went = _before.Values.Where(person => !now.ContainsKey(person.UserId)).ToList();
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
