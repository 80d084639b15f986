using System.Text.Json;
using MDReader.TestKit;
using Microsoft.AspNetCore.Http;

namespace Server.Tests.Assistant;

/// <summary>What the provider does wrong.</summary>
public sealed class AssistantFaultTests(AssistantHouse house) : AssistantAsked(house), IClassFixture<AssistantHouse>
{
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
        Models.Behaviour = async (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/";
            await context.Response.WriteAsync(body);
        };
        var answer = await Ana.Http.Ask("POST", Path, Say("hi"));
        ((int)answer.Status, answer.Problem).ShouldBe((answered, problem));
        answer.Text.ShouldNotContain(ModelServer.Key);
        string.Concat(Log.Lines).ShouldNotContain(ModelServer.Key);
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
        Models.Behaviour = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var answer = await ana.Http.Ask("POST", Path, Say("hi"));
        ((int)answer.Status, answer.Problem).ShouldBe((504, "assistant-slow"));
    }

    [Fact]
    public async Task A_stream_that_stops_in_the_middle_ends_with_an_error()
    {
        await using var server = await Serve(("MDReader:Assistant:Patience", "00:00:00.200"));
        using var ana = await server.SignUp("Ana");
        Models.Behaviour = async (context, _) =>
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
        Models.Behaviour = (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            return context.Response.WriteAsync(sent);
        };
        var events = await Stream(Ana, Say("hi", stream: true));
        Error(events[^1]).ShouldBe("assistant-failed");
    }

    [Fact]
    public async Task A_line_without_an_end_is_cut_off()
    {
        var left = new TaskCompletionSource();
        Models.Behaviour = async (context, _) =>
        {
            context.RequestAborted.Register(() => left.TrySetResult());
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: ");
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.WriteAsync(new string('x', 100_000));
        };
        var events = await Stream(Ana, Say("hi", stream: true));
        Error(events[^1]).ShouldBe("assistant-failed");
        await left.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task An_answer_without_an_end_is_cut_off()
    {
        await using var server = await Serve(("MDReader:Assistant:AnswerTokens", "100"));
        using var ana = await server.SignUp("Ana");
        Models.Behaviour = async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            while (!context.RequestAborted.IsCancellationRequested)
                await ModelServer.Piece(context, new string('x', 10_000));
        };
        var events = await Stream(ana, Say("hi", stream: true));
        Error(events[^1]).ShouldBe("assistant-failed");
        events.Count.ShouldBeGreaterThan(1);
    }

    static string? Error(string data) =>
        JsonDocument.Parse(data).RootElement.GetProperty("error").GetProperty("code").GetString();
}
