using MDReader.Crdt;
using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>Holds what clients see and are told against the truth, which is what the log took.</summary>
/// <param name="log">The log.</param>
/// <param name="mayWrite">Whose edits may be written now.</param>
/// <param name="isAgent">Whether what somebody is shown is an agent's, and says whose.</param>
sealed class Checker(Func<SimulatedLog> log, Func<Edit, bool> mayWrite, Func<Said, bool> isAgent)
{
    readonly Dictionary<ulong, Guid> _owners = [];
    readonly Dictionary<int, Guid> _said = [];
    readonly Promises _promises = new();
    readonly List<string> _lies = [];
    IReadOnlyCollection<Change> _backedUp = [];
    ulong _lastClient;

    /// <summary>What has come to pass by now.</summary>
    public Happened Happened { get => field with { Promised = _promises.Count }; set; } = new();

    public static Guid Person(int number) => new(number + 10, 0, 0, new byte[8]);

    /// <summary>A replica of this person's, empty, with a client id of its own.</summary>
    public Doc Replica(Guid user)
    {
        _owners.Add(++_lastClient, user);
        return new(new() { ClientId = _lastClient });
    }

    /// <summary>Whose replica writes as this client; null of the server's.</summary>
    public Guid? OwnerOf(ulong client) => _owners.TryGetValue(client, out var owner) ? owner : null;

    public void Deleted(char character) => _promises.Deleted(character);

    /// <summary>A client was told that these changes are on disk.</summary>
    public void ToldSaved(SimulatedClient client, IReadOnlyList<Change> changes)
    {
        // What was saved in a life before was saved there.
        if (!client.IsOfNow)
            return;
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
        if (!client.IsOfNow)
            return;
        var held = log().Truth.StateVector;
        foreach (var seen in client.Document.StateVector.Clocks)
            if (_owners.GetValueOrDefault(seen.Client) != client.User && held[seen.Client] < seen.Clock)
                throw new SimulationException($"{client.Name} sees what isn't committed.");
    }

    /// <summary>The log said that it has these edits.</summary>
    public void Took(Batch batch, long lastSeq)
    {
        if (!batch.Edits.All(mayWrite))
            throw new SimulationException("Somebody wrote who may not.");
        if (log().IsInTheTrash)
            throw new SimulationException("Something was written into the trash.");
        if (batch.Epoch != log().Epoch)
            throw new SimulationException($"What was written in epoch {batch.Epoch} got into epoch {log().Epoch}.");
        if (batch.OnlyAfter is { } only && only != lastSeq - batch.Edits.Count)
            throw new SimulationException($"What was meant for version {only} was written over {lastSeq - batch.Edits.Count}.");
    }

    /// <summary>Somebody who wrote over REST was told what became of it.</summary>
    /// <param name="outcome">What they were told.</param>
    /// <param name="changes">What it was about: what was put in, and perhaps what was taken out.</param>
    /// <param name="mayBeThere">Whether it was sent before, and that may have been made.</param>
    public void Answered(WriteOutcome outcome, IReadOnlyList<Change> changes, bool mayBeThere)
    {
        if (outcome is WriteOutcome.Written written)
        {
            Happened += new Happened(Merged: written.Merged ? 1 : 0, Repeated: mayBeThere ? 1 : 0);
            // Asked before the document went back to its backup, and answered of the life before.
            if (Content.ReadEtag(written.Etag) is not var (epoch, _) || epoch != log().Epoch)
                return;
            foreach (var change in changes)
                _promises.Make(change);
        }
        else if (!mayBeThere && log().Text.Contains(changes[0].Character))
            // Whoever waits for the answer doesn't wait here.
            _lies.Add($"Whoever wrote '{changes[0].Character}' was told {outcome}, and the log has it.");
    }

    /// <summary>A person says where they are: at a number that nobody else says.</summary>
    public int SaidBy(Guid user)
    {
        _said.Add(_said.Count, user);
        return _said.Count - 1;
    }

    /// <summary>A client is shown somebody's cursor, who is the one that it says it is.</summary>
    public void Shown(Said said)
    {
        if (said.Agent is null ? _said.GetValueOrDefault(said.At) != said.User : !isAgent(said))
            throw new SimulationException($"Somebody is shown {said}, which they never said.");
    }

    /// <summary>The log was backed up: what was promised by now comes back with it.</summary>
    public void BackedUp() => _backedUp = _promises.Made;

    /// <summary>The backup has taken the log's place.</summary>
    public void Restored() => _promises.GoBackTo(_backedUp);

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
        foreach (var twice in text.CountBy(character => character).Where(character => character.Value > 1))
            throw new SimulationException($"'{twice.Key}' stands there {twice.Value} times in epoch {log().Epoch}: {log().HistoryOf(twice.Key)}.");
        _promises.AreKeptIn(text);
    }

    /// <summary>Whether everybody sees the cursors of all others where they are and no more, and all processes know who is here.</summary>
    public static bool EverybodyIsSeen(IReadOnlyList<SimulatedClient> clients, IEnumerable<SimulatedHouse> houses)
    {
        var here = clients.CountBy(client => client.User).ToDictionary();
        return houses.All(house => house.People.Count == here.Count
                && house.People.All(person => person.Agent is null && here.GetValueOrDefault(person.UserId) == person.Sockets))
            && clients.All(client => client.Cursor.Others.Count == clients.Count - 1
                && clients.All(other => other == client || client.Cursor.Others.GetValueOrDefault(other.Document.ClientId, -1) == other.Cursor.At));
    }
}
