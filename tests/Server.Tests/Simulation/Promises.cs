namespace Server.Tests.Simulation;

/// <summary>
/// What somebody was told is on disk, held against a text. Every edit puts one character in that nobody else ever wrote, or
/// takes one out.
/// </summary>
sealed class Promises
{
    readonly Lock _lock = new();
    readonly HashSet<char> _deleted = [];
    readonly HashSet<Change> _made = [];

    public int Count
    {
        get
        {
            lock (_lock)
                return _made.Count;
        }
    }

    /// <summary>Somebody is about to take it out; said before it can have happened.</summary>
    public void Deleted(char character)
    {
        lock (_lock)
            _deleted.Add(character);
    }

    public void Make(Change change)
    {
        lock (_lock)
            _made.Add(change);
    }

    /// <summary>What was promised by now.</summary>
    public IReadOnlyCollection<Change> Made
    {
        get
        {
            lock (_lock)
                return [.. _made];
        }
    }

    /// <summary>All that was promised later counts for nothing: somebody has gone back to where only these had been made.</summary>
    public void GoBackTo(IReadOnlyCollection<Change> made)
    {
        lock (_lock)
        {
            _made.Clear();
            _made.UnionWith(made);
        }
    }

    /// <summary>Whether each was kept: what was put in is there once unless somebody took it out, what was taken out isn't.</summary>
    public void AreKeptIn(string text)
    {
        var times = text.CountBy(character => character).ToDictionary();
        if (times.FirstOrDefault(character => character.Value > 1) is { Value: > 1 } twice)
            throw new SimulationException($"'{twice.Key}' stands there {twice.Value} times.");
        lock (_lock)
            foreach (var change in _made)
                if (change.IsDeletion == times.ContainsKey(change.Character) && (change.IsDeletion || !_deleted.Contains(change.Character)))
                    throw new SimulationException($"'{change.Character}' was promised and is lost.");
    }
}
