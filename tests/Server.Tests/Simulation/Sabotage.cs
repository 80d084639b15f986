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

    /// <summary>The log takes edits that were made in another epoch.</summary>
    WritesIntoAnotherEpoch,

    /// <summary>Nobody is told that the document is another now, and whoever comes is let in with the text they have.</summary>
    MergesEpochs,

    /// <summary>A snapshot of another epoch takes the place of the document's own.</summary>
    KeepsWhatIsPast,

    /// <summary>A merge takes what is there now for what its writer had read.</summary>
    MergesFromTheWrongBase,

    /// <summary>A write that is sent once more is taken for another one.</summary>
    RepeatsAsAnother,

    /// <summary>An agent writes on that was paused.</summary>
    OverlooksThePause,

    /// <summary>What one token may not do any more is held against its person.</summary>
    BlamesThePerson,

    /// <summary>A document is opened as it was when the last snapshot of it was taken.</summary>
    ForgetsTheTail,

    /// <summary>What a client says of its person is passed on as it came.</summary>
    BelievesNames,

    /// <summary>Who was on a process that has died stays there.</summary>
    NeverForgetsAProcess,

    /// <summary>What got lost of another process's roster is never asked for.</summary>
    NeverAsksAgain,
}
