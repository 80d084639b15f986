using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>Three processes, PostgreSQL and Redis, for tests that break them and mend them again.</summary>
public sealed class ThreeToBreak : IAsyncLifetime
{
    Installation? _place;
    int _documents;

    /// <summary>Skips the test where it can't be.</summary>
    public Installation Place
    {
        get
        {
            Assert.SkipWhen(_place is null, "Install PostgreSQL and redis-server.");
            return _place;
        }
    }

    /// <summary>The number of a document that no other test has.</summary>
    public int NextDocument() => Interlocked.Increment(ref _documents) - 1;

    public async ValueTask InitializeAsync() =>
        _place = Installation.CanRun(Kind.Three) ? await Installation.Start(Kind.Three, documents: 40) : null;

    public ValueTask DisposeAsync() => _place?.DisposeAsync() ?? default;
}

/// <summary>One after the other.</summary>
[CollectionDefinition]
public sealed class Breaking : ICollectionFixture<ThreeToBreak>;
