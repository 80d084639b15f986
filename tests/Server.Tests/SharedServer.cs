using MDReader.TestKit;
using Server.Tests;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Server.Tests;

/// <summary>One server for all tests that bring their own people and places and need no settings of their own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    public RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RunningServer.Start(
        ("MDReader:Accounts:SignUpsPerMinuteAndAddress", "100000"),
        ("MDReader:Accounts:SignInsPerMinuteAndAddress", "100000"));

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
