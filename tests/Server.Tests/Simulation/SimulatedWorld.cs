using MDReader.Server.Collaboration;
using MDReader.TestKit;

namespace Server.Tests.Simulation;

/// <summary>What everybody in a simulation stands on.</summary>
sealed record SimulatedWorld(
    Random Chance, SimulatedLog Log, SimulatedRelay Relay, Checker Checker, Sabotage Sabotage)
{
    public static readonly Guid Document = new(2, 0, 0, new byte[8]);
    public static readonly Guid Workspace = new(1, 0, 0, new byte[8]);

    // Text so short, and a person so slow, that they are soon past it.
    public CollaborationOptions Options { get; } = new() { OutboundQueueLimit = 200, IdleRoom = TimeSpan.FromSeconds(2) };

    public ManualTime Time { get; } = new();
}
