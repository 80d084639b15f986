using MDReader.Server.Access;
using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>
/// A few people write one document, and programs and agents of theirs, while everything goes wrong that may: connections
/// break, writes fail or are answered by nobody, roles change and agents are paused under way, a process dies or hears late
/// of the others, the log is compacted, the document is trashed, restored and replaced, rooms are put away. All of it comes
/// from the seed, so that a run that found something can be had again.
/// </summary>
sealed class Simulation
{
    const int Steps = 300;
    const int MostRounds = 2_000;
    const char FirstCharacter = '\u4E00';
    static readonly TimeSpan PerStep = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan PerBeat = TimeSpan.FromSeconds(2);

    readonly Random _chance;
    readonly SimulatedWorld _world;
    readonly SimulatedHouse[] _houses;
    readonly List<SimulatedClient> _clients = [];
    readonly List<SimulatedWriter> _writers = [];
    readonly SimulatedRights _rights = new();
    readonly Disturbances _disturbances;
    int _typed;
    int _quiet;

    Simulation(int seed, Sabotage sabotage)
    {
        _chance = new(seed);
        var log = new SimulatedLog(_chance, edit => _rights.Refuse(edit, sabotage), sabotage);
        var checker = new Checker(() => log, _rights.Allow, said => _writers.Exists(writer => writer.IsShownAs(said)));
        _world = new(_chance, log, new(_chance), checker, sabotage);
        _houses = [.. Enumerable.Range(0, _chance.Next(1, 4)).Select(_ => new SimulatedHouse(_world))];
        _world.Relay.Houses.AddRange(_houses);
        for (var person = 0; person < _chance.Next(2, 4); person++)
        {
            var user = Checker.Person(person);
            _rights.Set(user, Role.Editor);
            for (var window = 0; window < _chance.Next(1, 3); window++)
                _clients.Add(new($"{person}.{window}", user, isHocuspocus: _chance.Next(2) == 0, _world));
            _writers.Add(new($"agent {person}", user, credential: new(1, 0, 0, 0, 0, 0, 0, 1, 0, 0, (byte)(person + 1)), _world));
        }
        _disturbances = new(_world, _rights, _houses, _clients, _writers);
    }

    /// <summary>Gives what came to pass.</summary>
    /// <remarks>Away from any context that would let another thread go on with it.</remarks>
    public static Task<Happened> Run(int seed, Sabotage sabotage = Sabotage.None) => Task.Run(() => RunHere(seed, sabotage));

