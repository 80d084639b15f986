namespace MDReader.Client.Sync;

/// <summary>Which way changes go.</summary>
[Flags]
public enum Direction
{
    /// <summary>What is live comes onto the disk.</summary>
    Pull = 1,

    /// <summary>What is saved on disk goes live.</summary>
    Push = 2,

    Both = Pull | Push,
}

public sealed record SyncOptions
{
    public Direction Direction { get; init; } = Direction.Both;

    /// <summary>How long a file has been left alone before a save counts as whole.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long a file has been missing before it counts as deleted: some editors save by deleting first.</summary>
    public TimeSpan Missing { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often all files are looked at; hints by the system only make it sooner.</summary>
    public TimeSpan ScanEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Seconds that the server is asked to wait for a change.</summary>
    public int FeedWait { get; init; } = 25;

    /// <summary>Keeps clients that lost one server from coming back in step.</summary>
    public Random Chance { get; init; } = new();

    internal bool Pulls => Direction.HasFlag(Direction.Pull);

    internal bool Pushes => Direction.HasFlag(Direction.Push);
}

public enum SyncAct
{
    /// <summary>A live text came into the file.</summary>
    Pulled,

    /// <summary>A saved file became the live text.</summary>
    Pushed,

    /// <summary>A saved file was merged with what others had written.</summary>
    Merged,

    /// <summary>The file followed a new live name or place.</summary>
    Moved,

    /// <summary>The document followed the file's new name or place.</summary>
    Renamed,

    /// <summary>The file went, since the document was deleted.</summary>
    Removed,

    /// <summary>The document went into the trash, since the file was deleted.</summary>
    Deleted,

    /// <summary>Deleted on one side and edited on the other: it stays.</summary>
    Kept,

    /// <summary>The server doesn't take it.</summary>
    Refused,

    /// <summary>The server can't be reached; it is tried again.</summary>
    Waiting,
}

/// <param name="Path">Below the folder.</param>
/// <param name="Detail">Why, where there is something to say.</param>
public sealed record SyncEvent(SyncAct Act, string Path, string? Detail = null);
