namespace MDReader.Server.Collaboration;

/// <summary>What every room of the process stands on.</summary>
sealed record RoomSetting(
    CollaborationOptions Options, UpdateRoad Road, UpdateLog Log, Attendance Attendance, TimeProvider Time);

/// <summary>Where rooms live.</summary>
/// <param name="Closed">Told when a room takes no more messages.</param>
/// <param name="Stopping">Ends when the process gives up waiting for its database.</param>
sealed record House(Func<RoomLoop, Task> Closed, ILogger Logger, CancellationToken Stopping);
