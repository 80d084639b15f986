using Client.Tests;
using MDReader.TestKit;

[assembly: AssemblyFixture(typeof(SharedServer))]

namespace Client.Tests;

/// <summary>One server for all tests that bring their own people and places.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    public RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RunningServer.Start(
        ("MDReader:Accounts:SignUpsPerMinuteAndAddress", "100000"), ("MDReader:Limits:ApiPerMinute", "1000000"));

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
