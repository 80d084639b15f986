namespace MDReader.Bench;

enum Unit
{
    /// <summary>CPU time of the engine's whole process, its collector and compiler included, per run.</summary>
    Milliseconds,
    Bytes,
}

enum Start
{
    /// <summary>The process has done it often enough to be as fast as it gets.</summary>
    Warm,

    /// <summary>It is the first thing that the process does.</summary>
    Fresh,
}

/// <summary>
/// Something that is measured. Every engine knows them by name: <see cref="OwnEngine"/>, and the scripts in peers/.
/// </summary>
/// <param name="AtLeast">How many times better than yjs this engine has to be; 0 where there is no goal.</param>
sealed record Measure(string Name, Unit Unit, Start Start, double AtLeast)
{
    /// <summary>Whether it says something of a workload that was made up, and small.</summary>
    public bool IsOfFamilies => Name is "load V1" or "apply the log, an event each" or "make the edits, an event each"
        or "encode V1" or "size V1" or "memory of the document";

    public static IReadOnlyList<Measure> All { get; } =
    [
        new("load V1", Unit.Milliseconds, Start.Warm, 5),
        new("load V2", Unit.Milliseconds, Start.Warm, 4),
        new("apply the log, first run", Unit.Milliseconds, Start.Fresh, 10),
        // Nobody applies updates and tells no one; it says what telling costs.
        new("apply the log", Unit.Milliseconds, Start.Warm, 0),
        new("apply the log, an event each", Unit.Milliseconds, Start.Warm, 15),
        new("make the edits, an event each", Unit.Milliseconds, Start.Warm, 15),
        new("encode V1", Unit.Milliseconds, Start.Warm, 3),
        new("encode V2", Unit.Milliseconds, Start.Warm, 2),
        new("merge 1,000 updates", Unit.Milliseconds, Start.Warm, 10),
        new("merge 10,000 updates", Unit.Milliseconds, Start.Warm, 200),
        new("size of 1,000 merged", Unit.Bytes, Start.Warm, 1),
        new("size of 10,000 merged", Unit.Bytes, Start.Warm, 1),
        new("diff to half", Unit.Milliseconds, Start.Warm, 8),
        new("state vector of the state", Unit.Milliseconds, Start.Warm, 8),
        new("size V1", Unit.Bytes, Start.Warm, 1),
        new("size V2", Unit.Bytes, Start.Warm, 1),
        new("memory of the document", Unit.Bytes, Start.Fresh, 3),
        new("memory of an empty document", Unit.Bytes, Start.Fresh, 1),
    ];
}
