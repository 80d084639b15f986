using MDReader.Server.Platform;

namespace MDReader.Server.Embedded;

/// <summary>For a process that is alone, or whose others meet it only in the database.</summary>
sealed class LocalRelay : IRelay
{
    public bool IsAlone => true;

    public bool IsUp => true;

    public event Action? Connected
    {
        add { }
        remove { }
    }

    public bool Publish(string channel, ReadOnlySpan<byte> message) => false;

    public IDisposable Listen(string channel, Action<ReadOnlyMemory<byte>> listener) => Silence.Instance;

    public ValueTask<SharedCount?> Count(string key, int by, TimeSpan window) => default;

    public ValueTask<long?> Hold(string key, int by) => default;

    sealed class Silence : IDisposable
    {
        public static Silence Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}
