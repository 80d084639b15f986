using System.Net;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Accounts;

public sealed class MailTests : IAsyncLifetime
{
    const string Other = "lantern-Orchard-52-gates";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdreader-mail-");
    readonly ManualTime _time = new();
    RunningServer _server = null!;
    Mailbox _mailbox = null!;

    public async ValueTask InitializeAsync()
    {
        _mailbox = new Mailbox(_folder.FullName);
        _server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(_time),
            ("MDReader:Mail:Folder", _folder.FullName),
            ("MDReader:PublicUrl", "https://notes.example"),
            ("MDReader:Accounts:CodesPerMinuteAndAddress", "1000"));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    Task<Answer> Post(string path, object body) => _server.Http.Ask("POST", "/api/v1/auth/" + path, body);

    Task<Answer> SignUp(string email, string name = "Ada") =>
        Post("signup", new { email, password = People.Password, name });

    Task<Answer> LogIn(string email, string password = People.Password) =>
        Post("login", new { email, password, tokenDelivery = "body" });

    async Task<HttpClient> Confirmed(string email)
    {
        await SignUp(email);
        var mail = await _mailbox.Next(email, "Confirm");
        (await Post("confirm", new { email, code = mail.Code })).Status.ShouldBe(HttpStatusCode.NoContent);
        return _server.As((await LogIn(email))["accessToken"].GetString()!);
    }

    [Fact]
    public async Task A_new_account_is_confirmed_by_the_code_that_was_mailed()
    {
        var made = await SignUp("ada@example.org");
        made["confirmationRequired"].GetBoolean().ShouldBeTrue();
        (await LogIn("ada@example.org")).Problem.ShouldBe("confirmation-required");
        (await LogIn("ada@example.org", "wrong")).Problem.ShouldBe("invalid-credentials");

        var mail = await _mailbox.Next("ada@example.org", "Confirm");
        mail.Text.ShouldContain($"https://notes.example/confirm#email=ada%40example.org&code={mail.Code}");
        (await Post("confirm", new { email = "ada@example.org", code = "0000-0000" })).Problem.ShouldBe("invalid-code");
        var confirmed = await Post("confirm", new { email = "ADA@example.org", code = mail.Code.ToLowerInvariant() });

        confirmed.Status.ShouldBe(HttpStatusCode.NoContent);
        (await LogIn("ada@example.org"))["user.emailConfirmed"].GetBoolean().ShouldBeTrue();
        (await Post("confirm", new { email = "ada@example.org", code = mail.Code })).Problem.ShouldBe("invalid-code");
    }

    [Fact]
    public async Task Another_code_takes_the_place_of_the_first()
    {
        await SignUp("ada@example.org");
        var first = await _mailbox.Next("ada@example.org", "Confirm");

        (await Post("confirm/resend", new { email = "ada@example.org" })).Status.ShouldBe(HttpStatusCode.Accepted);
        var second = await _mailbox.Next("ada@example.org", "Confirm");

        (await Post("confirm", new { email = "ada@example.org", code = first.Code })).Problem.ShouldBe("invalid-code");
        (await Post("confirm", new { email = "ada@example.org", code = second.Code })).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_code_is_tried_ten_times_and_not_after_its_time()
    {
        await SignUp("ada@example.org");
        var code = (await _mailbox.Next("ada@example.org", "Confirm")).Code;
        for (var guess = 0; guess < 10; guess++)
        {
            (await Post("confirm", new { email = "ada@example.org", code = "ZZZZ-ZZZZ" })).Problem.ShouldBe("invalid-code");
        }

        (await Post("confirm", new { email = "ada@example.org", code })).Problem.ShouldBe("invalid-code");

        await SignUp("bob@example.org", "Bob");
        var late = (await _mailbox.Next("bob@example.org", "Confirm")).Code;
        _time.Advance(TimeSpan.FromHours(24));
        (await Post("confirm", new { email = "bob@example.org", code = late })).Problem.ShouldBe("invalid-code");
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_and_ends_every_session()
    {
        using var ada = await Confirmed("ada@example.org");

        (await Post("password/forgot", new { email = "ada@example.org" })).Status.ShouldBe(HttpStatusCode.Accepted);
        var mail = await _mailbox.Next("ada@example.org", "new password");
        (await Post("password/reset", new { email = "ada@example.org", code = mail.Code, password = "short" }))
            .Problem.ShouldBe("validation-failed");
        (await Post("password/reset", new { email = "ada@example.org", code = "0000-0000", password = Other }))
            .Problem.ShouldBe("invalid-code");
        (await ada.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.OK);

        (await Post("password/reset", new { email = "ada@example.org", code = mail.Code, password = Other }))
            .Status.ShouldBe(HttpStatusCode.NoContent);

        (await ada.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await LogIn("ada@example.org")).Problem.ShouldBe("invalid-credentials");
        (await LogIn("ada@example.org", Other)).Status.ShouldBe(HttpStatusCode.OK);
        (await Post("password/reset", new { email = "ada@example.org", code = mail.Code, password = Other }))
            .Problem.ShouldBe("invalid-code");
        await _mailbox.Next("ada@example.org", "Your password was changed");
    }

    [Fact]
    public async Task An_unknown_address_is_answered_alike_and_gets_no_letter()
    {
        using var ada = await Confirmed("ada@example.org");

        var unknown = await Post("password/forgot", new { email = "nobody@example.org" });
        var known = await Post("password/forgot", new { email = "ada@example.org" });

        unknown.Status.ShouldBe(known.Status);
        unknown.Text.ShouldBe(known.Text);
        await _mailbox.Next("ada@example.org", "new password");
        _mailbox.To("nobody@example.org").ShouldBeEmpty();
    }

    [Fact]
    public async Task Asking_again_within_a_minute_mails_once()
    {
        using var ada = await Confirmed("ada@example.org");

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Post("password/forgot", new { email = "ada@example.org" })));
        var first = await _mailbox.Next("ada@example.org", "new password");
        _time.Advance(TimeSpan.FromMinutes(1));
        await Post("password/forgot", new { email = "ada@example.org" });
        var second = await _mailbox.Next("ada@example.org", "new password");

        second.Code.ShouldNotBe(first.Code);
        _mailbox.To("ada@example.org").Count(mail => mail.Subject.Contains("new password")).ShouldBe(2);
    }

