using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MDReader.Server.Files;

/// <summary>The addresses in a Markdown text, changed where they stand; everything else stays as it was, byte for byte.</summary>
static class Links
{
    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePreciseSourceLocation().UsePipeTables().Build();

    public static IEnumerable<string> In(string text) => Read(text).Select(link => link.Address);

    /// <param name="change">The new address; null leaves it.</param>
    public static string Change(string text, Func<string, string?> change)
    {
        var changed = new StringBuilder(text);
        foreach (var (address, start, length) in Read(text).OrderByDescending(link => link.Start))
        {
            if (change(address) is { } other)
            {
                changed.Remove(start, length).Insert(start, Written(other));
            }
        }

        return changed.ToString();
    }

    static IEnumerable<(string Address, int Start, int Length)> Read(string text)
    {
        foreach (var node in Parsed(text)?.Descendants() ?? [])
        {
            var (address, span) = node switch
            {
                LinkInline { IsAutoLink: false, Reference: null } link => (link.Url, link.UrlSpan),
                LinkReferenceDefinition definition => (definition.Url, definition.UrlSpan),
                _ => (null, SourceSpan.Empty),
            };
            if (address is { Length: > 0 } && span.Length > 0 && span.End < text.Length)
            {
                yield return (address, span.Start, span.Length);
            }
        }
    }

    /// <summary>Null for what is nested deeper than the parser follows: its addresses stay as they are.</summary>
    static MarkdownDocument? Parsed(string text)
    {
        try
        {
            return Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    static string Written(string address) =>
        address.AsSpan().ContainsAny(" ()<>") ? $"<{address.Replace(">", "%3E", StringComparison.Ordinal).Replace("<", "%3C", StringComparison.Ordinal)}>" : address;
}
