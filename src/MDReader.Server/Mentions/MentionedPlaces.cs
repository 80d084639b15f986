using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MDReader.Server.Mentions;

/// <summary>Where a text mentions somebody.</summary>
/// <param name="Start">Of the <c>@</c>, in UTF-16 units.</param>
readonly record struct MentionedPlace(Guid UserId, int Start);

/// <summary>The mentions in a document's Markdown, <c>@[name](user-id)</c>: in code they are code.</summary>
static class MentionedPlaces
{
    static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePreciseSourceLocation().UseYamlFrontMatter().UsePipeTables().UseMathematics().Build();

    public static IReadOnlyList<MentionedPlace> In(string text) =>
        text.Contains("@[", StringComparison.Ordinal) ? [.. Parsed(text)] : [];

    static IEnumerable<MentionedPlace> Parsed(string text)
    {
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            // Nested deeper than the parser follows.
            yield break;
        }

        foreach (var link in document.Descendants<LinkInline>())
        {
            var start = link.Span.Start - 1;
            if (!link.IsImage && Guid.TryParseExact(link.Url, "D", out var person) && start >= 0 && text[start] == '@')
            {
                yield return new(person, start);
            }
        }
    }
}
