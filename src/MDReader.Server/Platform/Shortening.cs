namespace MDReader.Server.Platform;

static class Shortening
{
    /// <summary>The text, or as much of its beginning as there is room for, in UTF-16 code units; never half a pair.</summary>
    public static string CutTo(this string text, int longest) =>
        text.Length <= longest ? text : text[..(longest > 0 && char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
