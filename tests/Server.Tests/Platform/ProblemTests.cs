using System.Data.Common;
using System.Net;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Server.Tests.Platform;

public sealed class ProblemTests(SharedServer shared)
{
    readonly RunningServer _server = shared.Server;

    [Fact]
    public async Task An_unknown_route_is_a_problem_with_a_trace_id()
    {
        var answer = await _server.Http.Ask("GET", "/api/v1/nowhere");

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Problem.ShouldBe("not-found");
        answer["status"].GetInt32().ShouldBe(404);
        answer["title"].GetString().ShouldNotBeNullOrEmpty();
        answer["detail"].GetString()!.ShouldContain("/api/v1/nowhere");
        answer["traceId"].GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Every_answer_of_the_API_forbids_storing_and_guessing()
    {
        var answer = await _server.Http.Ask("GET", "/api/v1/nowhere");

        answer.Header("Cache-Control").ShouldBe("no-store");
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
        answer.Header("Referrer-Policy").ShouldBe("no-referrer");
        answer.Header("Content-Security-Policy")!.ShouldContain("default-src 'none'");
    }

    [Fact]
    public async Task A_foreign_page_is_refused_by_its_origin()
    {
        var answer = await _server.Http.Ask(
            "GET", "/api/v1/nowhere", null, ("Origin", "https://evil.example"));

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Problem.ShouldBe("origin-not-allowed");
    }

    [Fact]
    public async Task The_servers_own_page_and_no_page_at_all_are_let_in()
    {
        var own = _server.Address.GetLeftPart(UriPartial.Authority);

        (await _server.Http.Ask("GET", "/api/v1/nowhere", null, ("Origin", own))).Problem.ShouldBe("not-found");
        (await _server.Http.Ask("GET", "/api/v1/nowhere")).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task Every_answer_says_how_many_requests_are_left()
    {
        await using var strict = await RunningServer.Start(("MDReader:Limits:ApiPerMinute", "2"));

        var first = await strict.Http.Ask("GET", "/api/v1/config");
        await strict.Http.Ask("GET", "/api/v1/config");
        var third = await strict.Http.Ask("GET", "/api/v1/config");

        first.Header("RateLimit-Policy").ShouldBe("\"api\";q=2;w=60");
        first.Header("RateLimit")!.ShouldStartWith("\"api\";r=1;t=");
        third.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Problem.ShouldBe("rate-limited");
        third.Header("Retry-After").ShouldNotBeNull();
        (await strict.Http.Ask("GET", "/health/live")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("application/json; charset=nonsense")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("text/markdown; charset=\"iso-8859-1\"")]
    public async Task Another_charset_than_UTF_8_is_refused(string mediaType)
    {
        using var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(mediaType);

        var answer = await _server.Http.Ask("POST", "/api/v1/auth/login", body);

        answer.Problem.ShouldBe("unsupported-media-type");
        answer["detail"].GetString().ShouldBe("Send it as UTF-8.");
    }

    [Fact]
    public async Task A_listed_origin_may_call_from_its_pages()
    {
        await using var server = await RunningServer.Start(("MDReader:Origins:0", "https://notes.example"));

        var preflight = await server.Http.Ask(
            "OPTIONS", "/api/v1/config", null,
            ("Origin", "https://notes.example"), ("Access-Control-Request-Method", "GET"));
        var answer = await server.Http.Ask("GET", "/api/v1/config", null, ("Origin", "https://notes.example"));

        preflight.Header("Access-Control-Allow-Origin").ShouldBe("https://notes.example");
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Header("Access-Control-Allow-Origin").ShouldBe("https://notes.example");
    }

    [Fact]
    public async Task Nothing_of_a_query_is_logged()
    {
        var log = new KeptLog();
        await using var server = await RunningServer.Start(
            services => services.AddSingleton<ILoggerProvider>(log),
            ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore.Hosting", "Information"));

        await server.Http.Ask("GET", "/api/v1/me?token=canary-in-the-query");
        await server.Http.Ask("GET", "/api/v1/me", null, ("Authorization", "Bearer canary-in-a-header"));
        await server.Http.Ask("POST", "/api/v1/auth/login", new { email = "ada@example.org", password = "canary-password" });

        log.Lines.ShouldNotBeEmpty();
        log.Lines.Where(line => line.Contains("canary", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_log_names_a_failure_as_its_answer_does()
    {
        var log = new KeptLog();
        await using var server = await RunningServer.Start(services => services
            .AddSingleton<ILoggerProvider>(log)
            .AddSingleton<Authenticate>((_, _) => throw new InvalidOperationException("Broken.")));

        var answer = await server.Http.Ask("GET", "/api/v1/me", null, ("Authorization", "Bearer anybody"));

        answer.Problem.ShouldBe("internal-error");
        var traceId = answer["traceId"].GetString()!;
        log.Lines.ShouldContain(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(traceId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_is_away_is_said_to_be_and_another_fault_of_it_is_the_servers()
    {
        Exception failure = Away();
        await using var server = await RunningServer.Start(
            services => services.AddSingleton<Authenticate>((_, _) => throw failure));
        using var http = server.As("anybody");

        foreach (var path in (string[])["/health/ready", "/api/v1/me"])
            (await http.Ask("GET", path)).ShouldSatisfyAllConditions(
                answer => answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable),
                answer => answer.Problem.ShouldBe("unavailable"));
        failure = new DbUpdateException("Nothing was saved.", Away());
        (await http.Ask("GET", "/api/v1/me")).Problem.ShouldBe("unavailable");
        failure = Broken();
        (await http.Ask("GET", "/api/v1/me")).Problem.ShouldBe("internal-error");
    }

    [Theory]
    [InlineData("/api/v1/search?q=fox%00")]
    [InlineData("/api/v1/workspaces?cursor=a%00b")]
    [InlineData("/api/v1/jobs?kind=%00")]
    public async Task A_NUL_in_the_address_is_refused(string address)
    {
        using var ada = await _server.SignUp("Ada");
        var answer = await ada.Http.Ask("GET", address);
        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.BadRequest, "bad-request"));
    }

    [Theory]
    [InlineData("GET", "/api/v1/workspaces?limit=abc", "Correct limit: \"abc\" can't be read as what it has to be.")]
    [InlineData("DELETE", "/api/v1/me", "Send a JSON body.")]
    public async Task What_cannot_be_bound_is_said_in_the_callers_words(string method, string address, string detail)
    {
        using var ada = await _server.SignUp("Ada");
        var answer = await ada.Http.Ask(method, address);
        (answer.Status, answer["detail"].GetString()).ShouldBe((HttpStatusCode.BadRequest, detail));
    }

    [Fact]
    public async Task Times_are_in_UTC_to_the_millisecond()
    {
        using var ada = await _server.SignUp("Ada");
        var made = await ada.Http.Ask("POST", "/api/v1/workspaces", new { name = "Clocks" });
        made["createdAt"].GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
    }

    static DbException Away() => TestDatabase.IsPostgres
        ? new NpgsqlException("It doesn't answer.", new TimeoutException())
        : new SqliteException("The disk can't be read.", SQLitePCL.raw.SQLITE_IOERR);

    static DbException Broken() => TestDatabase.IsPostgres
        ? new PostgresException("No such column.", "ERROR", "ERROR", PostgresErrorCodes.UndefinedColumn)
        : new SqliteException("No such column.", SQLitePCL.raw.SQLITE_ERROR);
}
