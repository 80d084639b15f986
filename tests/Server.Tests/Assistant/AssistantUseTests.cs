using System.Net;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Assistant;

/// <summary>What was used is counted, and ends.</summary>
public sealed class AssistantUseTests(AssistantHouse house) : AssistantAsked(house), IClassFixture<AssistantHouse>
{
    static readonly string[] Scopes = ["read", "write"];

    [Fact]
    public async Task What_was_used_is_counted_for_the_person_and_the_workspace()
    {
        var workspace = (await Ana.MakeWorkspace()).Split('/')[^1];
        await Ana.Http.Ask("POST", Path, Say("hi"));
        await Ana.Http.Ask("POST", $"{Path}?workspace={workspace}", Say("hi"));

        var usage = await Usage($"?workspace={workspace}");
        Count("person").ShouldBe((2, 14, 6));
        Count("workspace").ShouldBe((1, 7, 3));

        (long, long, long) Count(string whose)
        {
            var entry = usage.GetProperty(whose);
            return (entry.GetProperty("requests").GetInt64(), entry.GetProperty("promptTokens").GetInt64(), entry.GetProperty("completionTokens").GetInt64());
        }
    }

    [Fact]
    public async Task A_workspace_of_others_is_nowhere()
    {
        using var eve = await Server.SignUp("Eve");
        var workspace = (await Ana.MakeWorkspace()).Split('/')[^1];
        (await eve.Http.Ask("POST", $"{Path}?workspace={workspace}", Say("hi"))).Problem.ShouldBe("not-found");
        (await eve.Http.Ask("GET", $"/api/v1/ai/usage?workspace={workspace}")).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task The_days_tokens_end_for_a_person_and_for_a_workspace()
    {
        await using var server = await Serve(
            ("MDReader:Assistant:TokensPerPerson", "110"), ("MDReader:Assistant:TokensPerWorkspace", "60"));
        using var ana = await server.SignUp("Ana");
        var workspace = (await ana.MakeWorkspace()).Split('/')[^1];

        (await ana.Http.Ask("POST", Path, Say("hi", maxTokens: 90))).Status.ShouldBe(HttpStatusCode.OK);
        var over = await ana.Http.Ask("POST", Path, Say("hi", maxTokens: 100));
        (over.Status, over.Problem).ShouldBe((HttpStatusCode.TooManyRequests, "assistant-budget"));
        over["detail"].GetString()!.ShouldContain("10 of 110 tokens");
        over.Header("RateLimit-Policy").ShouldBe("\"ai-tokens\";q=110;w=86400");
        var midnight = over["resetsAt"].GetDateTimeOffset();
        (TimeProvider.System.GetUtcNow().AddSeconds(int.Parse(over.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture)) - midnight)
            .Duration().ShouldBeLessThan(TimeSpan.FromMinutes(2));
        (await ana.Http.Ask("POST", $"{Path}?workspace={workspace}", Say("hi", maxTokens: 60))).Problem.ShouldBe("assistant-budget");
        (await ana.Http.Ask("POST", $"{Path}?workspace={workspace}", Say("hi", maxTokens: 40))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task So_many_requests_a_minute_and_so_many_at_once()
    {
        await using var server = await Serve(("MDReader:Assistant:RequestsPerMinute", "3"), ("MDReader:Assistant:AtOnce", "1"));
        using var ana = await server.SignUp("Ana");
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        Models.Behaviour = async (context, request) =>
        {
            begun.TrySetResult();
            await go.Task;
            await ModelServer.Repeat(context, request);
        };

        var first = ana.Http.Ask("POST", Path, Say("hi"));
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var second = await ana.Http.Ask("POST", Path, Say("hi"));
        (second.Problem, second.Header("Retry-After"), second.Header("RateLimit-Policy"))
            .ShouldBe(("rate-limited", "5", "\"ai-at-once\";q=1;qu=\"concurrent-requests\""));
        go.SetResult();
        (await first).Status.ShouldBe(HttpStatusCode.OK);
        (await ana.Http.Ask("POST", Path, Say("hi"))).Status.ShouldBe(HttpStatusCode.OK);
        var over = await ana.Http.Ask("POST", Path, Say("hi"));
        (over.Problem, over.Header("Retry-After") is not null).ShouldBe(("rate-limited", true));
    }

    [Fact]
    public async Task What_is_at_work_counts_however_long_it_takes()
    {
        var time = new ManualTime();
        await using var server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(time), [.. Models.Settings(), ("MDReader:Assistant:AtOnce", "1")]);
        using var session = await server.SignUp("Ana");
        // A session would end while the clock is moved.
        var token = (await session.Http.Ask("POST", "/api/v1/me/tokens", new { name = "clock", scopes = Scopes }))["token"].GetString()!;
        using var ana = server.As(token);
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        Models.Behaviour = async (context, request) =>
        {
            begun.TrySetResult();
            await go.Task;
            await ModelServer.Repeat(context, request);
        };

        var first = ana.Ask("POST", Path, Say("hi"));
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        time.Advance(TimeSpan.FromHours(1));
        (await ana.Ask("POST", Path, Say("hi"))).Problem.ShouldBe("rate-limited");
        go.SetResult();
        (await first).Status.ShouldBe(HttpStatusCode.OK);
        (await ana.Ask("POST", Path, Say("hi"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task So_many_requests_a_minute_of_all_members_of_a_workspace()
    {
        await using var server = await Serve(("MDReader:Assistant:RequestsPerMinuteAndWorkspace", "2"));
        using var ana = await server.SignUp("Ana");
        using var ben = await server.SignUp("Ben");
        var workspace = await ana.MakeWorkspace();
        await ana.Http.Ask("PUT", $"{workspace}/members/{ben.Id}", new { role = "viewer" });
        var together = $"{Path}?workspace={workspace.Split('/')[^1]}";

        (await ana.Http.Ask("POST", together, Say("hi"))).Status.ShouldBe(HttpStatusCode.OK);
        (await ben.Http.Ask("POST", together, Say("hi"))).Status.ShouldBe(HttpStatusCode.OK);
        var over = await ben.Http.Ask("POST", together, Say("hi"));
        (over.Problem, over.Header("RateLimit-Policy")).ShouldBe(("rate-limited", "\"ai-workspace\";q=2;w=60"));
        (await ben.Http.Ask("POST", Path, Say("hi"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_leaves_before_the_answer_has_used_what_was_asked()
    {
        var begun = new TaskCompletionSource();
        Models.Behaviour = (context, _) =>
        {
            begun.TrySetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using var gone = new CancellationTokenSource();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.Address, Path))
        {
            Content = System.Net.Http.Json.JsonContent.Create(Say(new string('x', 398))),
        };
        request.Headers.Authorization = Ana.Http.DefaultRequestHeaders.Authorization;
        var asking = http.SendAsync(request, gone.Token);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asking);
        await Eventually.Holds(
            async () => (await Usage()).GetProperty("person") is var used
                && (used.GetProperty("promptTokens").GetInt64(), used.GetProperty("completionTokens").GetInt64()) == (100, 0),
            "the prompt to be counted, and the rest to be given back");
    }

    [Fact]
    public async Task Who_stops_listening_stops_the_provider()
    {
        var stopped = new TaskCompletionSource();
        Models.Behaviour = async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await ModelServer.Piece(context, "begun");
            context.RequestAborted.Register(() => stopped.TrySetResult());
            await stopped.Task;
        };
        using var gone = new CancellationTokenSource();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.Address, Path))
        {
            Content = System.Net.Http.Json.JsonContent.Create(Say("hi", stream: true)),
        };
        request.Headers.Authorization = Ana.Http.DefaultRequestHeaders.Authorization;
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone.Token);

        answer.Dispose();

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Eventually.Holds(async () => (await Usage()).GetProperty("person").GetProperty("completionTokens").GetInt64() < 100, "what was set aside to be given back");
    }
}
