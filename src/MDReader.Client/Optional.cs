namespace MDReader.Client;

/// <summary>What a change says of one member: nothing, and it stays as it is, or a value, which may be null.</summary>
public readonly record struct Optional<T>
{
    public Optional(T value) => (IsSaid, Value) = (true, value);

    public bool IsSaid { get; }

    public T Value { get; }

    public static implicit operator Optional<T>(T value) => new(value);
}
