namespace MDReader.Server.Search;

/// <summary>Narrows a search down, as it was typed.</summary>
/// <param name="Filter"><c>tag</c>, <c>in</c> or <c>by</c>.</param>
/// <param name="Value">Without quotes.</param>
public sealed record SearchFilter(string Filter, string Value)
{
    /// <summary>A tag of the document's front matter.</summary>
    public const string Tag = "tag";

    /// <summary>A folder, with all that lies in it, by its name or the end of its path; or a workspace.</summary>
    public const string In = "in";

    /// <summary>Somebody who made the document or wrote in it.</summary>
    public const string By = "by";

    public static readonly IReadOnlyList<string> All = [Tag, In, By];

    /// <summary>The filter that a text begins with, if any.</summary>
    internal static string? NameAt(ReadOnlySpan<char> text)
    {
        foreach (var name in All)
        {
            if (text.Length > name.Length && text[name.Length] == ':' && text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return null;
    }
}
