using System.Diagnostics;
using System.Net;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>The image as a task of a quarter of a core and 512 MB runs it, on PostgreSQL and Redis.</summary>
public sealed class ContainerImageTests(ContainerImage image, ITestOutputHelper output) : IClassFixture<ContainerImage>
{
    const int People = 50;
    const int Documents = 10;
    static readonly TimeSpan Typing = TimeSpan.FromSeconds(30);
    static readonly TimeSpan BetweenKeys = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Those of the stack: the health check's start period, the alarm on acknowledgements, the task's time to stop.
    static readonly TimeSpan StartPeriod = TimeSpan.FromSeconds(60);
    static readonly TimeSpan SavedWithin = TimeSpan.FromSeconds(1);
    static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Nobody_in_particular_runs_it_and_can_write_nothing_but_its_volumes()
    {
        Demand();
        image.Says.GetProperty("User").GetString().ShouldBe("1654");
        (await Run("sh", "-c", "echo > /data/kept && echo > /tmp/kept && id -u")).ShouldBe((0, "1654\n"));
        foreach (var place in (string[])["/app/new", "/new", "/app/MDReader.Host.dll"])
            (await Run("sh", "-c", $"echo > {place}")).Code.ShouldNotBe(0, place);
        (await Run("sh", "-c", "head -1 /app/rds.pem")).Said.ShouldContain("CERTIFICATE");
    }

    [Fact]
    public async Task Fifty_people_type_on_a_quarter_of_a_core_and_each_key_is_saved_within_a_second()
    {
        Demand();
        Assert.SkipUnless(Installation.CanRun(Kind.Three), "Install PostgreSQL and redis-server.");
        using var limits = TaskLimits.TryMake();
        Assert.SkipWhen(limits is null, "Control groups can't be written here.");
        await using var postgres = await PostgresServer.Start();
        await using var redis = await RedisServer.Start();
        var data = Directory.CreateTempSubdirectory("mdreader-task-");
        var address = new Uri($"http://127.0.0.1:{HostProcess.FreePort()}");
        var settings = new Dictionary<string, string>
        {
            ["MDREADER_DATABASE"] = await postgres.NewDatabase(),
            ["MDREADER_REDIS"] = redis.Address,
            ["MDREADER_METRICS"] = "emf",
        };
        var seeded = await HostProcess.Seed(data.FullName, People, Documents, settings);
        // In a container it would be everywhere.
        settings["MDREADER_URLS"] = address.GetLeftPart(UriPartial.Authority);

        var started = Stopwatch.GetTimestamp();
        using var host = Process.Start(image.Command(settings, limits, Words("Entrypoint")))!;
        host.OutputDataReceived += (_, _) => { };
        host.BeginOutputReadLine();
        try
        {
            await Ready(address);
            var ready = Stopwatch.GetElapsedTime(started);
            (await Run(settings, HealthCheck())).Code.ShouldBe(0);
            var (saved, lost) = await Type(address, seeded);
            output.WriteLine(
                $"ready after {ready.TotalSeconds:0.0} s; {saved.Count} edits saved, p50 {At(saved, 0.5).TotalMilliseconds:0} ms, "
                + $"p99 {At(saved, 0.99).TotalMilliseconds:0} ms; at most {limits.MostMegabytes} MiB; "
                + $"throttled in {limits.Throttled:P0} of the periods");
            ready.ShouldBeLessThan(StartPeriod);
            lost.ShouldBe(0);
            limits.RanOut.ShouldBeFalse();
            At(saved, 0.99).ShouldBeLessThan(SavedWithin);
        }
        finally
        {
            await End(host);
            data.Delete(recursive: true);
        }
        host.ExitCode.ShouldBe(0);
    }

    // The shell became the sandbox, whose child is the server: the first process of its own, as in a container.
    static async Task End(Process sandbox)
    {
        using var tell = Process.Start("pkill", ["-TERM", "-P", $"{sandbox.Id}"]);
        await tell.WaitForExitAsync();
        using var late = new CancellationTokenSource(StopTimeout);
        await sandbox.WaitForExitAsync(late.Token);
    }

    static async Task Ready(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        await Eventually.Holds(async () =>
        {
            try
            {
                return (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "the image to be ready");
    }

    // Everybody at their own pace, in ten documents of five people; how long each key took to be saved.
    static async Task<(List<TimeSpan> Saved, int Lost)> Type(Uri address, Seeded seeded)
    {
        var people = await Task.WhenAll(seeded.Users.Select(async (user, number) =>
        {
            var client = await LiveClient.Connect(address, seeded.Documents[number % Documents], $"token={user.Token}&ack=1");
            await client.Synced().WaitAsync(Patience);
            return client;
        }));
        var began = Stopwatch.GetTimestamp();
        var saved = await Task.WhenAll(people.Select(async (person, number) =>
        {
            var took = new List<TimeSpan>();
            await Task.Delay(BetweenKeys * ((double)number / People));
            using var timer = new PeriodicTimer(BetweenKeys);
            while (Stopwatch.GetElapsedTime(began) < Typing && await timer.WaitForNextTickAsync())
            {
                var typed = Stopwatch.GetTimestamp();
                await person.Type("x");
                await person.AllSaved().WaitAsync(Patience);
                took.Add(Stopwatch.GetElapsedTime(typed));
            }
            return took;
        }));
        var lost = people.Count(person => person.IsClosed);
        foreach (var person in people)
            await person.DisposeAsync();
        return ([.. saved.SelectMany(took => took).Order()], lost);
    }

    static TimeSpan At(List<TimeSpan> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];

    static void Demand()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("MDREADER_LONG") is null, "For ./test.sh --all.");
        Assert.SkipUnless(ContainerImage.CanBuild, "Install buildah, bubblewrap and util-linux, and be root.");
    }

    string[] Words(string name) => [.. image.Says.GetProperty(name).EnumerateArray().Select(word => word.GetString()!)];

    string[] HealthCheck() => [.. image.Says.GetProperty("Healthcheck").GetProperty("Test").EnumerateArray().Skip(1).Select(word => word.GetString()!)];

    Task<(int Code, string Said)> Run(params string[] words) => Run(new Dictionary<string, string>(), words);

    async Task<(int Code, string Said)> Run(Dictionary<string, string> environment, params string[] words)
    {
        using var process = Process.Start(image.Command(environment, limits: null, words))!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said);
    }
}
