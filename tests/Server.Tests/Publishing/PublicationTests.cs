using System.Net;
using System.Text;
using MDReader.TestKit;

namespace Server.Tests.Publishing;

public sealed class PublicationTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    string _workspace = null!;
    string _document = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        _bob = await _server.SignUp("Bob");
        _workspace = await _ada.MakeWorkspace();
        _document = (await _ada.Http.Ask(
            "POST", $"{_workspace}/documents", new { title = "Plans & more", content = "# One\r\n\ntext" })).Header("Location")!;
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        return ValueTask.CompletedTask;
    }

    Task<Answer> Publish(object? body = null) => _ada.Http.Ask("PUT", $"{_document}/publication", body ?? new { });

    async Task<string> Page() => $"/p/{(await Publish())["slug"].GetString()}";

    Task<Answer> Read(string page, string? accept = null) => accept is null
        ? _server.Http.Ask("GET", page)
        : _server.Http.Ask("GET", page, null, ("Accept", accept));

    [Fact]
    public async Task Anybody_reads_the_page_of_a_published_document()
    {
        var published = await Publish();
        published["slug"].GetString().ShouldStartWith("plans-more-");
        published["url"].GetString().ShouldBe(
            $"{_server.Address.GetLeftPart(UriPartial.Authority)}/p/{published["slug"].GetString()}");

        var page = await Read($"/p/{published["slug"].GetString()}", "text/html");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Header("Content-Type").ShouldBe("text/html; charset=utf-8");
        page.Text.ShouldContain("<title>Plans &amp; more</title>");
        page.Text.ShouldContain("<h1 id=\"one\">One</h1>");
        page.Header("X-Robots-Tag").ShouldBe("noindex, nofollow");
        page.Header("Set-Cookie").ShouldBeNull();
        page.Header("Content-Security-Policy")!.ShouldStartWith("default-src 'none'");
        page.Header("Content-Security-Policy")!.ShouldNotContain("unsafe");
    }

    [Fact]
    public async Task A_text_that_begins_with_its_title_says_it_once()
    {
        await _ada.Put(_document, "# Plans & *more*\n\n## Two\n\n### Three\n\n## Four\n"u8.ToArray(), ifMatch: "*");
        var page = await Read(await Page(), "text/html");
        page.Text.ShouldContain("<header><h1 id=\"plans--more\">Plans &amp; <em>more</em></h1></header>");
        page.Text.Split("<h1").Length.ShouldBe(2);
        page.Text.ShouldContain("<ol><li class=\"l2\"><a href=\"#two\">Two</a></li>");
    }

    [Fact]
    public async Task Who_is_mentioned_is_named_without_their_id()
    {
        await _ada.Put(_document, Encoding.UTF8.GetBytes($"Ask @[*Ada* & co]({_ada.Id}), not [Ada]({_ada.Id}), `@[Ada]({_ada.Id})`"), ifMatch: "*");
        var page = await Read(await Page(), "text/html");
        page.Text.ShouldContain("Ask @<em>Ada</em> &amp; co, not <a href=");
        page.Text.ShouldContain($"<code>@[Ada]({_ada.Id})</code>");
    }

    [Theory]
    [InlineData("Hallo", "<html lang=\"en\"><head>", "Last updated")]
    [InlineData("---\nlang: de-CH\n---\nHallo", "<html lang=\"de-CH\"><head>", "Zuletzt geändert")]
    [InlineData("---\nlang: fr\n---\nSalut", "<html lang=\"fr\"><head>", "<footer lang=\"en\">Last updated")]
    public async Task A_page_is_in_the_language_that_its_text_says(string text, string begin, string words)
    {
        await _ada.Put(_document, Encoding.UTF8.GetBytes(text), ifMatch: "*");
        var page = await Read(await Page(), "text/html");
        page.Text.ShouldContain(begin);
        page.Text.ShouldContain(words);
    }

    [Fact]
    public async Task Only_a_page_with_something_to_draw_has_a_script_and_it_is_this_servers()
    {
        var page = await Page();
        var plain = await Read(page, "text/html");
        plain.Text.ShouldNotContain("<script");
        plain.Header("Content-Security-Policy")!.ShouldNotContain("script-src");

        await _ada.Put(_document, "so $a^2$"u8.ToArray(), ifMatch: "*");
        var drawn = await Read(page, "text/html");

        drawn.Text.ShouldContain("<script type=\"module\" src=\"/public-page.js\"></script>");
        var policy = drawn.Header("Content-Security-Policy")!;
        var self = _server.Address.GetLeftPart(UriPartial.Authority);
        policy.ShouldContain($"script-src {self}/public-page.js {self}/assets/;");
        policy.ShouldContain("require-trusted-types-for 'script'");
        policy.ShouldNotContain("unsafe");
        var kept = await _server.Http.Ask("GET", page, null, ("If-None-Match", drawn.Header("ETag")!));
        kept.Status.ShouldBe(HttpStatusCode.NotModified);
        kept.Header("Content-Security-Policy").ShouldBeNull("what a browser has kept keeps its policy");
    }

    [Fact]
    public async Task The_source_is_there_by_its_suffix_and_by_asking_for_it()
    {
        var page = await Page();

        foreach (var source in (Answer[])[await Read($"{page}.md"), await Read(page, "text/markdown")])
        {
            source.Status.ShouldBe(HttpStatusCode.OK);
            source.Header("Content-Type").ShouldBe("text/markdown; charset=utf-8");
            source.Text.ShouldBe("# One\r\n\ntext");
        }

        (await Read(page, "text/html, text/markdown;q=0.5")).Header("Content-Type").ShouldBe("text/html; charset=utf-8");
    }

    [Fact]
    public async Task A_page_follows_its_document_and_says_when_it_has_not_changed()
    {
        var page = await Page();
        var etag = (await Read(page)).Header("ETag")!;
        (await _server.Http.Ask("GET", page, null, ("If-None-Match", etag))).Status.ShouldBe(HttpStatusCode.NotModified);

        await _ada.Put(_document, "# Two"u8.ToArray(), ifMatch: "*");

        var changed = await _server.Http.Ask("GET", page, null, ("If-None-Match", etag));
        changed.Status.ShouldBe(HttpStatusCode.OK);
        changed.Text.ShouldContain("Two");
    }

    [Fact]
    public async Task A_page_shows_the_pictures_that_its_text_names_and_no_other_file_of_anybody()
    {
        var picture = await _ada.Attach(_document, Uploads.Png);
        var page = await Page();
        var address = $"{page}/files/{picture.Split('/')[^1]}";
        (await Read(address)).Status.ShouldBe(HttpStatusCode.NotFound);

        await Write($"![Dot]({picture}) [it]({picture})");
        var shown = await Read(page, "text/html");
        shown.Text.ShouldContain($"<img src=\"{address}\" alt=\"Dot\"");
        shown.Text.ShouldContain($"<a href=\"{address}\"");
        shown.Header("Content-Security-Policy")!.ShouldContain("img-src 'self' data:");
        var led = await Read(address);
        led.Status.ShouldBe(HttpStatusCode.Found);
        using var fetched = await _server.Http.GetAsync(led.Header("Location"));
        (await fetched.Content.ReadAsByteArrayAsync()).ShouldBe(Uploads.Png);

        // Another document's file, named in this one.
        var other = await _ada.Attach(await _ada.MakeDocument(_workspace), Uploads.Png);
        await Write($"![Stolen]({other})");
        (await Read($"{page}/files/{other.Split('/')[^1]}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Read(address)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Read(address.Replace(page, "/p/nothing-here", StringComparison.Ordinal))).Status.ShouldBe(HttpStatusCode.NotFound);

        Task<Answer> Write(string text) => _ada.Put(_document, Encoding.UTF8.GetBytes(text), ifMatch: "*");
    }

    [Fact]
    public async Task What_is_taken_back_trashed_or_purged_is_not_there()
    {
        var page = await Page();
        await _ada.Http.Ask("DELETE", _document);
        (await Read(page)).Status.ShouldBe(HttpStatusCode.NotFound);
        await _ada.Http.Ask("POST", $"{_document}/restore");
        (await Read(page)).Status.ShouldBe(HttpStatusCode.OK);

        (await _ada.Http.Ask("DELETE", $"{_document}/publication")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await Read(page)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Read($"{page}.md")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _ada.Http.Ask("GET", $"{_document}/publication")).Problem.ShouldBe("not-found");
        (await Read("/p/never-published")).Header("Content-Security-Policy")!.ShouldStartWith("default-src 'none'");
    }

    [Fact]
    public async Task An_address_belongs_to_one_page()
    {
        var slug = $"plans-{Guid.NewGuid():N}";
        (await Publish(new { slug, allowIndexing = true }))["slug"].GetString().ShouldBe(slug);
        (await Read($"/p/{slug}")).Header("X-Robots-Tag").ShouldBe("all");
        var other = await _ada.MakeDocument(_workspace);

        var taken = await _ada.Http.Ask("PUT", $"{other}/publication", new { slug });

        taken.Status.ShouldBe(HttpStatusCode.Conflict);
        taken.Problem.ShouldBe("slug-taken");
        (await Publish())["slug"].GetString().ShouldBe(slug, "left out, it stays");
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Upper")]
    [InlineData("two--dashes")]
    [InlineData("-start")]
    [InlineData("a/b/c")]
    [InlineData("../../etc")]
    [InlineData("notes.md")]
    public async Task A_flawed_address_is_refused(string slug)
    {
        var answer = await Publish(new { slug });

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer["errors"][0].GetProperty("pointer").GetString().ShouldBe("/slug");
    }

    [Theory]
    [InlineData(null, "not-found")]
    [InlineData("viewer", "forbidden")]
    [InlineData("editor", "forbidden")]
    public async Task Only_owners_publish(string? role, string problem)
    {
        if (role is not null)
        {
            await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role });
        }

        (await _bob.Http.Ask("PUT", $"{_document}/publication", new { })).Problem.ShouldBe(problem);
        (await _bob.Http.Ask("DELETE", $"{_document}/publication")).Problem.ShouldBe(problem);
        (await _bob.Http.Ask("GET", $"{_document}/publication")).Problem.ShouldBe("not-found");
    }
}
