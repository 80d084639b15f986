namespace MDReader.Server.Platform;

/// <summary>UUIDv7: time-ordered, also as text. JSON and the tables show them in lower case with dashes.</summary>
public static class Ids
{
    public static Guid New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());
}