    static async Task<Happened> RunHere(int seed, Sabotage sabotage)
    {
        try
        {
            var simulation = new Simulation(seed, sabotage);
            for (var step = 0; step < Steps; step++)
                await simulation.Step();
            await simulation.ComeToRest();
            return simulation._world.Checker.Happened;
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

    async Task Step()
    {
        var client = _clients[_chance.Next(_clients.Count)];
        var house = _houses[_chance.Next(_houses.Length)];
        _world.Time.Advance(PerStep);
        switch (_chance.Next(1000))
        {
            case < 150:
                client.Type(NextCharacter());
                break;
            case < 190:
                client.Delete();
                break;
            case < 410:
                Travel(client);
                break;
            case < 630:
                await house.Step();
                break;
            case < 690:
                _world.Relay.Deliver();
                break;
            case < 710:
                house.Watch();
                break;
            case < 780:
                if (client.Connection is null)
                    Connect(client);
                break;
            case < 805:
                client.Leave();
                break;
            case < 830:
                if (client.Connection is { } connection)
                    connection.IsSlow = !connection.IsSlow;
                break;
            case < 860:
                client.ShowCursor();
                break;
            case < 865:
                client.SpeakForOthers();
                break;
            case < 925:
                await _writers[_chance.Next(_writers.Count)].Go(house, NextCharacter);
                break;
            case < 945:
                house.Beat();
                break;
            case < 955:
                Overhear(client);
                break;
            case < 975:
                house.Hint(RoomMessage.Sweep.Instance);
                break;
            case < 980:
                house.TakeSnapshot();
                break;
            default:
                _disturbances.Happen(house);
                break;
        }
        if (_world.Log.IsInTheTrash && _chance.Next(10) == 0)
            _world.Log.IsInTheTrash = false;
        LookAfterClosed();
    }

    char NextCharacter() => (char)(FirstCharacter + _typed++);

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

    // What it knows from its ticket may be out of date when it comes in.
    void Connect(SimulatedClient client)
    {
        if (!client.HasTicket)
            client.TakeTicket(_rights.Of(client.User));
        if (client.IsHocuspocus || _chance.Next(4) > 0)
            client.Connect(_houses[_chance.Next(_houses.Length)].Open(client));
    }

    void Overhear(SimulatedClient client)
    {
        if (_clients.Find(other => other != client && other.User == client.User && other.Epoch == client.Epoch) is { } other)
            client.HearFrom(other);
    }

    void LookAfterClosed()
    {
        foreach (var client in _clients)
            if (client.Connection is { Closing: { } closing } connection)
            {
                var wasLowered = client.WasLowered;
                client.Leave();
                if (closing.Code == CloseCode.NotPermitted && wasLowered)
                    client.StartAnew();
                else if (closing.Code is not (CloseCode.Restarting or CloseCode.NoSuchDocument or CloseCode.EpochChanged))
                    throw new SimulationException($"{client.Name} was sent away: {closing}");
            }
    }

    // Nothing goes wrong any more, and everybody may write: all that was typed arrives, and everybody sees everybody.
    async Task ComeToRest()
    {
        _world.Relay.BecomeWell();
        (_world.Log.Trouble, _world.Log.IsInTheTrash) = (0, false);
        foreach (var house in _houses)
            house.Meet();
        _rights.LetEverybodyWrite();
        // Windows of one browser don't pass on what they heard from each other.
        foreach (var client in _clients.Where(client => client.HasHeard))
            client.Leave();
        for (var rounds = 0; !await IsQuietAfterRound(); rounds++)
            if (rounds > MostRounds)
                throw new SimulationException("It doesn't come to rest: "
                    + string.Join("; ", _clients.Select(client => client.Describe()).Concat(_houses.Select(house => house.Describe()))));
        foreach (var writer in _writers)
            await writer.Settle();
        _world.Checker.AllIsQuiet(_clients, _houses);
    }

    async Task<bool> IsQuietAfterRound()
    {
        foreach (var client in _clients)
        {
            if (client.Connection is null)
                Connect(client);
            else if (client.Connection.Peer.Role != Role.Editor)
                client.Leave();
            if (client.Connection is { } connection)
                connection.IsSlow = false;
            for (var messages = 0; messages < 4; messages++)
                Travel(client);
            // It wasn't told who has left meanwhile.
            if (client.Connection is { WasCutShort: true })
                client.Cursor.ForgetsTheSilent();
        }
        _world.Relay.DeliverAll();
        foreach (var house in _houses)
        {
            house.Watch();
            do
                await house.Step();
            while (house.IsBusy);
        }
        LookAfterClosed();
        if (_world.Relay.IsBusy || !_clients.TrueForAll(client => client.Connection is { HasNews: false, Up.Count: 0 }))
            return false;
        if (Checker.EverybodyIsSeen(_clients, _houses) && ++_quiet == 2)
            return true;
        // Time passes: whoever is here says so again, and who isn't is forgotten. A client that was lost for being slow is looked
        // at in every turn; a sweep makes one.
        _world.Time.Advance(PerBeat);
        foreach (var client in _clients)
            client.ShowCursor();
        foreach (var house in _houses)
        {
            house.Beat();
            house.Hint(RoomMessage.Sweep.Instance);
        }
        return false;
    }
}
