namespace Server.Tests.Simulation;

/// <summary>Bugs that are planted to see that the simulation would find them.</summary>
public enum Sabotage
{
    None,

    /// <summary>Every hundredth update doesn't arrive.</summary>
    DropsUpdates,

    /// <summary>Now and then an edit gets into the log a second time, as a text of its own.</summary>
    WritesTwice,

    /// <summary>The client hears that its edit is on disk when the room has only seen it.</summary>
    AcknowledgesBeforeWriting,

    /// <summary>Others see an edit when the room has only seen it.</summary>
    ShowsBeforeWriting,

    /// <summary>The log takes edits from people who may not write.</summary>
    LeavesTheFenceOpen,

    /// <summary>A snapshot takes over edits that it doesn't hold.</summary>
    ForgetsWhenCompacting,

    /// <summary>A failed write is taken for done.</summary>
    SwallowsFailures,

    /// <summary>A client that was too slow is sent nothing of what it missed.</summary>
    ForgetsTheSlow,

    /// <summary>The log takes edits of a document in the trash.</summary>
    WritesIntoTheTrash,

    /// <summary>The log takes what was meant for one version though another process has written since.</summary>
    WritesOverOthers,

    /// <summary>A process that was left behind reads nothing of what it missed.</summary>
    NeverCatchesUp,

    /// <summary>A write that failed is tried again, and nobody is told that it may have been made before.</summary>
    TriesAgainInSilence,
}
