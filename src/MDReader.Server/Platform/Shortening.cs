namespace MDReader.Server.Platform;

static class Shortening
{
    /// <summary>The text, or as much of its beginning as there is room for, in UTF-16 code units; never half a pair.</summary>
    public static string CutTo(this string text, int longest) => text[..Fitting(text, longest)];

    /// <inheritdoc cref="CutTo(string, int)"/>
    public static ReadOnlySpan<char> CutTo(this ReadOnlySpan<char> text, int longest) => text[..Fitting(text, longest)];

    static int Fitting(ReadOnlySpan<char> text, int longest) =>
        text.Length <= longest ? text.Length
        : longest > 0 && char.IsHighSurrogate(text[longest - 1]) ? longest - 1
        : longest;
}
