namespace MDReader.Server.Documents;

/// <summary>A document's tags as one value of its row, each between line feeds, so that SQL finds a whole tag.</summary>
static class TagLine
{
    public static string Of(IReadOnlyList<string> tags) => tags.Count == 0 ? "" : $"\n{string.Join('\n', tags)}\n";

    public static IReadOnlyList<string> Read(string line) => line.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What a line with this tag contains.</summary>
    public static string Part(string tag) => $"\n{FrontMatter.Normalise(tag)}\n";
}
