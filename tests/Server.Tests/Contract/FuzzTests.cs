using System.Text;
using System.Text.Json;
using MDReader.Server.Platform;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>Whatever is sent: never the server's failure, never a glimpse of its inside, always a registered problem, and
/// nothing that the document doesn't declare.</summary>
public sealed class FuzzTests(ITestOutputHelper output) : IAsyncLifetime
{
    static readonly HashSet<string> Registered =
        [.. typeof(Problems).GetFields().Select(field => field.GetValue(null)).OfType<ProblemType>().Select(type => type.Uri)];

    static readonly string[] Insides = ["   at ", "Exception", "System.", "Microsoft.", "SQLite", "Npgsql", "MDReader.Server"];

    readonly int _rounds = Environment.GetEnvironmentVariable("MDREADER_LONG") == "1" ? 300 : 15;
    readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable("MDREADER_FUZZ_SEED"), out var seed)
        ? seed
        : Environment.TickCount & 0xffff;

    Scene _scene = null!;

    public async ValueTask InitializeAsync() => _scene = await Scene.Begin();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task No_request_makes_the_server_fail_or_talk()
    {
        output.WriteLine($"seed {_seed}");
        var document = await ApiDocument.Of(_scene.Server.Http);
        var fuzzer = new Fuzzer(document, _seed);
        var failures = new List<string>();
        var statuses = new SortedDictionary<int, int>();
        var person = await _scene.SomebodyNew("fuzzed");
        foreach (var operation in document.Operations.Where(operation => !IsStream(operation)))
        {
            var place = new Place(_scene, await person.MakeWorkspace(), person);
            for (var round = 0; round < _rounds; round++)
            {
                using var request = fuzzer.Next(operation, await GoodPath(operation, place));
                var told = $"seed {_seed}, {request.Method} {request.RequestUri}, round {round}";
                var body = request.Content is null ? "" : Encoding.Latin1.GetString(await request.Content.ReadAsByteArrayAsync());
                try
                {
                    using var answer = await person.Http.SendAsync(request);
                    statuses[(int)answer.StatusCode] = statuses.GetValueOrDefault((int)answer.StatusCode) + 1;
                    if (await Flaw(answer) is { } flaw)
                    {
                        failures.Add($"{told}: {flaw}\n    sent: {Short(body)}");
                    }
                }
                catch (InvalidOperationException undeclared)
                {
                    failures.Add($"{told}: {undeclared.Message}\n    sent: {Short(body)}");
                }
            }

            // It may have signed itself out, or itself away.
            if ((int)(await person.Http.Ask("GET", "/api/v1/me")).Status == 401)
            {
                person.Dispose();
                person = await _scene.SomebodyNew("fuzzed");
            }
        }

        person.Dispose();
        output.WriteLine(string.Join(", ", statuses.Select(status => $"{status.Key}: {status.Value}")));
        failures.ShouldBeEmpty();
        statuses.Keys.Count(status => status < 300).ShouldBeGreaterThan(0, "some of it must get through");
    }

    static bool IsStream(ApiOperation operation) => operation.Id.EndsWith("Events", StringComparison.Ordinal);

    static async Task<string> GoodPath(ApiOperation operation, Place place)
    {
        try
        {
            return operation.Path.StartsWith("/api/", StringComparison.Ordinal) ? await place.Fill(operation.Path) : operation.Path;
        }
        catch (NotSupportedException)
        {
            return System.Text.RegularExpressions.Regex.Replace(operation.Path, @"\{[^}]+\}", $"{Guid.NewGuid()}");
        }
    }

    static async Task<string?> Flaw(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        var text = await answer.Content.ReadAsStringAsync();
        // A provider that can't be reached is none of the server's failures.
        if (status >= 500 && status != 502)
        {
            return $"{status}: {Short(text)}";
        }

        if (status < 400 || answer.RequestMessage!.Method == HttpMethod.Head)
        {
            return null;
        }

        if (Insides.FirstOrDefault(inside => text.Contains(inside, StringComparison.Ordinal)) is { } seen)
        {
            return $"{status} shows \"{seen}\": {Short(text)}";
        }

        using var problem = JsonDocument.Parse(text);
        return !Registered.Contains(problem.RootElement.GetProperty("type").GetString()!) ? $"unregistered problem: {Short(text)}"
            : problem.RootElement.GetProperty("status").GetInt32() != status ? $"answered {status}, and says {Short(text)}"
            : null;
    }

    static string Short(string text) => text.Length > 300 ? text[..300] + "…" : text;
}
