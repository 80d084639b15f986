namespace MDReader.Server.Publishing;

/// <summary>What a public page says besides its text.</summary>
/// <param name="Language">Of these words.</param>
/// <param name="Contents">What the list of headings is called by those who hear it.</param>
/// <param name="LastUpdated">Before a day.</param>
/// <param name="Diagram">What a picture is that has no title.</param>
/// <param name="Note">The kinds of callouts: this one, and those that follow.</param>
sealed record PageWords(
    string Language,
    string Contents,
    string LastUpdated,
    string Diagram,
    string Note,
    string Tip,
    string Important,
    string Warning,
    string Caution)
{
    public static readonly PageWords English = new(
        "en", "Contents", "Last updated", "Diagram", "Note", "Tip", "Important", "Warning", "Caution");

    static readonly PageWords German = new(
        "de", "Inhalt", "Zuletzt geändert", "Diagramm", "Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht");

    public static IReadOnlyList<PageWords> All { get; } = [English, German];

    /// <summary>English ones for a language that there are none of, and where it isn't known.</summary>
    public static PageWords Of(string? language) =>
        All.FirstOrDefault(words => language?.Split('-')[0].Equals(words.Language, StringComparison.OrdinalIgnoreCase) == true)
        ?? English;

    /// <summary>What a callout of this kind is; of a kind that isn't known, its own name.</summary>
    public string Callout(string kind) => kind.ToUpperInvariant() switch
    {
        "NOTE" => Note,
        "TIP" => Tip,
        "IMPORTANT" => Important,
        "WARNING" => Warning,
        "CAUTION" => Caution,
        _ => kind,
    };
}
