using System.Text.RegularExpressions;

namespace MDReader.Server.Comments;

/// <summary>Mentions in a comment's Markdown: <c>@[name](user-id)</c>.</summary>
static partial class MentionText
{
    /// <summary>How many different people one comment may mention.</summary>
    public const int Most = 20;

    /// <summary>Whom the text mentions, each once, in the order of their first mention.</summary>
    public static IReadOnlyList<Guid> Read(string body) =>
        [.. Pattern().Matches(body).Select(match => Guid.Parse(match.Groups[1].ValueSpan)).Distinct()];

    // Linear in the text: nothing in it can be matched in two ways.
    [GeneratedRegex(@"@\[[^\]\r\n]{1,200}\]\(([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})\)",
        RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