    [Fact]
    public async Task Another_address_counts_once_it_is_confirmed_and_the_old_one_is_told()
    {
        using var ada = await Confirmed("ada@example.org");
        var change = new { email = "countess@example.org", currentPassword = People.Password };

        (await ada.Ask("PATCH", "/api/v1/me", change with { currentPassword = "wrong" })).Problem.ShouldBe("wrong-password");
        var asked = await ada.Ask("PATCH", "/api/v1/me", change);
        asked["email"].GetString().ShouldBe("ada@example.org");
        asked["pendingEmail"].GetString().ShouldBe("countess@example.org");
        var mail = await _mailbox.Next("countess@example.org", "Confirm");
        (await Post("confirm", new { email = "countess@example.org", code = mail.Code })).Status.ShouldBe(HttpStatusCode.NoContent);

        var me = await ada.Ask("GET", "/api/v1/me");
        me["email"].GetString().ShouldBe("countess@example.org");
        me["pendingEmail"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await LogIn("countess@example.org")).Status.ShouldBe(HttpStatusCode.OK);
        (await LogIn("ada@example.org")).Problem.ShouldBe("invalid-credentials");
        (await _mailbox.Next("ada@example.org", "address was changed")).Text.ShouldContain("countess@example.org");
    }

    [Fact]
    public async Task Nothing_in_a_letter_is_markup_or_a_header_but_what_the_letter_means()
    {
        await SignUp("ada@example.org", "<img src=x onerror=alert(1)> \"&' Привет");

        var mail = await _mailbox.Next("ada@example.org", "Confirm");

        mail.Html.ShouldNotContain("<img");
        mail.Html.ShouldContain("&lt;img src=x onerror=alert(1)&gt;");
        mail.Text.ShouldContain("Hello <img src=x onerror=alert(1)> \"&' Привет,");
    }
}

public sealed class SmtpTests
{
    [Fact]
    public async Task Letters_go_out_by_SMTP_and_are_tried_again_when_refused()
    {
        await using var smtp = new SmtpReceiver { Refusals = 1 };
        var time = new ManualTime();
        await using var server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(time),
            ("MDReader:Mail:Smtp", $"smtp://us%65r:p%40ss@127.0.0.1:{smtp.Port}?from=MDReader%20%3Cnotes@example.org%3E"));

        var made = await server.Http.Ask(
            "POST", "/api/v1/auth/signup", new { email = "ada@example.org", password = People.Password, name = "Ada" });

        made["confirmationRequired"].GetBoolean().ShouldBeTrue();
        (await server.Http.Ask("GET", "/api/v1/config"))["email"].GetBoolean().ShouldBeTrue();
        await Eventually.Holds(() => smtp.Refusals == 0, "the first attempt");
        smtp.Letters.ShouldBeEmpty();
        await Eventually.Holds(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return !smtp.Letters.IsEmpty();
            },
            "the second attempt");

        var letter = ReceivedMail.Parse(smtp.Letters.Single());
        letter.To.ShouldBe("ada@example.org");
        letter.Code.Length.ShouldBe(9);
        letter.Raw.ShouldContain("<notes@example.org>");
        smtp.Commands.ShouldContain(command => command.StartsWith("MAIL FROM:<notes@example.org>", StringComparison.Ordinal));
        smtp.Commands.ShouldContain($"password {Convert.ToBase64String("p@ss"u8)}");
    }
}

static class Emptiness
{
    public static bool IsEmpty<T>(this IReadOnlyCollection<T> all) => all.Count == 0;
}
