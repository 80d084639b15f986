using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>What processes tell each other: late, in another order, or not at all.</summary>
sealed class SimulatedRelay(Random chance)
{
    readonly List<(SimulatedHouse To, RelayedEdits Edits)> _onTheWay = [];

    public List<SimulatedHouse> Houses { get; } = [];

    public bool IsBusy => _onTheWay.Count > 0;

    /// <summary>Whether nothing gets lost any more.</summary>
    public bool IsWell { get; set; }

    public void Publish(SimulatedHouse from, Batch batch, long lastSeq)
    {
        foreach (var house in Houses.Where(house => house != from))
            if (IsWell || chance.Next(3) > 0)
                _onTheWay.Add((house, RelayedEdits.Decode(RelayedEdits.Of(batch, lastSeq).Encode())));
    }

    /// <summary>Something that is on its way arrives.</summary>
    public void Deliver()
    {
        if (_onTheWay.Count == 0)
            return;
        var at = chance.Next(_onTheWay.Count);
        var (to, edits) = _onTheWay[at];
        _onTheWay.RemoveAt(at);
        to.Hear(edits);
    }
}
