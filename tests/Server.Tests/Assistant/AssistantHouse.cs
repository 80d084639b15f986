using System.Text.Json;
using MDReader.TestKit;
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

/// <summary>Ana, who asks it, and what its tests ask with.</summary>
public abstract class AssistantAsked(AssistantHouse house) : IAsyncLifetime
{
    protected const string Path = "/api/v1/ai/chat/completions";

    protected KeptLog Log { get; } = house.Log;

    protected ModelServer Models { get; } = house.Models;

    protected RunningServer Server { get; } = house.Server;

    protected TestPerson Ana { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Models.Behaviour = ModelServer.Repeat;
        Models.Requests.Clear();
        Models.Authorizations.Clear();
        Ana = await Server.SignUp("Ana");
    }

    public ValueTask DisposeAsync()
    {
        Ana.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Task<RunningServer> Serve(params (string, string)[] settings) => RunningServer.Start([.. Models.Settings(), .. settings]);

    protected static object Say(string text, bool? stream = null, string? model = null, int? maxTokens = null) =>
        new { model, stream, max_tokens = maxTokens, messages = new[] { new { role = "user", content = text } } };

    /// <summary>The events of a streamed answer.</summary>
    protected static async Task<List<string>> Stream(TestPerson who, object body)
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

    protected async Task<JsonElement> Usage(string query = "") => (await Ana.Http.Ask("GET", $"/api/v1/ai/usage{query}")).Json;
}
