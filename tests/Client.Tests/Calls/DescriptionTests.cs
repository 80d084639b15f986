using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using MDReader.Client;
using MDReader.TestKit;

namespace Client.Tests.Calls;

/// <summary>Every call of the client held against <c>docs/api/openapi.json</c>.</summary>
public sealed class DescriptionTests
{
    // Of health checks, and of browsers on their way to a provider and back.
    static readonly string[] OfOthers = ["IsLive", "IsReady", "StartProviderSignIn", "FinishProviderSignIn", "ReadContentHead"];

    // The rest of these people is listed otherwise; and what is asked of a model is as OpenAI has it.
    static readonly string[] NotSaid = ["GetAccess?limit", "GetAccess?cursor", "Chat."];

    // Several calls in one, which have a test of their own.
    static readonly string[] Together = [nameof(Attachments.Upload)];

    static readonly ApiDocument Api = ApiDocument.Parse(File.ReadAllText(Description()));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_call_asks_as_is_described_and_reads_all_that_is_answered(bool isBare)
    {
        var server = new DescribedServer(Api, isBare);
        var flaws = new List<string>();
        await EachCall(server, isBare, (call, flaw) => flaws.Add($"{call}: {flaw}"));

        flaws.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_operation_has_a_call_that_can_say_all_that_it_takes()
    {
        var server = new DescribedServer(Api, isBare: false);
        await EachCall(server, isBare: false, (_, _) => { });

        Api.Operations.Where(operation => !OfOthers.Contains(operation.Id)).SelectMany(Takes).Except(server.Used)
            .Where(use => !NotSaid.Any(said => use.StartsWith(said, StringComparison.Ordinal)))
            .ShouldBeEmpty("The client has no way to ask for these.");
    }

    static IEnumerable<string> Takes(ApiOperation operation) =>
    [
        operation.Id,
        .. operation.Parameters.Where(parameter => parameter.In == "query").Select(parameter => $"{operation.Id}?{parameter.Name}"),
        .. operation.Parameters.Where(parameter => parameter.Name == "Idempotency-Key").Select(_ => $"{operation.Id} with a key"),
        .. operation.Bodies.Where(body => body.Key.EndsWith("json", StringComparison.Ordinal))
            .SelectMany(body => Members(body.Value)).Select(member => $"{operation.Id}.{member}"),
    ];

    static IEnumerable<string> Members(JsonElement schema)
    {
        schema = Api.Resolve(schema);
        return schema.TryGetProperty("oneOf", out var choices) ? choices.EnumerateArray().SelectMany(Members)
            : schema.TryGetProperty("properties", out var members) ? members.EnumerateObject().Select(member => member.Name)
            : [];
    }

    static async Task EachCall(DescribedServer server, bool isBare, Action<string, string> tell)
    {
        using var http = new HttpClient(server, disposeHandler: false) { BaseAddress = new("http://described.invalid/") };
        var client = new MDReaderClient(http, TimeProvider.System);
        var arguments = new Arguments(isBare);
        foreach (var (group, call) in Calls(client).Where(found => !Together.Contains(found.Call.Name)))
            foreach (var set in arguments.Of(call))
            {
                try
                {
                    var lost = await Ask(server, call.Invoke(group, set)!);
                    if (lost is not null)
                        tell($"{group.GetType().Name}.{call.Name}", lost);
                }
                catch (Exception failure)
                {
                    tell($"{group.GetType().Name}.{call.Name}", (failure.InnerException ?? failure).Message);
                }
            }
    }

    static IEnumerable<(object Group, MethodInfo Call)> Calls(MDReaderClient client) =>
        typeof(MDReaderClient).GetProperties().Select(group => group.GetValue(client)!).Prepend(client).SelectMany(
            group => group.GetType().GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(call => !call.IsSpecialName)
                .Select(call => (group, call)));

    // What of the answer isn't in what the caller gets; null where all is.
    static async Task<string?> Ask(DescribedServer server, object asked)
    {
        if (asked is Task task)
        {
            await task;
            var result = task.GetType().GetProperty("Result")?.GetValue(task);
            return server.Answered is null || result is null or Stream ? null : Sample.Lost(server.Answered, Json(result));
        }
        var list = asked.GetType().GetInterfaces().First(type => type.Name.StartsWith("IAsyncEnumerable", StringComparison.Ordinal));
        var first = await (Task<object?>)typeof(DescriptionTests).GetMethod(nameof(First), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(list.GetGenericArguments()).Invoke(null, [asked])!;
        var wanted = server.Answered is JsonObject page && page["items"] is JsonArray items ? items.FirstOrDefault() : server.Answered;
        return first is null ? null : Sample.Lost(wanted, Json(first));
    }

    static async Task<object?> First<T>(IAsyncEnumerable<T> items) => (await items.ToListAsync()).FirstOrDefault();

    static JsonNode? Json(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), JsonSerializerOptions.Web);

    static string Description()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MDReader.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository.");
        return Path.Combine(folder.FullName, "docs", "api", "openapi.json");
    }
}
