using System.Net;

namespace MDReader.Server.Publishing;

/// <summary>What a page says of itself.</summary>
/// <param name="Language">Of its text; null where that isn't known.</param>
sealed record PageHead(string Title, DateTimeOffset UpdatedAt, bool AllowsIndexing, string? Language);

/// <summary>What stands around the prose.</summary>
static class PageLayout
{
    const int DeepestListed = 3;
    const int FewestListed = 3;

    public const string Style = """
        :root{color-scheme:light dark;--text:#1f2328;--quiet:#59636e;--line:#d1d9e0;--back:#fff;--block:#f6f8fa;--link:#0969da;--important:#8250df;--warning:#9a6700;--caution:#cf222e}
        @media(prefers-color-scheme:dark){:root{--text:#e6e6e6;--quiet:#9a9a9a;--line:#3a3a3a;--back:#141414;--block:#1f1f1f;--link:#6cb6ff;--important:#b083f0;--warning:#d29922;--caution:#f47067}}
        body{margin:0;background:var(--back);color:var(--text);font:1rem/1.6 system-ui,sans-serif}
        main,header,nav,footer{max-width:46rem;margin:0 auto;padding:0 1rem}
        header{padding-top:2rem}h1,h2,h3,h4,h5,h6{line-height:1.25;margin:1.5em 0 .5em}
        a{color:var(--link)}nav ol{padding-left:1.25rem;list-style:none}nav .l3{padding-left:1rem}
        pre,code{font-family:ui-monospace,monospace;font-size:.9em;background:var(--block);border-radius:.25rem}
        code{padding:.1em .3em}pre{padding:1rem;overflow-x:auto}pre code{padding:0}
        blockquote{margin:0;padding-left:1rem;border-left:.25rem solid var(--line);color:var(--quiet)}
        .markdown-alert{margin:1em 0;padding:.1em 0 .1em 1rem;border-left:.25rem solid var(--tone,var(--link))}
        .markdown-alert>.title{margin:.3em 0;color:var(--tone,var(--link));font-weight:600}
        .markdown-alert-important{--tone:var(--important)}.markdown-alert-warning{--tone:var(--warning)}.markdown-alert-caution{--tone:var(--caution)}
        .footnotes{font-size:.9em}.math{overflow-x:auto}div.math{overflow-y:hidden}
        .mdr-diagram-frame{position:fixed;inset:0 auto auto 0;width:1200px;height:800px;border:0;visibility:hidden;z-index:-1}
        table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid var(--line);padding:.35rem .75rem}
        .center{text-align:center}.right{text-align:right}
        img{max-width:100%}hr{border:0;border-top:1px solid var(--line)}footer{color:var(--quiet);padding:2rem 1rem;font-size:.9rem}
        """;

    /// <summary>Draws what only a script can: formulas and diagrams. Built with the web client, and loaded by pages that have any.</summary>
    public const string Script = "/public-page.js";

    public static string Page(PageHead head, PageWords words, RenderedProse prose)
    {
        var name = WebUtility.HtmlEncode(head.Title);
        var robots = head.AllowsIndexing ? "" : "<meta name=\"robots\" content=\"noindex, nofollow\">";
        // A page has to say its language; its own words are English where the text doesn't say which it is in.
        var language = head.Language ?? "en";
        var (title, text) = TitleAndText(name, head.Title, prose);
        var script = prose.IsPlain ? "" : $"<script type=\"module\" src=\"{Script}\"></script>";
        return $"""
            <!doctype html>
            <html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{robots}
            <title>{name}</title><style>{Style}</style>{script}</head>
            <body><header>{title}</header>{Contents(text.Headings, words)}
            <main data-diagram="{words.Diagram}">{text.Html}</main>
            <footer lang="{words.Language}">{words.LastUpdated} <time datetime="{head.UpdatedAt:O}">{head.UpdatedAt:yyyy-MM-dd}</time></footer></body></html>
            """;
    }

    public static string NotFound() => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex"><title>Nothing is here</title>
        <style>{Style}</style></head>
        <body><main><h1>Nothing is here</h1><p>This page was never published, or is no longer.</p></main></body></html>
        """;

    // A text that begins with its own title says it once.
    static (string Title, RenderedProse Text) TitleAndText(string name, string title, RenderedProse prose)
    {
        const string opened = "<h1", closed = "</h1>";
        if (prose.Headings is not [{ Level: 1 } first, ..] || first.Text != title || !prose.Html.StartsWith(opened, StringComparison.Ordinal))
            return ($"<h1>{name}</h1>", prose);
        var end = prose.Html.IndexOf(closed, StringComparison.Ordinal) + closed.Length;
        return (prose.Html[..end], prose with { Html = prose.Html[end..], Headings = [.. prose.Headings.Skip(1)] });
    }

    static string Contents(IReadOnlyList<ProseHeading> headings, PageWords words)
    {
        var listed = headings.Where(heading => heading.Level <= DeepestListed && heading.Id.Length > 0).ToList();
        return listed.Count < FewestListed
            ? ""
            : $"<nav aria-label=\"{words.Contents}\"><ol>{string.Concat(listed.Select(Entry))}</ol></nav>";

        static string Entry(ProseHeading heading) =>
            $"<li class=\"l{heading.Level}\"><a href=\"#{WebUtility.HtmlEncode(heading.Id)}\">{WebUtility.HtmlEncode(heading.Text)}</a></li>";
    }
}
