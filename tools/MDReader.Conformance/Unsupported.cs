namespace MDReader.Conformance;

/// <summary>
/// What the engine doesn't do yet, by name: printed as skipped wherever vectors ask for it. Anything else that fails
/// is a failure.
/// </summary>
static class Unsupported
{
    /// <summary>Kinds of files of which nothing can be run.</summary>
    public static IReadOnlyDictionary<string, string> Kinds { get; } = new Dictionary<string, string>
    {
        ["compat"] = "come with the rest of Yjs",
    };
}
