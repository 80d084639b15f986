using System.Net;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Platform;

public sealed class IdempotencyTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        return ValueTask.CompletedTask;
    }

    Task<Answer> Make(string name, string key) =>
        _ada.Http.Ask("POST", "/api/v1/workspaces", new { name }, ("Idempotency-Key", key));

    async Task<int> Count() => (await _ada.Http.Ask("GET", "/api/v1/workspaces"))["items"].GetArrayLength();

    [Fact]
    public async Task The_same_request_takes_effect_once_and_is_answered_the_same()
    {
        var first = await Make("Engines", "k1");
        var again = await Make("Engines", "k1");

        first.Status.ShouldBe(HttpStatusCode.Created);
        again.Status.ShouldBe(HttpStatusCode.Created);
        again.Text.ShouldBe(first.Text);
        again.Header("Location").ShouldBe(first.Header("Location"));
        again.Header("ETag").ShouldBe(first.Header("ETag"));
        (await Count()).ShouldBe(1);
    }

    [Fact]
    public async Task Another_body_or_another_route_may_not_reuse_the_key()
    {
        await Make("Engines", "k1");

        var otherBody = await Make("Boats", "k1");
        otherBody.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        otherBody.Problem.ShouldBe("idempotency-key-reused");
        (await _ada.Http.Ask("POST", "/api/v1/me/tokens", new { name = "Engines" }, ("Idempotency-Key", "k1")))
            .Problem.ShouldBe("idempotency-key-reused");
        (await Count()).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_belongs_to_its_person()
    {
        await Make("Engines", "k1");
        using var bob = await _server.SignUp("Bob");

        var bobs = await bob.Http.Ask("POST", "/api/v1/workspaces", new { name = "Boats" }, ("Idempotency-Key", "k1"));

        bobs.Status.ShouldBe(HttpStatusCode.Created);
        bobs["name"].GetString().ShouldBe("Boats");
    }

    [Fact]
    public async Task A_refused_request_keeps_the_key_free()
    {
        (await Make("", "k1")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);

        (await Make("Engines", "k1")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_secret_is_shown_in_the_first_answer_only()
    {
        Task<Answer> Token() =>
            _ada.Http.Ask("POST", "/api/v1/me/tokens", new { name = "script" }, ("Idempotency-Key", "k1"));

        var first = await Token();
        var again = await Token();

        first["token"].GetString().ShouldStartWith("mdr_pat_");
        again.Status.ShouldBe(HttpStatusCode.Created);
        again["id"].GetGuid().ShouldBe(first["id"].GetGuid());
        again.Json.TryGetProperty("token", out _).ShouldBeFalse();
        again.Text.ShouldNotContain("mdr_pat_");
    }

    [Fact]
    public async Task Many_at_once_take_effect_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Make("Engines", "k1")));

        answers.ShouldAllBe(answer =>
            answer.Status == HttpStatusCode.Created || answer.Problem == "idempotency-in-progress");
        answers.ShouldContain(answer => answer.Status == HttpStatusCode.Created);
        (await Count()).ShouldBe(1);
    }

    [Fact]
    public void Every_POST_takes_a_key_but_those_that_say_why_not()
    {
        var deaf = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal)
                && !route.RoutePattern.RawText.StartsWith("/api/v1/auth/", StringComparison.Ordinal)
                && route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Where(route => route.Metadata.GetMetadata<NotIdempotent>() is not null)
            .Select(route => route.Metadata.GetMetadata<EndpointNameMetadata>()?.EndpointName);

        deaf.ShouldBe(
            ["Chat", "IssueRealtimeTicket", "LinkIdentity", "OpenLink", "PreviewAccess", "PreviewMember"], ignoreOrder: true);
    }
}
