using System.Net;
using System.Text.RegularExpressions;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Notifications;

public sealed class LetterTests : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdreader-mail-");
    readonly ManualTime _time = new();
    RunningServer _server = null!;
    Mailbox _mailbox = null!;
    TestPerson _ana = null!;
    TestPerson _ben = null!;
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _mailbox = new Mailbox(_folder.FullName);
        _server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(_time),
            ("MDReader:Mail:Folder", _folder.FullName),
            ("MDReader:PublicUrl", "https://notes.example"),
            ("MDReader:Notifications:LettersWait", "00:00:00"));
        _ana = await _server.SignUp("Ana", _mailbox);
        _ben = await _server.SignUp("Ben", _mailbox);
        var workspace = await _ana.MakeWorkspace();
        await _ana.Http.Ask("PUT", $"{workspace}/members/{_ben.Id}", new { role = "commenter" });
        await _mailbox.Next(_ben.Email, "Ana brought you into Engines");
        _document = await _ana.MakeDocument(workspace);
        await _ana.Put(_document, "The quick brown fox jumps."u8.ToArray(), ifMatch: "\"1-0\"");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    async Task<Answer> Mention(string words = "look") => await _ana.Http.Ask("POST", $"{_document}/threads", new
    {
        anchor = new { start = 10, end = 19, @base = "1-1" },
        body = $"@[Ben]({_ben.Id}) {words}",
    });

    async Task Choose(object channels) => (await _ben.Http.Ask(
        "PUT", "/api/v1/me/notification-settings", new { events = new { mention = channels } })).Status.ShouldBe(HttpStatusCode.OK);

    int Letters(string subject = "mentioned you") =>
        _mailbox.To(_ben.Email).Count(mail => mail.Subject.Contains(subject, StringComparison.Ordinal));

    async Task Told(int times) => await Eventually.Holds(
        async () => (await _ben.Http.Ask("GET", "/api/v1/notifications"))["items"].EnumerateArray()
            .Count(item => item.GetProperty("event").GetString() == "mention") == times,
        $"{times} mentions in the inbox");

    static string Unsubscribe(ReceivedMail mail) =>
        new Uri(Regex.Match(mail.Raw.ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal), "List-Unsubscribe: <([^>]+)>").Groups[1].Value).AbsolutePath;

    [Fact]
    public async Task A_mention_is_mailed_with_what_was_said_and_the_way_there()
    {
        var thread = await Mention("at this");

        var mail = await _mailbox.Next(_ben.Email, "Ana mentioned you in Notes");
        mail.Text.ShouldContain("On: “brown fox”");
        mail.Text.ShouldContain("@Ben at this");
        mail.Text.ShouldContain($"https://notes.example/d/{_document.Split('/')[^1]}?thread={thread["id"].GetString()}");
        mail.Raw.ShouldContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    }

    [Fact]
    public async Task One_click_without_signing_in_ends_letters_of_this_kind_and_opening_the_link_changes_nothing()
    {
        await Mention();
        var path = Unsubscribe(await _mailbox.Next(_ben.Email, "mentioned you"));

        var page = await _server.Http.GetAsync(path);
        (page.StatusCode, page.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "text/html"));
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        await Mention();
        await _mailbox.Next(_ben.Email, "mentioned you");

        using var click = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        (await _server.Http.PostAsync(path, click)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Mention();
        await Told(3);
        var answered = await _ben.Http.Ask("POST", $"{_document}/threads", new { anchor = new { start = 0, end = 3, @base = "1-1" }, body = "Mine" });
        await _ana.Http.Ask("POST", $"/api/v1/threads/{answered["id"].GetString()}/comments", new { body = "Other letters go on." });
        await _mailbox.Next(_ben.Email, "Ana answered in Notes");
        Letters().ShouldBe(2);

        using var everything = new FormUrlEncodedContent([new("all", "1")]);
        await _server.Http.PostAsync(path, everything);
        (await _ben.Http.Ask("GET", "/api/v1/me/notification-settings"))["events"].EnumerateObject()
            .ShouldAllBe(found => !found.Value.GetProperty("email").GetBoolean() && found.Value.GetProperty("inApp").GetBoolean());
    }

    [Fact]
    public async Task An_invite_is_told_in_the_app_as_well_and_by_one_letter_until_it_is_revoked()
    {
        var workspace = await _ana.MakeWorkspace();
        var invite = await _ana.Http.Ask("POST", $"{workspace}/invites", new { role = "editor", email = _ben.Email });

        async Task<bool> IsTold() => (await _ben.Http.Ask("GET", "/api/v1/notifications"))["items"].EnumerateArray()
            .Any(item => item.GetProperty("subjectId").GetString() == invite["id"].GetString());
        await Eventually.Holds(IsTold, "the invite in the inbox");
        await _mailbox.Next(_ben.Email, "Ana invites you to Engines");
        await Mention();
        await _mailbox.Next(_ben.Email, "mentioned you");
        Letters("invites you").ShouldBe(1);

        await _ana.Http.Ask("DELETE", $"/api/v1/invites/{invite["id"].GetString()}");
        (await IsTold()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_link_that_was_not_signed_here_does_nothing(string token) =>
        (await _server.Http.PostAsync($"/unsubscribe/{token}", content: null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task Who_has_the_document_open_is_told_in_the_app_and_not_by_letter()
    {
        await using (var socket = await LiveClient.Connect(
            _server.Address, _document.Split('/')[^1], $"token={_ben.AccessToken}&ack=1"))
        {
            await socket.Synced();
            await Mention("while you are here");
            await Told(1);
        }
        await Eventually.Holds(
            async () => (await _ana.Http.Ask("GET", $"{_document}/presence"))["people"].GetArrayLength() == 0, "nobody there");
        await Mention("while you are away");

        (await _mailbox.Next(_ben.Email, "mentioned you")).Text.ShouldContain("away");
        Letters().ShouldBe(1);
    }

    [Fact]
    public async Task Who_chose_a_digest_has_one_letter_a_day_of_what_they_have_not_seen()
    {
        await Choose(new { email = false, digest = true });
        for (var i = 1; i <= 3; i++)
        {
            await Mention($"number {i}");
            await Told(i);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        var seen = (await _ben.Http.Ask("GET", "/api/v1/notifications"))["items"][1];
        seen.GetProperty("excerpt").GetString()!.ShouldContain("number 2");
        await _ben.Http.Ask("POST", "/api/v1/notifications/read", new { ids = new[] { seen.GetProperty("id").GetString() } });

        // The clock stands at midnight, and the digest goes at eight.
        _time.Advance(TimeSpan.FromHours(8));
        var mail = await _mailbox.Next(_ben.Email, "2 things you haven't seen");
        mail.Text.ShouldContain("number 1");
        mail.Text.ShouldNotContain("number 2");
        mail.Text.ShouldContain("number 3");
        Unsubscribe(mail).ShouldStartWith("/unsubscribe/");
        Letters().ShouldBe(0);
    }

    [Fact]
    public async Task A_letter_that_waits_is_not_sent_when_it_was_read_or_may_not_be_read_any_more()
    {
        await using var slow = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(_time),
            ("MDReader:Mail:Folder", _folder.FullName), ("MDReader:Notifications:LettersWait", "00:01:00"));
        using var ana = await slow.SignUp("Ana", _mailbox);
        using var ben = await slow.SignUp("Ben", _mailbox);
        using var cleo = await slow.SignUp("Cleo", _mailbox);
        using var dan = await slow.SignUp("Dan", _mailbox);
        var workspace = await ana.MakeWorkspace();
        var document = await ana.MakeDocument(workspace);
        await ana.Put(document, "The text."u8.ToArray(), ifMatch: "\"1-0\"");
        foreach (var person in new[] { ben, cleo, dan })
        {
            await ana.Http.Ask("PUT", $"{document}/permissions/{person.Id}", new { role = "viewer" });
            await ana.Http.Ask("POST", $"{document}/threads", new
            {
                anchor = new { start = 0, end = 3, @base = "1-1" },
                body = $"@[Somebody]({person.Id}) look",
            });
            await Eventually.Holds(
                async () => (await person.Http.Ask("GET", "/api/v1/notifications"))["items"].EnumerateArray()
                    .Any(item => item.GetProperty("event").GetString() == "mention"),
                "the mention");
        }
        await ben.Http.Ask("POST", "/api/v1/notifications/read", new { before = _time.GetUtcNow() });
        await ana.Http.Ask("DELETE", $"{document}/permissions/{cleo.Id}");

        _time.Advance(TimeSpan.FromMinutes(1));
        var mail = await _mailbox.Next(dan.Email, "mentioned you");
        // Without an address of this server's own a letter leads nowhere.
        mail.Raw.ShouldNotContain("List-Unsubscribe");
        foreach (var person in new[] { ben, cleo })
            _mailbox.To(person.Email).ShouldNotContain(letter => letter.Subject.Contains("mentioned", StringComparison.Ordinal));
    }

    public static TheoryData<string> Payloads => new()
    {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "</title><script>alert(1)</script>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<style>@import 'https://evil.example'</style>",
        "<!--<img src=--><img src=x onerror=alert(1)//>",
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task Whatever_people_write_is_text_in_a_letter(string payload)
    {
        await _ana.Http.Ask("PATCH", "/api/v1/me", new { name = $"Ana {payload}" });
        await _ana.Http.Ask("PATCH", _document, new { title = $"Notes {payload}" });
        var etag = (await _ana.Put(_document, System.Text.Encoding.UTF8.GetBytes(payload), ifMatch: "*"))["etag"].GetString();
        await _ana.Http.Ask("POST", $"{_document}/threads", new
        {
            anchor = new { start = 0, end = payload.Length, @base = etag },
            body = $"@[Ben]({_ben.Id}) {payload}",
        });

        var mail = await _mailbox.Next(_ben.Email, "mentioned you");
        mail.Text.Split(payload).Length.ShouldBe(5);
        mail.Html.ShouldContain(WebUtility.HtmlEncode(payload));
        HoldsText(mail);
    }

    static void HoldsText(ReceivedMail mail)
    {
        var html = Regex.Replace(mail.Html, "</?(html|meta|title|body|p|a)\\b[^>]*>|<!doctype html>", "");
        html.ShouldNotContain("<", Case.Insensitive, mail.Html);
        Regex.Matches(mail.Html, "href=\"([^\"]*)\"").Select(match => match.Groups[1].Value)
            .ShouldAllBe(address => address.StartsWith("https://notes.example/"));
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task What_people_suggest_and_ask_for_is_text_in_a_letter_too(string payload)
    {
        await _ben.Http.Ask("PATCH", "/api/v1/me", new { name = $"Ben {payload}" });
        await _ana.Http.Ask("PATCH", _document, new { title = $"Notes {payload}" });
        var etag = (await _ana.Put(_document, "Words"u8.ToArray(), ifMatch: "*"))["etag"].GetString();
        var made = await _ben.Http.Ask(
            "POST", $"{_document}/suggestions", new { @base = etag, content = payload, message = $"So {payload}" });
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        await _ben.Http.Ask("POST", $"{_document}/access-requests", new { role = "editor", message = payload });

        foreach (var about in (string[])["suggested changes", "asks for access"])
        {
            var mail = await _mailbox.Next(_ana.Email, about);
            mail.Text.ShouldContain($"Ben {payload}");
            HoldsText(mail);
        }
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task What_an_invitation_says_is_text_in_its_letter(string payload)
    {
        await _ana.Http.Ask("PATCH", "/api/v1/me", new { name = $"Ana {payload}" });
        await _ana.Http.Ask("PATCH", _document, new { title = $"Notes {payload}" });
        var made = await _ana.Http.Ask("POST", "/api/v1/workspaces", new { name = $"Engines {payload}" });
        await _ana.Http.Ask("POST", $"{made.Header("Location")}/invites", new { role = "viewer", email = "grace@example.org" });
        await _ana.Http.Ask(
            "POST", $"{_document}/invites", new { role = "viewer", email = "heidi@example.org", message = $"So {payload}" });

        foreach (var (to, said) in ((string, string)[])[("grace@example.org", $"Engines {payload}"), ("heidi@example.org", $"So {payload}")])
        {
            var mail = await _mailbox.Next(to, payload);
            mail.Text.ShouldContain(said);
            HoldsText(mail);
        }
    }
}
