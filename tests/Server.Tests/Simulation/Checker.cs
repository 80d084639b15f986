using MDReader.Crdt;
using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>Holds what clients see and are told against the truth, which is what the log took.</summary>
sealed class Checker(Func<SimulatedLog> log)
{
    readonly Dictionary<ulong, Guid> _owners = [];
    readonly Promises _promises = new();
    readonly List<string> _lies = [];
    ulong _lastClient;

    public int Promised => _promises.Count;

    /// <summary>A replica of this person's, empty, with a client id of its own.</summary>
    public Doc Replica(Guid user)
    {
        _owners.Add(++_lastClient, user);
        return new(new() { ClientId = _lastClient });
    }

    public void Deleted(char character) => _promises.Deleted(character);

    /// <summary>A client was told that these changes are on disk.</summary>
    public void ToldSaved(SimulatedClient client, IReadOnlyList<Change> changes)
    {
        var held = log().Truth.StateVector;
        foreach (var change in changes)
        {
            if (change.IsDeletion ? log().Text.Contains(change.Character) : held[change.Client] <= change.Clock)
                throw new SimulationException($"{client.Name} was told that {change} is saved, and the log hasn't got it.");
            _promises.Make(change);
        }
    }

    /// <summary>Nobody sees of others what the log hasn't got.</summary>
    public void Sees(SimulatedClient client)
    {
        var held = log().Truth.StateVector;
        foreach (var seen in client.Document.StateVector.Clocks)
            if (_owners.GetValueOrDefault(seen.Client) != client.User && held[seen.Client] < seen.Clock)
                throw new SimulationException($"{client.Name} sees what isn't committed.");
    }

    /// <summary>The log was given edits of these people.</summary>
    public static void Wrote(Batch batch, Func<Guid, bool> mayWrite)
    {
        if (!batch.Edits.All(edit => mayWrite(edit.Author)))
            throw new SimulationException("Somebody wrote who may not.");
    }

    /// <summary>The log said that it has these edits.</summary>
    public static void Took(Batch batch, long lastSeq, bool isInTheTrash)
    {
        if (isInTheTrash)
            throw new SimulationException("Something was written into the trash.");
        if (batch.OnlyAfter is { } only && only != lastSeq - batch.Edits.Count)
            throw new SimulationException($"What was meant for version {only} was written over {lastSeq - batch.Edits.Count}.");
    }

    /// <summary>Somebody who wrote over REST was told what became of it.</summary>
    public void Answered(WriteOutcome outcome, char character)
    {
        if (outcome is WriteOutcome.Written)
            _promises.Make(new(0, 0, character, IsDeletion: false));
        else if (log().Text.Contains(character))
            // Whoever waits for the answer doesn't wait here.
            _lies.Add($"Whoever wrote '{character}' was told {outcome}, and the log has it.");
    }

    /// <summary>Nothing is on its way any more: all are equal, and what was promised is there once.</summary>
    public void AllIsQuiet(IEnumerable<SimulatedClient> clients, IEnumerable<SimulatedHouse> houses)
    {
        if (_lies.Count > 0)
            throw new SimulationException(_lies[0]);
        var text = log().Text;
        if (log().Kept().Text.ToString() != text)
            throw new SimulationException("What is kept opens as another text.");
        foreach (var seq in houses.Select(house => house.Seq).Where(seq => seq is not null && seq != log().Seq))
            throw new SimulationException($"A room is at {seq}, the log at {log().Seq}.");
        foreach (var client in clients)
        {
            if (client.Text != text)
                throw new SimulationException($"{client.Name} ends with another text: '{client.Text}', not '{text}'.");
            if (!client.ClaimsAllSaved)
                throw new SimulationException($"{client.Name} was not told that all is saved.");
            ToldSaved(client, client.Holds);
        }
        _promises.AreKeptIn(text);
    }
}
