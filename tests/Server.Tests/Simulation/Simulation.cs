using MDReader.Server.Access;
using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>
/// A few people write one document while everything goes wrong that may: connections break, writes fail or are answered by
/// nobody, roles change under way, a process dies or hears late of what the other one has written, the log is compacted, the
/// document is trashed and restored. All of it comes from the seed, so that a run that found something can be had again.
/// </summary>
sealed class Simulation
{
    const int Steps = 300;
    const char FirstCharacter = '\u4E00';

    readonly Random _chance;
    readonly Checker _checker;
    readonly SimulatedLog _log;
    readonly SimulatedRelay _relay;
    readonly SimulatedHouse[] _houses;
    readonly List<SimulatedClient> _clients = [];
    readonly Dictionary<Guid, Role> _roles = [];
    int _typed;

    Simulation(int seed, Sabotage sabotage)
    {
        _chance = new(seed);
        _checker = new(() => _log!);
        _log = new(_chance, MayWrite, sabotage);
        // So little that a client which reads slowly is soon past it.
        var options = new CollaborationOptions { OutboundQueueLimit = 200 };
        _relay = new(_chance);
        _houses = [.. Enumerable.Range(0, _chance.Next(1, 3)).Select(_ => new SimulatedHouse(_log, _relay, options, _chance, sabotage))];
        _relay.Houses.AddRange(_houses);
        for (var person = 0; person < _chance.Next(2, 4); person++)
        {
            var user = new Guid(person + 10, 0, 0, new byte[8]);
            _roles[user] = Role.Editor;
            for (var window = 0; window < _chance.Next(1, 3); window++)
                _clients.Add(new($"{person}.{window}", user, isHocuspocus: _chance.Next(2) == 0, _checker));
        }
    }

    /// <summary>How many changes were promised to be on disk.</summary>
    /// <remarks>Away from any context that would let another thread go on with it.</remarks>
    public static Task<int> Run(int seed, Sabotage sabotage = Sabotage.None) => Task.Run(() => RunHere(seed, sabotage));

    static async Task<int> RunHere(int seed, Sabotage sabotage)
    {
        try
        {
            var simulation = new Simulation(seed, sabotage);
            for (var step = 0; step < Steps; step++)
                await simulation.Step();
            await simulation.ComeToRest();
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

    async Task Step()
    {
        var client = _clients[_chance.Next(_clients.Count)];
        var house = _houses[_chance.Next(_houses.Length)];
        switch (_chance.Next(100))
        {
            case < 18:
                client.Type((char)(FirstCharacter + _typed++), _chance);
                break;
            case < 22:
                client.Delete(_chance);
                break;
            case < 44:
                Travel(client);
                break;
            case < 66:
                await house.Step(MayWrite);
                break;
            case < 70:
                _relay.Deliver();
                break;
            case < 72:
                house.Watch();
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
            case < 96:
                WriteOver(house, client.User);
                break;
            case < 97:
                house.TakeSnapshot();
                break;
            case < 98:
                house.Hint(RoomMessage.Sweep.Instance);
                break;
            case < 99:
                Trash();
                break;
            default:
                if (_chance.Next(2) == 0)
                    house.Crash();
                else
                    house.Fail();
                break;
        }
        if (_log.IsInTheTrash && _chance.Next(10) == 0)
            _log.IsInTheTrash = false;
        LookAfterClosed();
    }

    // One message in each direction, if there is one.
    void Travel(SimulatedClient client)
    {
        if (client.Connection is not { Closing: null } connection)
            return;
        if (connection.Up.Count > 0)
            connection.House.Hear(connection);
        if (connection.HasNews && (!connection.IsSlow || _chance.Next(4) == 0) && connection.House.Deliver(connection) is { } message)
            client.Receive(message);
    }

    void Connect(SimulatedClient client)
    {
        client.Role = _roles[client.User];
        client.Connect(_houses[_chance.Next(_houses.Length)].Open(client));
    }

    static void Part(SimulatedClient client)
    {
        if (client.Connection is not { } connection)
            return;
        connection.House.Lose(connection);
        client.Disconnect();
    }

    void ChangeRole(Guid user)
    {
        var role = _roles[user] = MayWrite(user) ? Role.Viewer : Role.Editor;
        Signal(new RoomMessage.SendAway(peer => peer.UserId == user && peer.Role != role, role == Role.Viewer
            ? new(CloseCode.NotPermitted, "Your role was changed.")
            : new(CloseCode.Restarting, "Your role was changed; connect again.")));
    }

    void Trash()
    {
        _log.IsInTheTrash = true;
        Signal(new RoomMessage.SendAway(_ => true, new(CloseCode.NoSuchDocument, "The document is in the trash.")));
    }

    // It is a hint, and may get lost; the log decides.
    void Signal(RoomMessage message)
    {
        foreach (var house in _houses)
            if (_chance.Next(3) > 0)
                house.Hint(message);
    }

    void WriteOver(SimulatedHouse house, Guid user)
    {
        var character = (char)(FirstCharacter + _typed++);
        house.WriteOver(user, character, outcome => _checker.Answered(outcome, character));
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
                else if (closing.Code is not (CloseCode.Restarting or CloseCode.NoSuchDocument))
                    throw new SimulationException($"{client.Name} was sent away: {closing}");
            }
    }

    // Nothing goes wrong any more, and everybody may write: all that was typed arrives.
    async Task ComeToRest()
    {
        (_log.Trouble, _log.IsInTheTrash, _relay.IsWell) = (0, false, true);
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
            _relay.Deliver();
            foreach (var house in _houses)
            {
                house.Watch();
                await house.Step(MayWrite);
            }
            LookAfterClosed();
            var isQuiet = !_relay.IsBusy && !_houses.Any(house => house.IsBusy) && _clients.All(client => client.Connection is { HasNews: false, Up.Count: 0 });
            quiet = isQuiet ? quiet + 1 : 0;
            // A client that was lost for being slow is looked at in every turn; a sweep makes one.
            if (isQuiet)
                foreach (var house in _houses)
                    house.Hint(RoomMessage.Sweep.Instance);
        }
        _checker.AllIsQuiet(_clients, _houses);
    }
}
