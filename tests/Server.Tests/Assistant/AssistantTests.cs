using System.Net;
using System.Text.Json;
using MDReader.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Server.Tests.Assistant;

/// <summary>A server with a model behind it, for all tests that need no settings of their own.</summary>
public sealed class AssistantHouse : IAsyncLifetime
{
    public KeptLog Log { get; } = new();

    public ModelServer Models { get; private set; } = null!;

    public RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Models = await ModelServer.Start();
        Server = await RunningServer.Start(
            services => services.AddSingleton<ILoggerProvider>(Log),
            [.. Models.Settings(), ("MDReader:Accounts:SignUpsPerMinuteAndAddress", "100000"), ("MDReader:Accounts:SignInsPerMinuteAndAddress", "100000")]);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Models.DisposeAsync();
    }
}

public sealed class AssistantTests(AssistantHouse house) : IClassFixture<AssistantHouse>, IAsyncLifetime
{
    const string Path = "/api/v1/ai/chat/completions";
    static readonly string[] Scopes = ["read", "write"];

    readonly KeptLog _log = house.Log;
    readonly ModelServer _models = house.Models;
    readonly RunningServer _server = house.Server;
    TestPerson _ana = null!;

    public async ValueTask InitializeAsync()
    {
        _models.Behaviour = ModelServer.Repeat;
        _models.Requests.Clear();
        _models.Authorizations.Clear();
        _ana = await _server.SignUp("Ana");
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        return ValueTask.CompletedTask;
    }

    Task<RunningServer> Serve(params (string, string)[] settings) => RunningServer.Start([.. _models.Settings(), .. settings]);

    static object Say(string text, bool? stream = null, string? model = null, int? maxTokens = null) =>
        new { model, stream, max_tokens = maxTokens, messages = new[] { new { role = "user", content = text } } };

