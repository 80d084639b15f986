using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Platform;

public sealed class ProblemTests : IAsyncLifetime
{
    RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.Start();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

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
}
