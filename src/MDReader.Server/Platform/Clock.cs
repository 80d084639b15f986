namespace MDReader.Server.Platform;

public static class Clock
{
    /// <summary>Now in whole milliseconds, which is what the tables keep: what is answered now reads the same later.</summary>
    public static DateTimeOffset Now(this TimeProvider time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
