using Cloud.Tests;
using MDReader.TestKit;

[assembly: AssemblyFixture(typeof(Installations))]

namespace Cloud.Tests;

/// <summary>One installation of each kind for all tests that leave it as it was; started by the first who asks.</summary>
public sealed class Installations : IAsyncDisposable
{
    readonly Lazy<Task<Installation>>[] _kinds =
        [.. Enum.GetValues<Kind>().Select(kind => new Lazy<Task<Installation>>(() => Installation.Start(kind)))];
    readonly Lazy<Task<Rehearsal>> _rehearsal = new(Rehearsal.Begin);
    int _documents;

    /// <summary>What goes through API Gateway stands on the rest of AWS as well.</summary>
    public async Task<Installation> Of(Kind kind)
    {
        if (kind == Kind.ThroughGateway)
        {
            Assert.SkipUnless(Rehearsal.CanRun, "Install PostgreSQL, redis-server and openssl, and run npm ci in tests/Cloud.Tests/aws-peer and tests/MDReader.TestKit/s3.");
            return (await _rehearsal.Value).Place;
        }
        Assert.SkipUnless(Installation.CanRun(kind), "Install PostgreSQL and redis-server.");
        return await _kinds[(int)kind].Value;
    }

    /// <summary>The number of a document that no other test has.</summary>
    public int NextDocument() => Interlocked.Increment(ref _documents) - 1;

    public async ValueTask DisposeAsync()
    {
        foreach (var kind in _kinds.Where(kind => kind.IsValueCreated))
            await (await kind.Value).DisposeAsync();
        if (_rehearsal.IsValueCreated)
            await (await _rehearsal.Value).DisposeAsync();
    }
}
