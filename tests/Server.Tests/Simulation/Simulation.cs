using MDReader.Server.Access;
using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>
/// A few people write one document while everything goes wrong that may: connections break, writes fail or are answered by
/// nobody, roles change under way, the process dies, the log is compacted. All of it comes from the seed, so that a run
/// that found something can be had again.
/// </summary>
sealed class Simulation
{
    const int Steps = 300;
    const char FirstCharacter = '\u4E00';

    readonly Random _chance;
    readonly Checker _checker;
    readonly SimulatedLog _log;
    readonly SimulatedHouse _house;
    readonly List<SimulatedClient> _clients = [];
    readonly Dictionary<Guid, Role> _roles = [];
    int _typed;

    Simulation(int seed, Sabotage sabotage)
    {
        _chance = new(seed);
        _checker = new(() => _log!);
        _log = new(_chance, MayWrite, sabotage);
        // So little that a client which reads slowly is soon past it.
        _house = new(_log, new() { OutboundQueueLimit = 200 }, _chance, sabotage);
        for (var person = 0; person < _chance.Next(2, 4); person++)
        {
            var user = new Guid(person + 10, 0, 0, new byte[8]);
            _roles[user] = Role.Editor;
            for (var window = 0; window < _chance.Next(1, 3); window++)
                _clients.Add(new($"{person}.{window}", user, isHocuspocus: _chance.Next(2) == 0, _checker));
        }
    }

    /// <summary>How many changes were promised to be on disk.</summary>
    public static int Run(int seed, Sabotage sabotage = Sabotage.None)
    {
        try
        {
            var simulation = new Simulation(seed, sabotage);
            for (var step = 0; step < Steps; step++)
                simulation.Step();
            simulation.ComeToRest();
            return simulation._checker.Promised;
        }
        catch (Exception found) when (found is not SimulationException)
        {
            throw new SimulationException($"Seed {seed}: {found}");
        }
        catch (SimulationException found)
        {
            throw new SimulationException($"Seed {seed}: {found.Message}");
        }
    }

    bool MayWrite(Guid user) => _roles[user] >= Role.Editor;

    void Step()
    {
        var client = _clients[_chance.Next(_clients.Count)];
        switch (_chance.Next(100))
        {
            case < 18:
                client.Type((char)(FirstCharacter + _typed++), _chance);
                break;
            case < 22:
                client.Delete(_chance);
                break;
            case < 45:
                Travel(client);
                break;
            case < 70:
                _house.Step(MayWrite);
                break;
            case < 85:
                if (client.Connection is null)
                    Connect(client);
                break;
            case < 88:
                Part(client);
                break;
            case < 91:
                if (client.Connection is { } connection)
                    connection.IsSlow = !connection.IsSlow;
                break;
            case < 93:
                ChangeRole(client.User);
                break;
            case < 95:
                Overhear(client);
                break;
            case < 97:
                _house.TakeSnapshot();
                break;
            case < 99:
                _house.Hint(RoomMessage.Sweep.Instance);
                break;
            default:
                if (_chance.Next(2) == 0)
                    _house.Crash();
                else
                    _house.Fail();
                break;
        }
        LookAfterClosed();
    }

    // One message in each direction, if there is one.
    void Travel(SimulatedClient client)
    {
        if (client.Connection is not { Closing: null } connection)
            return;
        if (connection.Up.Count > 0)
            _house.Hear(connection);
        if (connection.HasNews && (!connection.IsSlow || _chance.Next(4) == 0) && _house.Deliver(connection) is { } message)
            client.Receive(message);
    }

    void Connect(SimulatedClient client)
    {
        client.Role = _roles[client.User];
        client.Connect(_house.Open(client));
    }

    void Part(SimulatedClient client)
    {
        if (client.Connection is not { } connection)
            return;
        _house.Lose(connection);
        client.Disconnect();
    }

    void ChangeRole(Guid user)
    {
        var role = _roles[user] = MayWrite(user) ? Role.Viewer : Role.Editor;
        // The signal is a hint, and may get lost; the log decides.
        if (_chance.Next(3) > 0)
            _house.Hint(new RoomMessage.SendAway(peer => peer.UserId == user && peer.Role != role, role == Role.Viewer
                ? new(CloseCode.NotPermitted, "Your role was changed.")
                : new(CloseCode.Restarting, "Your role was changed; connect again.")));
    }

    void Overhear(SimulatedClient client)
    {
        if (_clients.Find(other => other != client && other.User == client.User) is { } other)
            client.HearFrom(other);
    }

    void LookAfterClosed()
    {
        foreach (var client in _clients)
            if (client.Connection is { Closing: { } closing } connection)
            {
                Part(client);
                if (closing.Code == CloseCode.NotPermitted)
                    client.StartAnew();
                else if (closing.Code != CloseCode.Restarting)
                    throw new SimulationException($"{client.Name} was sent away: {closing}");
            }
    }

    // Nothing goes wrong any more, and everybody may write: all that was typed arrives.
    void ComeToRest()
    {
        _log.Trouble = 0;
        foreach (var user in _roles.Keys)
            _roles[user] = Role.Editor;
        // Windows of one browser don't pass on what they heard from each other.
        foreach (var client in _clients.Where(client => client.HasHeard))
            Part(client);
        var quiet = 0;
        for (var step = 0; quiet < 2; step++)
        {
            if (step > 10_000)
                throw new SimulationException($"It doesn't come to rest: {string.Join("; ", _clients.Select(client => client.Describe()))}.");
            foreach (var client in _clients)
            {
                if (client.Connection is null)
                    Connect(client);
                else if (client.Connection.Peer.Role != Role.Editor)
                    Part(client);
                if (client.Connection is { } connection)
                    connection.IsSlow = false;
                Travel(client);
            }
            _house.Step(MayWrite);
            LookAfterClosed();
            var isQuiet = !_house.IsBusy && _clients.All(client => client.Connection is { HasNews: false, Up.Count: 0 });
            quiet = isQuiet ? quiet + 1 : 0;
            // A client that was lost for being slow is looked at in every turn; a sweep makes one.
            if (isQuiet)
                _house.Hint(RoomMessage.Sweep.Instance);
        }
        _checker.AllIsQuiet(_clients, _house.Room);
    }
}
