using System.Net;
using System.Text.Json;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Assistant;

/// <summary>What is asked of it and what it answers.</summary>
public sealed class AssistantTests(AssistantHouse house) : AssistantAsked(house), IClassFixture<AssistantHouse>
{
    [Fact]
    public async Task An_answer_comes_through_and_the_key_stays_here()
    {
        var answer = await Ana.Http.Ask("POST", Path, Say("Hello there", model: "large"));

        answer["choices"][0].GetProperty("message").GetProperty("content").GetString().ShouldBe("Hello there");
        answer["model"].GetString().ShouldBe("large");
        Models.Authorizations.ShouldBe([$"Bearer {ModelServer.Key}"]);
        answer.Text.ShouldNotContain(ModelServer.Key);
    }

    [Fact]
    public async Task An_answer_comes_piece_by_piece()
    {
        var events = await Stream(Ana, Say("one two three", stream: true));

        events[^1].ShouldBe("[DONE]");
        string.Join(' ', events[..^1].Select(piece => JsonDocument.Parse(piece).RootElement
            .GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString())).ShouldBe("one two three");
        await Eventually.Holds(async () => (await Usage()).GetProperty("person").GetProperty("completionTokens").GetInt64() == 3, "the count");
    }

    [Fact]
    public async Task Whoever_wants_the_count_is_told_at_the_end()
    {
        var events = await Stream(Ana, new
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
        await Ana.Http.Ask("POST", Path, """
            {"messages": [{"role": "user", "content": "hi"}], "temperature": 0.5, "user": "me", "url": "http://10.0.0.1/", "n": 50, "max_tokens": 99999999}
            """);
        Models.Requests.TryDequeue(out var sent).ShouldBeTrue();
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
        var answer = await Ana.Http.Ask("POST", Path, body);
        answer.Problem.ShouldBe("validation-failed");
        answer["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer);
        Models.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_prompt_has_a_length_that_is_said()
    {
        var answer = await Ana.Http.Ask("POST", Path, Say(new string('x', 33_000)));
        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "too-large"));
        answer["detail"].GetString()!.ShouldContain("32768 bytes");
    }

    [Fact]
    public async Task Models_are_those_on_the_list()
    {
        var listed = await Ana.Http.Ask("GET", "/api/v1/ai/models");
        listed["data"].EnumerateArray().Select(model => model.GetProperty("id").GetString()).ShouldBe(["small", "large"]);
    }

    [Fact]
    public async Task Without_a_provider_there_is_none()
    {
        await using var server = await RunningServer.Start();
        using var ana = await server.SignUp("Ana");
        (await ana.Http.Ask("POST", Path, Say("hi"))).Problem.ShouldBe("assistant-off");
        (await ana.Http.Ask("GET", "/api/v1/ai/models"))["data"].GetArrayLength().ShouldBe(0);
    }
}
