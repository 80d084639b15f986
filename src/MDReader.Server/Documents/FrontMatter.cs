using System.Text.RegularExpressions;
using MDReader.Server.Platform;

namespace MDReader.Server.Documents;

/// <summary>
/// Reads what a text's YAML front matter says of it: its tags, <c>tags: [a, "b c"]</c>, <c>tags: a, b</c>, or one a line behind
/// dashes; and its language, <c>lang: de</c>. It reads these shapes and no other YAML, looks at no more than the first 64 Ki
/// characters, and keeps no more than 50 tags of 64 characters: it never fails, whatever the text.
/// </summary>
public static partial class FrontMatter
{
    const int Longest = 64 * 1024;
    const int MostTags = 50;
    const int LongestTag = 64;
    const string Mark = "---";
    const string Key = "tags:";

    /// <summary>In lower case, in their order, each once.</summary>
    public static IReadOnlyList<string> Tags(ReadOnlySpan<char> text)
    {
        var tags = new List<string>();
        var inList = false;
        foreach (var whole in Of(text).EnumerateLines())
        {
            var line = whole.TrimEnd();
            var trimmed = line.TrimStart();
            if (line.StartsWith(Key, StringComparison.Ordinal))
            {
                var value = line[Key.Length..].Trim();
                inList = value.IsEmpty;
                AddAll(tags, value);
            }
            else if (inList && trimmed.StartsWith("- ", StringComparison.Ordinal))
            {
                Add(tags, trimmed[2..]);
            }
            else if (!trimmed.IsEmpty && trimmed[0] != '#')
            {
                inList = false;
            }
        }

        return tags;
    }

    /// <summary>As BCP 47 writes it, such as <c>de</c> or <c>pt-BR</c>; null where the text doesn't say.</summary>
    public static string? Language(ReadOnlySpan<char> text)
    {
        foreach (var line in Of(text).EnumerateLines())
        {
            if (LanguageLine().Match(line.ToString()) is { Success: true } found)
            {
                return found.Groups[1].Value;
            }
        }

        return null;
    }

    /// <summary>The prose, and what stands between the marks before it.</summary>
    public static (string Prose, string Front) Apart(string text)
    {
        var front = Of(text);
        if (front.IsEmpty)
        {
            return (text, "");
        }

        text.AsSpan().Overlaps(front, out var from);
        var end = text.IndexOf('\n', from + front.Length);
        return (end < 0 ? "" : text[end..].TrimStart('\n'), front.ToString());
    }

    /// <summary>Between its marks; nothing where there is none. Without its end it is no front matter but a text below a rule.</summary>
    static ReadOnlySpan<char> Of(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, Longest)];
        var lines = text.EnumerateLines();
        if (!lines.MoveNext() || lines.Current.TrimEnd() is not Mark)
        {
            return [];
        }

        var from = lines.Current.Length;
        while (lines.MoveNext())
        {
            if (lines.Current.TrimEnd() is Mark or "...")
            {
                text.Overlaps(lines.Current, out var to);
                return text[from..to];
            }
        }

        return [];
    }

    [GeneratedRegex("^lang(?:uage)?:[ \\t]*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})[\"']?[ \\t]*$", RegexOptions.NonBacktracking)]
    private static partial Regex LanguageLine();

    /// <summary>One form per tag: trimmed, in lower case, without the number sign.</summary>
    public static string Normalise(ReadOnlySpan<char> tag) =>
        new string(tag.Trim().TrimStart('#').Trim().CutTo(LongestTag)).ToLowerInvariant();

    static void AddAll(List<string> tags, ReadOnlySpan<char> value)
    {
        if (value is ['[', .. var flow, ']'])
        {
            value = flow;
        }

        while (!value.IsEmpty && tags.Count < MostTags)
        {
            var end = EndOfItem(value);
            Add(tags, value[..end]);
            value = end < value.Length ? value[(end + 1)..] : [];
        }
    }

    // A comma between quotes belongs to the tag.
    static int EndOfItem(ReadOnlySpan<char> value)
    {
        var start = value.Length - value.TrimStart().Length;
        if (start < value.Length && value[start] is '"' or '\'')
        {
            var close = value[(start + 1)..].IndexOf(value[start]);
            if (close >= 0)
            {
                start += close + 1;
            }
        }

        var comma = value[start..].IndexOf(',');
        return comma < 0 ? value.Length : start + comma;
    }

    static void Add(List<string> tags, ReadOnlySpan<char> item)
    {
        item = item.Trim();
        var isQuoted = item.Length > 1 && (item[0] is '"' or '\'') && item[^1] == item[0];
        var tag = Normalise(isQuoted ? item[1..^1] : item);
        if (tag.Length > 0 && tags.Count < MostTags && !tag.Any(char.IsControl) && !tags.Contains(tag))
        {
            tags.Add(tag);
        }
    }
}
