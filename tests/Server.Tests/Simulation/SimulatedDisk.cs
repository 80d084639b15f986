using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>The log as one process writes and reads it: what it commits is told to the others, and looked at.</summary>
sealed class SimulatedDisk(SimulatedHouse house, SimulatedWorld world) : IDocumentLog
{
    public Task<Appended> Append(Batch batch)
    {
        var appended = Write(batch);
        if (appended is Appended.Committed(var lastSeq))
        {
            world.Checker.Took(batch, lastSeq);
            world.Relay.Publish(house, batch, lastSeq);
        }
        return Task.FromResult(appended);
    }

    public Task<OpenedDocument?> Open() => Task.FromResult(world.Log.Open());

    public Task<(IReadOnlyList<LoggedEdit> Edits, IReadOnlyList<Lease> Leases)> Tail(long after) =>
        Task.FromResult(world.Sabotage == Sabotage.NeverCatchesUp ? ([], []) : world.Log.Tail(after));

    Appended Write(Batch batch)
    {
        try
        {
            return world.Log.Append(batch);
        }
        catch (IOException) when (world.Sabotage == Sabotage.TriesAgainInSilence)
        {
            return world.Log.Append(batch);
        }
    }
}
