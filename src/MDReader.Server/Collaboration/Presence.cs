using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Access;

namespace MDReader.Server.Collaboration;

/// <summary>Somebody who has a document open.</summary>
/// <param name="Role">What they may do there, by the socket that may most.</param>
/// <param name="Sockets">In how many windows; none of an agent.</param>
/// <param name="Guest">Whether they came by a link, with a name and without an account.</param>
/// <param name="Agent">Not the person themselves but an agent that has just done something in their name: what it is called.
/// Left out for people.</param>
public sealed record PresentPerson(
    Guid UserId, string Name, Role Role, int Sockets, bool Guest,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Agent = null);

/// <summary>Who has one document open, here and on other processes, and what changed in that since the last turn.</summary>
sealed class Presence
{
    // With a sweep every 5 s: 5 to 10 s.
    const int SweepsUntilAgentsGo = 2;

    readonly Dictionary<Guid, List<Peer>> _here = [];
    readonly Dictionary<Guid, IReadOnlyList<PresentPerson>> _elsewhere = [];
    readonly Dictionary<(Guid UserId, string? Agent), PersonNews> _before = [];

    // By their tokens, with the sweeps that they still stay.
    readonly Dictionary<Guid, (AgentAtWork Agent, int Sweeps)> _agents = [];
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

    /// <summary>Whether an agent is shown by this process.</summary>
    public bool HasAgents => _agents.Count > 0;

    /// <summary>Whether this agent is one of them.</summary>
    public bool Has(AgentAtWork agent) => _agents.ContainsKey(agent.By.CredentialId);

    /// <summary>An agent comes, or stays for a while longer.</summary>
    public void Enter(AgentAtWork agent)
    {
        var isKnown = _agents.TryGetValue(agent.By.CredentialId, out var known) && known.Agent.Person == agent.Person;
        _agents[agent.By.CredentialId] = (agent, SweepsUntilAgentsGo);
        if (!isKnown)
            _mayBeNews = _hereChanged = true;
    }

    /// <summary>Gives the agents that have done nothing for a while, which are gone now.</summary>
    public IReadOnlyList<AgentAtWork> Sweep()
    {
        if (_agents.Count == 0)
            return [];
        var gone = new List<AgentAtWork>();
        foreach (var (credential, (agent, sweeps)) in _agents.ToList())
            if (sweeps > 1)
                _agents[credential] = (agent, sweeps - 1);
            else if (_agents.Remove(credential))
                gone.Add(agent);
        if (gone.Count > 0)
            _mayBeNews = _hereChanged = true;
        return gone;
    }

    /// <summary>Gives all agents, which are gone now.</summary>
    public IReadOnlyList<AgentAtWork> SendAgentsAway()
    {
        IReadOnlyList<AgentAtWork> gone = [.. _agents.Values.Select(known => known.Agent)];
        _agents.Clear();
        if (gone.Count > 0)
            _mayBeNews = _hereChanged = true;
        return gone;
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
            .. _agents.Values.Select(known => known.Agent.Person),
        ];
    }

    /// <summary>Who came and who went since this was asked last, as the JSON that sockets are told; null when nobody.</summary>
    public byte[]? News()
    {
        // Asked in every turn; mostly nobody has come or gone.
        if (!_mayBeNews)
            return null;
        _mayBeNews = false;
        var now = _here.Select(person => new PersonNews(person.Key, person.Value[0].Name, person.Value[0].Caller.IsGuest))
            .ToDictionary(person => person.Key);
        foreach (var person in _agents.Values.Select(known => known.Agent.Person).Concat(_elsewhere.Values.SelectMany(people => people)))
            now.TryAdd((person.UserId, person.Agent), new(person.UserId, person.Name, person.Guest, person.Agent));
        var came = now.Values.Where(person => !_before.ContainsKey(person.Key)).ToList();
        var went = _before.Values.Where(person => !now.ContainsKey(person.Key)).ToList();
        if (came.Count + went.Count == 0)
            return null;
        foreach (var person in came)
            _before.Add(person.Key, person);
        foreach (var person in went)
            _before.Remove(person.Key);
        return JsonSerializer.SerializeToUtf8Bytes(new PresenceNews("presence", came, went), JsonSerializerOptions.Web);
    }

    sealed record PersonNews(
        Guid UserId, string Name, bool Guest,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Agent = null)
    {
        [JsonIgnore]
        public (Guid UserId, string? Agent) Key => (UserId, Agent);
    }

    sealed record PresenceNews(string Type, IReadOnlyList<PersonNews> Came, IReadOnlyList<PersonNews> Went);
}
