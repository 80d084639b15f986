using System.Text;
using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Protocol;

namespace Server.Tests.Simulation;

/// <summary>
/// What a client shows of its person and sees of others, by the rules of y-protocols. Now and then it lies about who its
/// person is, and it echoes what it hears, as stock clients do.
/// </summary>
sealed class SimulatedCursor
{
    readonly Guid _user;
    readonly SimulatedWorld _world;
    readonly Awareness _awareness;

    public SimulatedCursor(Guid user, SimulatedWorld world)
    {
        (_user, _world, Document) = (user, world, world.Checker.Replica(user));
        _awareness = new(Document.ClientId, world.Time);
        Move();
    }

    public Doc Document { get; }

    /// <summary>Where its person is; the number is said by nobody else.</summary>
    public int At { get; private set; }

    public IReadOnlyList<AwarenessEntry> Own => [.. _awareness.Known.Where(entry => entry.Client == _awareness.ClientId)];

    /// <summary>The clients whose cursors it sees, and where they are.</summary>
    public IReadOnlyDictionary<ulong, int> Others => _awareness.Present.Where(entry => entry.Client != _awareness.ClientId)
        .ToDictionary(entry => entry.Client, entry => Said.Read(entry).At);

    public string Describe() => string.Join(' ', Others.Select(other => $"{other.Key}:{other.Value}"));

    public IReadOnlyList<AwarenessEntry> Move()
    {
        At = _world.Checker.SaidBy(_user);
        return [_awareness.SetLocalState(State(_world.Chance.Next(4) == 0 ? Checker.Person(_world.Chance.Next(3)) : _user, At))];
    }

    /// <summary>A state that says of another client, which has written, what it never said.</summary>
    public IReadOnlyList<AwarenessEntry>? Forge()
    {
        List<ulong> others = [];
        foreach (var written in _world.Log.Truth.StateVector.Clocks)
            if (_world.Checker.OwnerOf(written.Client) is { } owner && owner != _user)
                others.Add(written.Client);
        if (others.Count == 0)
            return null;
        var victim = others[_world.Chance.Next(others.Count)];
        return [new(victim, (ulong)_world.Chance.Next(1_000), _world.Chance.Next(3) == 0 ? default(ReadOnlyMemory<byte>?) : State(_user, _world.Checker.SaidBy(_user)))];
    }

    /// <summary>Takes in what it was sent; gives what it says in turn.</summary>
    public IReadOnlyList<AwarenessEntry> Hear(AwarenessEntry[] entries)
    {
        foreach (var entry in entries.Where(entry => entry.Json is not null))
            _world.Checker.Shown(Said.Read(entry));
        var taken = _awareness.Apply(entries);
        return _world.Chance.Next(4) == 0 ? taken : [];
    }

    public void SeesNobody() => _awareness.Remove([.. Others.Keys]);

    public void ForgetsTheSilent() => _awareness.RemoveSilent();

    static byte[] State(Guid user, int at) => Encoding.UTF8.GetBytes($$"""{"user":{"id":"{{user}}","name":"x","agent":"y"},"at":{{at}}}""");
}

/// <summary>What a cursor says of its person.</summary>
/// <param name="At">Where they are; -1 of an agent.</param>
readonly record struct Said(ulong Client, Guid User, string? Agent, int At)
{
    public static Said Read(AwarenessEntry entry)
    {
        using var state = JsonDocument.Parse(entry.Json!.Value);
        var user = state.RootElement.GetProperty("user");
        return new(
            entry.Client,
            user.GetProperty("id").GetGuid(),
            user.TryGetProperty("agent", out var agent) ? agent.GetString() : null,
            state.RootElement.TryGetProperty("at", out var at) ? at.GetInt32() : -1);
    }
}
