using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>
/// What processes tell each other. Edits come late, in another order, or not at all. Rosters and cursors come in order, as
/// from one connection: a roster may get lost, and whoever is cut off loses everything until they reach the others again.
/// </summary>
sealed class SimulatedRelay(Random chance)
{
    readonly List<(SimulatedHouse To, RelayedEdits Edits)> _edits = [];
    readonly List<Letter> _letters = [];
    readonly HashSet<SimulatedHouse> _cutOff = [];

    public List<SimulatedHouse> Houses { get; } = [];

    public bool IsBusy => _edits.Count + _letters.Count > 0;

    /// <summary>Whether nothing gets lost any more.</summary>
    public bool IsWell { get; private set; }

    public void Publish(SimulatedHouse from, Batch batch, long lastSeq)
    {
        if (!_cutOff.Contains(from))
            foreach (var house in OthersOf(from))
                if (IsWell || chance.Next(3) > 0)
                    _edits.Add((house, RelayedEdits.Decode(RelayedEdits.Of(batch, lastSeq).Encode())));
    }

    public void Publish(SimulatedHouse from, Roster roster)
    {
        if (!_cutOff.Contains(from))
            foreach (var house in OthersOf(from))
                if (IsWell || chance.Next(10) > 0)
                    _letters.Add(new(from, house, roster.Encode(), IsRoster: true));
    }

    /// <summary>False where they can't be told.</summary>
    public bool Publish(SimulatedHouse from, RelayedCursors cursors)
    {
        if (_cutOff.Contains(from))
            return false;
        foreach (var house in OthersOf(from))
            _letters.Add(new(from, house, cursors.Encode(), IsRoster: false));
        return true;
    }

    /// <summary>A process can't reach the others any more, nor they it; what was under way is gone without a trace.</summary>
    public void CutOff(SimulatedHouse house)
    {
        _cutOff.Add(house);
        Forget(house);
    }

    /// <summary>It reaches them again; gives whether it hadn't.</summary>
    public bool Mend(SimulatedHouse house) => _cutOff.Remove(house);

    /// <summary>From now on nothing gets lost.</summary>
    public void BecomeWell() => IsWell = true;

    /// <summary>What is on its way to this process will find nobody there.</summary>
    public void Forget(SimulatedHouse house)
    {
        _edits.RemoveAll(sent => sent.To == house);
        _letters.RemoveAll(letter => letter.To == house || (letter.From == house && _cutOff.Contains(house)));
    }

    /// <summary>Something that is on its way arrives.</summary>
    public void Deliver()
    {
        var at = chance.Next(_edits.Count + _letters.Count + 1);
        if (at < _edits.Count)
        {
            var (to, edits) = _edits[at];
            _edits.RemoveAt(at);
            to.Hint(new RoomMessage.Elsewhere(edits));
        }
        else if (at < _edits.Count + _letters.Count)
        {
            var some = _letters[at - _edits.Count];
            var first = _letters.FindIndex(letter => letter.From == some.From && letter.To == some.To);
            var next = _letters[first];
            _letters.RemoveAt(first);
            if (next.IsRoster)
                next.To.Hear(Roster.Decode(next.Bytes));
            else
                next.To.Hear(RelayedCursors.Decode(next.Bytes));
        }
    }

    /// <summary>All that is on its way arrives, and what is answered to it.</summary>
    public void DeliverAll()
    {
        while (IsBusy)
            Deliver();
    }

    IEnumerable<SimulatedHouse> OthersOf(SimulatedHouse house) =>
        Houses.Where(other => other != house && !_cutOff.Contains(other));

    sealed record Letter(SimulatedHouse From, SimulatedHouse To, byte[] Bytes, bool IsRoster);
}