    /// <summary>The events of a streamed answer.</summary>
    static async Task<List<string>> Stream(TestPerson who, object body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(who.Http.BaseAddress!, Path))
        {
            Content = System.Net.Http.Json.JsonContent.Create(body),
        };
        request.Headers.Authorization = who.Http.DefaultRequestHeaders.Authorization;
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var text = await answer.Content.ReadAsStringAsync();
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line["data: ".Length..])];
    }

    async Task<JsonElement> Usage(string query = "") => (await _ana.Http.Ask("GET", $"/api/v1/ai/usage{query}")).Json;

    [Fact]
    public async Task An_answer_comes_through_and_the_key_stays_here()
    {
        var answer = await _ana.Http.Ask("POST", Path, Say("Hello there", model: "large"));

        answer["choices"][0].GetProperty("message").GetProperty("content").GetString().ShouldBe("Hello there");
        answer["model"].GetString().ShouldBe("large");
        _models.Authorizations.ShouldBe([$"Bearer {ModelServer.Key}"]);
        answer.Text.ShouldNotContain(ModelServer.Key);
    }

    [Fact]
    public async Task An_answer_comes_piece_by_piece()
    {
        var events = await Stream(_ana, Say("one two three", stream: true));

        events[^1].ShouldBe("[DONE]");
        string.Join(' ', events[..^1].Select(piece => JsonDocument.Parse(piece).RootElement
            .GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString())).ShouldBe("one two three");
        await Eventually.Holds(async () => (await Usage()).GetProperty("person").GetProperty("completionTokens").GetInt64() == 3, "the count");
    }

    [Fact]
    public async Task Whoever_wants_the_count_is_told_at_the_end()
    {
        var events = await Stream(_ana, new
        {
            stream = true,
            stream_options = new { include_usage = true },
            messages = new[] { new { role = "user", content = "one" } },
        });
        JsonDocument.Parse(events[^2]).RootElement.GetProperty("usage").GetProperty("total_tokens").GetInt32().ShouldBe(10);
    }

    [Fact]
    public async Task Only_what_is_named_goes_to_the_provider()
    {
        await _ana.Http.Ask("POST", Path, """
            {"messages": [{"role": "user", "content": "hi"}], "temperature": 0.5, "user": "me", "url": "http://10.0.0.1/", "n": 50, "max_tokens": 99999999}
            """);
        _models.Requests.TryDequeue(out var sent).ShouldBeTrue();
        sent.EnumerateObject().Select(member => member.Name).ShouldBe(["model", "messages", "temperature", "max_tokens"], ignoreOrder: true);
        (sent.GetProperty("model").GetString(), sent.GetProperty("max_tokens").GetInt32()).ShouldBe(("small", 4096));
    }

    [Theory]
    [InlineData("""{"messages": []}""", "/messages")]
    [InlineData("""{"messages": [{"role": "root", "content": "hi"}]}""", "/messages/0/role")]
    [InlineData("""{"messages": [{"role": "user", "content": 1}]}""", "/messages/0/content")]
    [InlineData("""{"messages": [{"role": "user"}]}""", "/messages/0/content")]
    [InlineData("""{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "http://169.254.169.254/"}}]}]}""", "/messages/0/content")]
    [InlineData("""{"messages": [{"role": "user", "content": "hi"}], "model": "secret-model"}""", "/model")]
    [InlineData("""{"messages": [{"role": "user", "content": "hi"}], "max_tokens": 0}""", "/max_tokens")]
    public async Task What_makes_no_sense_is_refused_by_name_and_not_sent(string body, string pointer)
    {
        var answer = await _ana.Http.Ask("POST", Path, body);
        answer.Problem.ShouldBe("validation-failed");
        answer["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer);
        _models.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_prompt_has_a_length_that_is_said()
    {
        var answer = await _ana.Http.Ask("POST", Path, Say(new string('x', 33_000)));
        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "too-large"));
        answer["detail"].GetString()!.ShouldContain("32768 bytes");
    }

    [Fact]
    public async Task Models_are_those_on_the_list()
    {
        var listed = await _ana.Http.Ask("GET", "/api/v1/ai/models");
        listed["data"].EnumerateArray().Select(model => model.GetProperty("id").GetString()).ShouldBe(["small", "large"]);
    }

    [Fact]
    public async Task What_was_used_is_counted_for_the_person_and_the_workspace()
    {
        var workspace = (await _ana.MakeWorkspace()).Split('/')[^1];
        await _ana.Http.Ask("POST", Path, Say("hi"));
        await _ana.Http.Ask("POST", $"{Path}?workspace={workspace}", Say("hi"));

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
        using var eve = await _server.SignUp("Eve");
        var workspace = (await _ana.MakeWorkspace()).Split('/')[^1];
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
        _models.Behaviour = async (context, request) =>
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
            services => services.AddSingleton<TimeProvider>(time), [.. _models.Settings(), ("MDReader:Assistant:AtOnce", "1")]);
        using var session = await server.SignUp("Ana");
        // A session would end while the clock is moved.
        var token = (await session.Http.Ask("POST", "/api/v1/me/tokens", new { name = "clock", scopes = Scopes }))["token"].GetString()!;
        using var ana = server.As(token);
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        _models.Behaviour = async (context, request) =>
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

    [Theory]
    [InlineData(500, "{}", 502, "assistant-failed")]
    [InlineData(401, """{"error": {"message": "Incorrect API key sk-canary-5f2c9a"}}""", 502, "assistant-failed")]
    [InlineData(429, "{}", 502, "assistant-failed")]
    [InlineData(302, "", 502, "assistant-failed")]
    [InlineData(400, """{"error": {"message": "too long for sk-canary-5f2c9a"}}""", 422, "assistant-refused")]
    [InlineData(400, "<html>", 422, "assistant-refused")]
    [InlineData(200, "<html>", 502, "assistant-failed")]
    [InlineData(200, "", 502, "assistant-failed")]
    [InlineData(200, "[1]", 502, "assistant-failed")]
    [InlineData(200, """{"choices": 1}""", 502, "assistant-failed")]
    public async Task What_the_provider_gets_wrong_is_a_problem_that_says_so(int status, string body, int answered, string problem)
    {
        _models.Behaviour = async (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/";
            await context.Response.WriteAsync(body);
        };
        var answer = await _ana.Http.Ask("POST", Path, Say("hi"));
        ((int)answer.Status, answer.Problem).ShouldBe((answered, problem));
        answer.Text.ShouldNotContain(ModelServer.Key);
        string.Concat(_log.Lines).ShouldNotContain(ModelServer.Key);
        (await Usage()).GetProperty("person").GetProperty("completionTokens").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_a_problem()
    {
        await using var server = await Serve(("MDReader:Assistant:Url", "http://127.0.0.1:1/v1"));
        using var ana = await server.SignUp("Ana");
        (await ana.Http.Ask("POST", Path, Say("hi"))).Problem.ShouldBe("assistant-failed");
    }

    [Fact]
    public async Task A_provider_that_never_answers_is_given_up()
    {
        await using var server = await Serve(("MDReader:Assistant:Patience", "00:00:00.200"));
        using var ana = await server.SignUp("Ana");
        _models.Behaviour = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var answer = await ana.Http.Ask("POST", Path, Say("hi"));
        ((int)answer.Status, answer.Problem).ShouldBe((504, "assistant-slow"));
    }

    [Fact]
    public async Task A_stream_that_stops_in_the_middle_ends_with_an_error()
    {
        await using var server = await Serve(("MDReader:Assistant:Patience", "00:00:00.200"));
        using var ana = await server.SignUp("Ana");
        _models.Behaviour = async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await ModelServer.Piece(context, "begun");
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var events = await Stream(ana, Say("hi", stream: true));
        Error(events[^1]).ShouldBe("assistant-slow");
    }

    [Theory]
    [InlineData("data: {\"choices\": 1}\n\n")]
    [InlineData("data: nonsense\n\n")]
    [InlineData("data: {\"choices\": []}\n\n")]
    [InlineData("")]
    public async Task A_stream_of_nonsense_or_one_that_breaks_off_ends_with_an_error(string sent)
    {
        _models.Behaviour = (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            return context.Response.WriteAsync(sent);
        };
        var events = await Stream(_ana, Say("hi", stream: true));
        Error(events[^1]).ShouldBe("assistant-failed");
    }

    [Fact]
    public async Task A_line_without_an_end_is_cut_off()
    {
        var left = new TaskCompletionSource();
        _models.Behaviour = async (context, _) =>
        {
            context.RequestAborted.Register(() => left.TrySetResult());
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: ");
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.WriteAsync(new string('x', 100_000));
        };
        var events = await Stream(_ana, Say("hi", stream: true));
        Error(events[^1]).ShouldBe("assistant-failed");
        await left.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task An_answer_without_an_end_is_cut_off()
    {
        await using var server = await Serve(("MDReader:Assistant:AnswerTokens", "100"));
        using var ana = await server.SignUp("Ana");
        _models.Behaviour = async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            while (!context.RequestAborted.IsCancellationRequested)
                await ModelServer.Piece(context, new string('x', 10_000));
        };
        var events = await Stream(ana, Say("hi", stream: true));
        Error(events[^1]).ShouldBe("assistant-failed");
        events.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Who_leaves_before_the_answer_has_used_what_was_asked()
    {
        var begun = new TaskCompletionSource();
        _models.Behaviour = (context, _) =>
        {
            begun.TrySetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using var gone = new CancellationTokenSource();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Address, Path))
        {
            Content = System.Net.Http.Json.JsonContent.Create(Say(new string('x', 398))),
        };
        request.Headers.Authorization = _ana.Http.DefaultRequestHeaders.Authorization;
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
        _models.Behaviour = async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await ModelServer.Piece(context, "begun");
            context.RequestAborted.Register(() => stopped.TrySetResult());
            await stopped.Task;
        };
        using var gone = new CancellationTokenSource();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.Address, Path))
        {
            Content = System.Net.Http.Json.JsonContent.Create(Say("hi", stream: true)),
        };
        request.Headers.Authorization = _ana.Http.DefaultRequestHeaders.Authorization;
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone.Token);

        answer.Dispose();

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Eventually.Holds(async () => (await Usage()).GetProperty("person").GetProperty("completionTokens").GetInt64() < 100, "what was set aside to be given back");
    }

    [Fact]
    public async Task Without_a_provider_there_is_none()
    {
        await using var server = await RunningServer.Start();
        using var ana = await server.SignUp("Ana");
        (await ana.Http.Ask("POST", Path, Say("hi"))).Problem.ShouldBe("assistant-off");
        (await ana.Http.Ask("GET", "/api/v1/ai/models"))["data"].GetArrayLength().ShouldBe(0);
    }

    static string? Error(string data) =>
        JsonDocument.Parse(data).RootElement.GetProperty("error").GetProperty("code").GetString();
}
