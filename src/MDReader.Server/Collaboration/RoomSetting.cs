namespace MDReader.Server.Collaboration;

/// <summary>What every room of the process stands on.</summary>
/// <param name="Closed">Told when a room takes no more messages.</param>
/// <param name="Stopping">Ends when the process gives up waiting for its database.</param>
sealed record RoomSetting(
    CollaborationOptions Options,
    UpdateRoad Road,
    UpdateLog Log,
    TimeProvider Time,
    ILogger Logger,
    Func<RoomLoop, Task> Closed,
    CancellationToken Stopping);
