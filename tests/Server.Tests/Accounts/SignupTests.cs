using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Accounts;

public sealed class SignupTests(SharedServer shared)
{
    readonly RunningServer _server = shared.Server;

    readonly string _email = $"{Guid.CreateVersion7():N}@example.org";

    Task<Answer> SignUp(object body) => _server.Http.Ask("POST", "/api/v1/auth/signup", body);

    [Fact]
    public async Task Signing_up_makes_an_account_that_needs_no_confirmation_without_mail()
    {
        var answer = await SignUp(new { email = $" {_email.ToUpperInvariant()} ", password = People.Password, name = "Ada" });

        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer["confirmationRequired"].GetBoolean().ShouldBeFalse();
        answer["user.email"].GetString().ShouldBe(_email);
        answer["user.name"].GetString().ShouldBe("Ada");
        answer["user.id"].GetGuid().Version.ShouldBe(7);
        answer.Text.ShouldNotContain(People.Password);
    }

    [Fact]
    public async Task An_address_has_one_account_however_it_is_written()
    {
        await SignUp(new { email = _email, password = People.Password, name = "Ada" });

        var again = await SignUp(new { email = _email.ToUpperInvariant(), password = People.Password, name = "Eve" });

        again.Status.ShouldBe(HttpStatusCode.Conflict);
        again.Problem.ShouldBe("email-taken");
    }

    [Theory]
    [InlineData("Ab1!", "password-too-short")]
    [InlineData("quiet-harbour-71", "password-needs-upper")]
    [InlineData("QUIET-HARBOUR-71", "password-needs-lower")]
    [InlineData("quiet-Harbour-lamps", "password-needs-digit")]
    [InlineData("quietHarbour71lamps", "password-needs-symbol")]
    [InlineData("Passw0rd!", "password-too-common")]
    [InlineData("Qwerty2026!", "password-too-common")]
    [InlineData("Aaaaaa1!", "password-too-weak")]
    public async Task A_password_is_refused_with_the_rule_it_breaks(string password, string code)
    {
        var answer = await SignUp(new { email = _email, password, name = "Ada" });

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Problem.ShouldBe("validation-failed");
        var errors = answer["errors"].EnumerateArray().ToList();
        errors.ShouldAllBe(error => error.GetProperty("pointer").GetString() == "/password");
        errors.Select(error => error.GetProperty("code").GetString()).ShouldContain(code);
    }

    [Fact]
    public async Task Every_flaw_is_told_with_its_pointer()
    {
        var answer = await SignUp(new { email = "nobody", name = "" });

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer["errors"].EnumerateArray().Select(error => error.GetProperty("pointer").GetString())
            .ShouldBe(["/email", "/password", "/name"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("{\"email\": ")]
    [InlineData("{\"email\": \"a\", }")]
    [InlineData("nothing")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_body_that_is_no_JSON_is_a_400(string body)
    {
        var answer = await SignUp(body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Problem.ShouldNotBeNull();
        answer["traceId"].GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("[]", "")]
    [InlineData("{\"email\": 5}", "/email")]
    [InlineData("{\"email\": \"\\ud800\"}", "/email")]
    [InlineData("{\"name\": {\"first\": \"Ada\"}}", "/name")]
    public async Task A_value_of_another_kind_is_a_422_that_points_to_it(string body, string pointer)
    {
        var answer = await SignUp(body);

        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.UnprocessableEntity, "validation-failed"));
        answer["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer);
    }

    [Fact]
    public async Task Another_media_type_is_a_415_and_another_method_a_405()
    {
        using var form = new FormUrlEncodedContent([new("email", "ada@example.org")]);
        (await _server.Http.Ask("POST", "/api/v1/auth/signup", form)).Problem.ShouldBe("unsupported-media-type");
        (await _server.Http.Ask("DELETE", "/api/v1/auth/signup")).Problem.ShouldBe("method-not-allowed");
    }

    [Fact]
    public async Task Members_that_nobody_asked_for_change_nothing()
    {
        var answer = await SignUp(new
        {
            email = _email,
            password = People.Password,
            name = "Ada",
            isAdministrator = true,
            id = Guid.Empty,
        });

        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer["user.isAdministrator"].GetBoolean().ShouldBeFalse();
        answer["user.id"].GetGuid().ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public async Task Sign_up_by_invitation_is_closed_to_strangers()
    {
        await using var invited = await RunningServer.Start(("MDReader:Accounts:Signup", "invited"));

        var answer = await invited.Http.Ask(
            "POST", "/api/v1/auth/signup", new { email = "ada@example.org", password = People.Password, name = "Ada" });

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Problem.ShouldBe("signup-closed");
        (await invited.Http.Ask("GET", "/api/v1/config"))["signup"].GetString().ShouldBe("invited");
    }

    [Fact]
    public async Task Sign_ups_from_one_address_are_limited()
    {
        await using var strict = await RunningServer.Start(("MDReader:Accounts:SignUpsPerMinuteAndAddress", "1"));
        await strict.Http.Ask("POST", "/api/v1/auth/signup", new { email = "a", password = "b", name = "c" });
        await strict.Http.Ask(
            "POST", "/api/v1/auth/signup", new { email = "ada@example.org", password = People.Password, name = "Ada" });

        var answer = await strict.Http.Ask(
            "POST", "/api/v1/auth/signup", new { email = "eve@example.org", password = People.Password, name = "Eve" });

        answer.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Problem.ShouldBe("rate-limited");
        answer.Header("RateLimit-Policy").ShouldBe("\"sign-up\";q=1;w=60");
        int.Parse(answer.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeInRange(1, 60);
    }
}
