using Cloud.Tests;
using MDReader.TestKit;

[assembly: AssemblyFixture(typeof(Installations))]

namespace Cloud.Tests;

/// <summary>One installation of each kind for all tests that leave it as it was; started by the first who asks.</summary>
public sealed class Installations : IAsyncDisposable
{
    readonly Lazy<Task<Installation>>[] _kinds =
        [.. Enum.GetValues<Kind>().Select(kind => new Lazy<Task<Installation>>(() => Installation.Start(kind)))];
    int _documents;

    public async Task<Installation> Of(Kind kind)
    {
        Assert.SkipUnless(Installation.CanRun(kind), "Install PostgreSQL and redis-server.");
        return await _kinds[(int)kind].Value;
    }

    /// <summary>The number of a document that no other test has.</summary>
    public int NextDocument() => Interlocked.Increment(ref _documents) - 1;

    public async ValueTask DisposeAsync()
    {
        foreach (var kind in _kinds.Where(kind => kind.IsValueCreated))
            await (await kind.Value).DisposeAsync();
    }
}
