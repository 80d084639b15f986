using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using MDReader.Server.Publishing;

namespace Server.Tests.Publishing;

public sealed class ProseTests
{
    static readonly HashSet<string> Elements =
    [
        "html", "head", "body", "h1", "h2", "h3", "h4", "h5", "h6", "p", "a", "em", "strong", "del", "code", "pre", "blockquote",
        "ul", "ol", "li", "hr", "br", "img", "table", "thead", "tbody", "tr", "th", "td", "input", "sup", "div", "section", "span",
    ];

    static readonly HashSet<string> Attributes =
    [
        "href", "src", "alt", "title", "rel", "id", "class", "start", "type", "checked", "disabled", "role", "tabindex",
    ];

    static RenderedProse Render(string markdown) => Prose.Render(markdown, PageWords.English);

    public static TheoryData<string> Payloads =>
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe src=javascript:alert(1)></iframe>",
        "<style>*{background:url(https://evil.example)}</style>",
        "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<details open ontoggle=alert(1)>",
        "<math><mtext></p><img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#10;script:alert(1))",
        "[x](java&Tab;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](\u0001javascript:alert(1))",
        "[x](%6aavascript:alert(1))",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](file:///etc/passwd)",
        "[x](blob:https://evil.example/1)",
        "[x](filesystem:https://evil.example/1)",
        "[x](https://ok.example \"onmouseover=alert(1)\")",
        "[x](https://ok.example '\" onmouseover=\"alert(1)')",
        "[x](https://ok.example/\"onmouseover=alert(1)//)",
        "<javascript:alert(1)>",
        "<data:text/html,x>",
        "![x](javascript:alert(1))",
        "![x](https://evil.example/pixel.gif)",
        "![x](//evil.example/pixel.gif)",
        "![x](data:image/svg+xml;base64,PHN2Zz4=)",
        "![x\" onerror=\"alert(1)](data:image/png;base64,AA==)",
        "![](data:image/png;base64,AA==\" onerror=\"alert(1))",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "![x][y]\n\n[y]: https://evil.example/pixel.gif",
        "[y]\n\n[y]: <javascript:alert(1)> \"t\"",
        "[x]: javascript:alert(1)\n[x]",
        "```\" onclick=\"alert(1)\ncode\n```",
        "```<script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```",
        "~~~ {onclick=alert(1)}\nx\n~~~",
        "# Heading {onclick=alert(1) .x}",
        "# <script>alert(1)</script>",
        "# \"><img src=x onerror=alert(1)>",
        "paragraph {style=\"background:url(https://evil.example)\"}",
        "| a | b |\n| --- | :-: |\n| <script>alert(1)</script> | [x](javascript:alert(1)) |",
        "- [x] <script>alert(1)</script>",
        "text[^1]\n\n[^1]: <script>alert(1)</script> [x](javascript:alert(1))",
        "[^\"><script>alert(1)</script>]\n\n[^\"><script>alert(1)</script>]: x",
        "---\ntitle: <script>alert(1)</script>\n---\ntext",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\\<script>alert(1)\\</script>",
        "`<script>alert(1)</script>`",
        "javascript:alert(1)",
        "www.evil.example/\"onmouseover=alert(1)",
        "https://ok.example/<script>alert(1)</script>",
        "mailto:\"><script>alert(1)</script>@x.example",
        "</main></body><script>alert(1)</script>",
        "\0<script\0>alert(1)</script>",
        "[<img src=x onerror=alert(1)>](https://ok.example)",
        "[![x](javascript:alert(1))](javascript:alert(2))",
        "[x](javascript&colon;alert(1))",
        "$<img src=x onerror=alert(1)>$",
        "$$\n</div><script>alert(1)</script>\n$$",
        "> [!NOTE]\n> <script>alert(1)</script>",
        "> [!\"onclick=alert(1)]\n> x",
        "> [!SCRIPT]\n> [x](javascript:alert(1))",
        "[x](&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1))",
    ];

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Nothing_in_a_text_becomes_more_than_prose(string markdown)
    {
        foreach (var variant in (string[])[markdown, $"> {markdown}", $"- {markdown}", $"**{markdown}**", $"# {markdown}\n{markdown}"])
        {
            ShouldBeProse(Render(variant).Html, variant);
        }
    }

    [Fact]
    public void Random_mixtures_of_payloads_become_no_more_than_prose()
    {
        var random = new Random(5);
        string[] payloads = [.. Payloads.Select(row => row.Data)];
        for (var round = 0; round < 2_000; round++)
        {
            var parts = Enumerable.Range(0, random.Next(1, 6)).Select(_ =>
            {
                var payload = payloads[random.Next(payloads.Length)];
                var from = random.Next(payload.Length);
                var part = payload.AsSpan(from, random.Next(payload.Length - from + 1));
                return string.Concat(part, random.Next(3) == 0 ? "\n" : "");
            });
            var markdown = string.Concat(parts);
            ShouldBeProse(Render(markdown).Html, markdown);
        }
    }

    static void ShouldBeProse(string html, string markdown)
    {
        var page = new HtmlParser().ParseDocument($"<base href=\"https://page.example/p/x\">{html}");
        foreach (var element in page.All.Where(element => element is not IHtmlBaseElement))
        {
            Elements.ShouldContain(element.LocalName, $"{markdown}\n{html}");
            foreach (var attribute in element.Attributes)
            {
                Attributes.ShouldContain(attribute.Name, $"{markdown}\n{html}");
                ShouldBeHarmless(element, attribute, $"{markdown}\n{html}");
            }
        }
    }

    static void ShouldBeHarmless(IElement element, IAttr attribute, string because)
    {
        switch (attribute.Name)
        {
            case "href":
                // As a browser would read it, relative to the page.
                // None: an address that is none leads nowhere.
                ((IHtmlAnchorElement)element).Protocol.ShouldBeOneOf(["http:", "https:", "mailto:", "tel:", ""], because);
                break;
            case "src":
                attribute.Value.ShouldStartWith("data:image/", Case.Sensitive, because);
                attribute.Value.ShouldNotContain("svg", Case.Insensitive, because);
                break;
            case "type":
                (element.LocalName, attribute.Value).ShouldBeOneOf([("input", "checkbox"), ("ol", "a"), ("ol", "A"), ("ol", "i"), ("ol", "I"), ("ol", "1")]);
                break;
            case "tabindex":
                // Code and formulas that are wider than the page are scrolled by keys.
                (element.LocalName, attribute.Value).ShouldBeOneOf([("code", "0"), ("div", "0")]);
                break;
            default:
                break;
        }
    }

    [Fact]
    public void Prose_looks_as_it_was_meant()
    {
        var prose = Render("""
            ---
            title: hidden
            ---
            # Plans and `code`

            A ~~bad~~ **good** [link](https://example.org/a?b=1&c=2), [here](#plans) and [there](/documents/1).

            | a | b |
            | - | -: |
            | 1 | 2 |

            - [x] done
            """);

        prose.Html.ShouldContain("<del>bad</del> <strong>good</strong>");
        prose.Html.ShouldContain("href=\"https://example.org/a?b=1&amp;c=2\"");
        prose.Html.ShouldContain("href=\"#plans\"");
        prose.Html.ShouldContain("href=\"/documents/1\"");
        prose.Html.ShouldContain("<td class=\"right\">2</td>");
        prose.Html.ShouldContain("type=\"checkbox\"");
        prose.Html.ShouldNotContain("hidden");
        prose.Headings.ShouldBe([new ProseHeading(1, "plans-and-code", "Plans and code")]);
    }

    [Fact]
    public void A_callout_says_what_it_is_in_the_language_of_the_page()
    {
        const string Text = "> [!WARNING]\n> Hot.\n\n- one\n\n  > [!TIP]\n  > Within.\n\n> [!OWN]\n> x";

        Render(Text).Html.ShouldContain("<div class=\"markdown-alert markdown-alert-warning\">\n<p class=\"title\">Warning</p>\n<p>Hot.</p>");
        Render(Text).Html.ShouldContain("<p class=\"title\">Tip</p>");
        Render(Text).Html.ShouldContain("<p class=\"title\">OWN</p>");
        Prose.Render(Text, PageWords.Of("de-AT")).Html.ShouldContain("<p class=\"title\">Warnung</p>");
    }

    [Theory]
    [InlineData("$5 and $6, and `$x$`", true)]
    [InlineData("```js\nlet a;\n```", true)]
    [InlineData("so $a < b$ holds", false)]
    [InlineData("$$\nx^2\n$$", false)]
    [InlineData("> ```mermaid\n> flowchart LR\n> ```", false)]
    public void It_is_known_whether_a_script_has_something_to_draw(string markdown, bool isPlain) =>
        Render(markdown).IsPlain.ShouldBe(isPlain);

    [Fact]
    public void A_note_is_found_from_the_text_and_leads_back_there()
    {
        var html = Render("Said[^a].\n\n[^a]: By *whom*.").Html;
        html.ShouldContain("href=\"#fn:1\"");
        html.ShouldContain("<em>whom</em>");
        html.ShouldContain("href=\"#fnref:1\"");
    }

    [Theory]
    [InlineData("[toc]", "")]
    [InlineData("[TOC]\n\nx", "<p>x</p>\n")]
    [InlineData("> [toc]", "<blockquote>\n<p>[toc]</p>\n</blockquote>\n")]
    public void The_contents_stand_above_the_text_and_not_in_it(string markdown, string html) =>
        Render(markdown).Html.ShouldBe(html);

    [Theory]
    [InlineData("![a cat](https://pics.example/cat.png)", "a cat")]
    [InlineData("![](https://pics.example/cat.png)", "https://pics.example/cat.png")]
    public void A_picture_from_elsewhere_becomes_a_link_to_it(string markdown, string text) =>
        Render(markdown).Html.ShouldBe(
            $"<p><a href=\"https://pics.example/cat.png\" rel=\"nofollow noopener noreferrer\">{text}</a></p>\n");

    [Fact]
    public void The_deepest_nesting_still_shows_the_text()
    {
        foreach (var deep in (string[])
            [new string('>', 5_000) + "x", string.Concat(Enumerable.Repeat("- ", 5_000)) + "x", new string('[', 20_000) + "x", new string('*', 20_000) + "x"])
        {
            Render(deep).Html.ShouldContain("x");
        }
    }
}
