using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace MDReader.Server.Files;

/// <summary>A page as Markdown: its headings, paragraphs, lists, tables, links and pictures. Scripts, styles and what only
/// decorates are left out; nothing is fetched.</summary>
static partial class HtmlText
{
    // Parsing takes time by the square of the depth, and a stack overflow ends the process.
    const int Deepest = 128;

    static readonly HashSet<string> LeftOut =
        ["script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "canvas", "form", "button", "input", "select", "textarea", "head"];

    /// <summary>Null when the page's parts are nested too deeply.</summary>
    public static (string Title, string Markdown)? Read(string html)
    {
        if (IsTooDeep(html))
        {
            return null;
        }

        var page = new HtmlParser().ParseDocument(html);
        var written = new StringBuilder();
        if (page.Body is { } body)
        {
            Blocks(body, written, prefix: "", depth: 0);
        }

        var title = Spaces().Replace(page.Title ?? "", " ").Trim();
        return (title, ManyLines().Replace(written.ToString(), "\n\n").Trim('\n', ' ') + "\n");
    }

    static bool IsTooDeep(string html)
    {
        var depth = 0;
        foreach (var tag in Tags().EnumerateMatches(html))
        {
            depth = html[tag.Index + 1] == '/' ? Math.Max(0, depth - 1) : depth + 1;
            if (depth > Deepest)
            {
                return true;
            }
        }

        return false;
    }

    static void Blocks(INode parent, StringBuilder to, string prefix, int depth)
    {
        var line = new StringBuilder();
        foreach (var node in parent.ChildNodes)
        {
            if (node is IElement element && IsBlock(element))
            {
                EndLine();
                Block(element, to, prefix, depth + 1);
            }
            else
            {
                Inline(node, line, depth + 1);
            }
        }

        EndLine();

        void EndLine()
        {
            var text = Spaces().Replace(line.ToString(), " ").Replace("\u2028", "  \n" + prefix, StringComparison.Ordinal).Trim();
            if (text.Length > 0)
            {
                to.Append(prefix).Append(text).Append("\n\n");
            }

            line.Clear();
        }
    }

    static void Block(IElement element, StringBuilder to, string prefix, int depth)
    {
        if (depth > Deepest)
        {
            return;
        }

        switch (element.LocalName)
        {
            case ['h', >= '1' and <= '6' and var level]:
                to.Append(prefix).Append('#', level - '0').Append(' ').Append(InlineOf(element, depth)).Append("\n\n");
                break;
            case "hr":
                to.Append(prefix).Append("---\n\n");
                break;
            case "pre":
                Code(element, to, prefix);
                break;
            case "blockquote":
                Blocks(element, to, prefix + "> ", depth);
                break;
            case "ul" or "ol":
                List(element, to, prefix, depth);
                break;
            case "table":
                Table(element, to, prefix, depth);
                break;
            default:
                Blocks(element, to, prefix, depth);
                break;
        }
    }

    static void Code(IElement element, StringBuilder to, string prefix)
    {
        var code = element.TextContent.ReplaceLineEndings("\n").TrimEnd('\n');
        var fence = new string('`', Math.Max(3, 1 + Fences().Matches(code).Select(run => run.Length).DefaultIfEmpty().Max()));
        to.Append(prefix).Append(fence).Append('\n');
        foreach (var line in code.Split('\n'))
        {
            to.Append(prefix).Append(line).Append('\n');
        }

        to.Append(prefix).Append(fence).Append("\n\n");
    }

    static void List(IElement list, StringBuilder to, string prefix, int depth)
    {
        var number = 1;
        foreach (var item in list.Children.Where(child => child.LocalName == "li"))
        {
            var mark = list.LocalName == "ol" ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : "- ";
            var inner = new StringBuilder();
            Blocks(item, inner, prefix: "", depth);
            var lines = ManyLines().Replace(inner.ToString(), "\n\n").TrimEnd().Split('\n');
            foreach (var (index, line) in lines.Index())
            {
                to.Append(prefix).Append(index == 0 ? mark : line.Length == 0 ? "" : new string(' ', mark.Length)).Append(line).Append('\n');
            }
        }

        to.Append('\n');
    }

    static void Table(IElement table, StringBuilder to, string prefix, int depth)
    {
        var rows = table.QuerySelectorAll("tr")
            .Select(row => row.Children.Where(cell => cell.LocalName is "td" or "th")
                .Select(cell => BarePipe().Replace(InlineOf(cell, depth), "\\|")).ToList())
            .Where(row => row.Count > 0).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var width = Math.Min(100, rows.Max(row => row.Count));
        foreach (var (index, row) in rows.Index())
        {
            to.Append(prefix).Append("| ").AppendJoin(" | ", Enumerable.Range(0, width).Select(at => at < row.Count ? row[at] : "")).Append(" |\n");
            if (index == 0)
            {
                to.Append(prefix).Append("| ").AppendJoin(" | ", Enumerable.Repeat("---", width)).Append(" |\n");
            }
        }

        to.Append('\n');
    }

    static string InlineOf(INode node, int depth)
    {
        var line = new StringBuilder();
        foreach (var child in node.ChildNodes)
        {
            Inline(child, line, depth + 1);
        }

        return Spaces().Replace(line.ToString(), " ").Replace('\u2028', ' ').Trim();
    }

    static void Inline(INode node, StringBuilder to, int depth)
    {
        if (depth > Deepest)
        {
            return;
        }

        if (node is IText text)
        {
            to.Append(Escape(text.Data));
        }

        if (node is not IElement element || LeftOut.Contains(element.LocalName))
        {
            return;
        }

        switch (element.LocalName)
        {
            case "br":
                to.Append('\u2028');
                break;
            case "strong" or "b":
                Wrap("**");
                break;
            case "em" or "i":
                Wrap("*");
                break;
            case "del" or "s":
                Wrap("~~");
                break;
            case "code":
                to.Append('`').Append(element.TextContent.Replace('`', '\'')).Append('`');
                break;
            case "a" when Address(element.GetAttribute("href")) is { } address && InlineOf(element, depth) is { Length: > 0 } said:
                to.Append('[').Append(said).Append("](").Append(address).Append(')');
                break;
            case "img" when Address(element.GetAttribute("src")) is { } address:
                to.Append("![").Append(Escape(element.GetAttribute("alt") ?? "")).Append("](").Append(address).Append(')');
                break;
            default:
                to.Append(InlineOf(element, depth) is { Length: > 0 } inner ? $" {inner} " : "");
                break;
        }

        void Wrap(string mark)
        {
            if (InlineOf(element, depth) is { Length: > 0 } inner)
            {
                to.Append(mark).Append(inner).Append(mark);
            }
        }
    }

    // A link that runs something, or a picture that stands in the page itself, is left out.
    static string? Address(string? address)
    {
        address = address?.Trim();
        if (address is not { Length: > 0 and < 2_000 } || address.Any(char.IsControl))
        {
            return null;
        }

        var scheme = address.IndexOf(':', StringComparison.Ordinal);
        var isRelative = scheme < 0 || address.AsSpan(0, scheme).ContainsAny('/', '#', '?');
        return isRelative || address[..scheme].ToLowerInvariant() is "http" or "https" or "mailto"
            ? address.Replace(" ", "%20", StringComparison.Ordinal).Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)
            : null;
    }

    static string Escape(string text) => Special().Replace(text, "\\$0");

    static bool IsBlock(IElement element) => element.LocalName is
        "address" or "article" or "aside" or "blockquote" or "details" or "div" or "dl" or "dt" or "dd" or "fieldset" or "figcaption"
        or "figure" or "footer" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "header" or "hr" or "li" or "main" or "nav"
        or "ol" or "p" or "pre" or "section" or "table" or "ul" or "summary" or "center";

    [GeneratedRegex(@"[ \t\r\n\f]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyLines();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex BarePipe();

    [GeneratedRegex("`+")]
    private static partial Regex Fences();

    [GeneratedRegex(@"[\\`*_\[\]<>#|~]")]
    private static partial Regex Special();

    // Not those that end by themselves or hold nothing.
    [GeneratedRegex(@"</?(?!(?:p|li|dt|dd|tr|td|th|thead|tbody|tfoot|option|br|hr|img|input|meta|link|wbr|col|area|base|source|track|embed|param)\b)[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex Tags();
}
