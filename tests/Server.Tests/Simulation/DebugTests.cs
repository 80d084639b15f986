namespace Server.Tests.Simulation;
public sealed class DebugTests
{
    [Fact]
    public async Task One() => await Simulation.Run(int.Parse(Environment.GetEnvironmentVariable("SEED")!));
}
