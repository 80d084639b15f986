using System.Collections.Frozen;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MDReader.Server.Publishing;

/// <summary>A text as HTML, and its headings.</summary>
/// <param name="IsPlain">It has no formulas and diagrams, which only a script can draw.</param>
sealed record RenderedProse(string Html, IReadOnlyList<ProseHeading> Headings, bool IsPlain);

sealed record ProseHeading(int Level, string Id, string Text);

/// <summary>
/// Markdown to HTML for strangers' eyes: HTML in the text is shown as text, links lead only where
/// <see cref="SafeLink"/> lets them, and pictures from elsewhere become links, so that reading a page tells nobody.
/// </summary>
static partial class Prose
{
    const string Diagram = "mermaid";

    // A callout says what it is in the language of the page.
    static readonly FrozenDictionary<PageWords, MarkdownPipeline> Pipelines =
        PageWords.All.ToFrozenDictionary(words => words, Pipeline);

    static MarkdownPipeline Pipeline(PageWords words) => new MarkdownPipelineBuilder()
        .DisableHtml()
        .UseYamlFrontMatter()
        .UsePipeTables()
        .UseTaskLists()
        .UseFootnotes()
        .UseMathematics()
        .UseAlertBlocks((renderer, kind) => Title(renderer, words.Callout(kind.ToString())), allowNestedAlerts: true)
        .UseAutoLinks()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .Build();

    static void Title(HtmlRenderer renderer, string title) =>
        renderer.Write("<p class=\"title\">").WriteEscape(title).WriteLine("</p>");

    /// <param name="markdown">Of a document.</param>
    /// <param name="words">Of the page that it is part of.</param>
    /// <param name="files">The address below which its attachments are had by whoever has the page; null where they aren't.</param>
    public static RenderedProse Render(string markdown, PageWords words, string? files = null)
    {
        try
        {
            var pipeline = Pipelines[words];
            var document = Markdown.Parse(markdown, pipeline);
            foreach (var mark in document.OfType<ParagraphBlock>().Where(block => IsContentsMark(markdown, block)).ToList())
            {
                // The page has its contents at the top.
                document.Remove(mark);
            }

            foreach (var link in document.Descendants<LinkInline>().ToList())
            {
                if (IsMention(link))
                {
                    link.ReplaceBy(new ContainerInline());
                }
                else
                {
                    Tame(link, files);
                }
            }

            foreach (var link in document.Descendants<AutolinkInline>())
            {
                link.Url = link.IsEmail || SafeLink.Allows(link.Url) ? link.Url : SafeLink.Nowhere;
                Mark(link);
            }

            foreach (var table in document.Descendants<Table>())
            {
                Align(table);
            }

            foreach (var code in document.Descendants<CodeBlock>())
            {
                // Long lines scroll in it, for the keyboard too.
                code.GetAttributes().AddPropertyIfNotExist("tabindex", "0");
            }

            IReadOnlyList<ProseHeading> headings = [.. document.Descendants<HeadingBlock>().Select(Heading)];
            var isPlain = !document.Descendants<MathInline>().Any()
                && !document.Descendants<FencedCodeBlock>().Any(code => code is MathBlock || code.Info is Diagram);
            return new(document.ToHtml(pipeline), headings, isPlain);
        }
        catch (ArgumentException)
        {
            // Nested deeper than the parser follows.
            return new($"<pre>{WebUtility.HtmlEncode(markdown)}</pre>", [], IsPlain: true);
        }
    }

    static bool IsContentsMark(string markdown, ParagraphBlock block) =>
        ContentsMark().IsMatch(markdown.AsSpan(block.Span.Start, block.Span.Length));

    // "@[Ana](user-id)": who reads a page has nothing of the id.
    static bool IsMention(LinkInline link) => !link.IsImage && Guid.TryParseExact(link.Url, "D", out _)
        && link.PreviousSibling is LiteralInline before && before.Content.AsSpan().EndsWith("@");

    static void Tame(LinkInline link, string? files)
    {
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url;
        link.GetDynamicUrl = null;
        if (files is not null && url is not null && Attachment().Match(url) is { Success: true } attachment)
        {
            link.Url = $"{files}/{attachment.Groups[1].Value}";
            if (!link.IsImage)
            {
                Mark(link);
            }

            return;
        }

        if (link.IsImage && !SafeLink.AllowsPicture(url))
        {
            link.IsImage = false;
            if (link.FirstChild is null)
            {
                link.AppendChild(new LiteralInline(url ?? ""));
            }
        }

        link.Url = link.IsImage || SafeLink.Allows(url) ? url : SafeLink.Nowhere;
        if (!link.IsImage)
        {
            Mark(link);
        }
    }

    // The page's policy lets no style attribute through, so columns are aligned by a class.
    static void Align(Table table)
    {
        foreach (var row in table.OfType<TableRow>())
        {
            for (var i = 0; i < Math.Min(row.Count, table.ColumnDefinitions.Count); i++)
            {
                if (table.ColumnDefinitions[i].Alignment is { } alignment)
                {
                    row[i].GetAttributes().AddClass(alignment.ToString().ToLowerInvariant());
                }
            }
        }

        table.ColumnDefinitions.ForEach(column => column.Alignment = null);
    }

    static void Mark(Inline link) => link.GetAttributes().AddPropertyIfNotExist("rel", "nofollow noopener noreferrer");

    [GeneratedRegex(@"^\s*(?:\[toc\]|\[\[_?toc_?\]\])\s*$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex ContentsMark();

    // As texts name their document's files.
    [GeneratedRegex("^/api/v1/attachments/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$", RegexOptions.NonBacktracking)]
    private static partial Regex Attachment();

    static ProseHeading Heading(HeadingBlock heading)
    {
        var text = new StringBuilder();
        foreach (var inline in heading.Inline?.Descendants() ?? [])
        {
            _ = inline switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                CodeInline code => text.Append(code.Content),
                _ => text,
            };
        }

        return new(heading.Level, heading.TryGetAttributes()?.Id ?? "", text.ToString());
    }
}

/// <summary>Where links may lead.</summary>
static class SafeLink
{
    public const string Nowhere = "#";

    static readonly string[] Schemes = ["http", "https", "mailto", "tel"];
    static readonly string[] Pictures =
        ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"];

    /// <summary>Relative ones, and those of the listed schemes.</summary>
    public static bool Allows(string? url)
    {
        // Browsers skip such characters, so what is looked at is what is left.
        var bare = string.Concat((url ?? "").Where(character => !char.IsControl(character) && !char.IsWhiteSpace(character)));
        var colon = bare.IndexOf(':', StringComparison.Ordinal);
        var path = bare.AsSpan().IndexOfAny('/', '?', '#');
        return colon < 0
            || (path >= 0 && path < colon)
            || Schemes.Contains(bare[..colon], StringComparer.OrdinalIgnoreCase);
    }

    public static bool AllowsPicture(string? url) =>
        url is not null && Pictures.Any(start => url.StartsWith(start, StringComparison.OrdinalIgnoreCase));
}
