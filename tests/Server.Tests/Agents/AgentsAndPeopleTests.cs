using MDReader.Server.Collaboration;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Server.Tests.Simulation;

namespace Server.Tests.Agents;

/// <summary>What the checker of the rooms' simulation promises, on a real server with agents among the people.</summary>
public sealed class AgentsAndPeopleTests(SharedServer shared, ITestOutputHelper output)
{
    const int FewestPromises = 60;
    const int SeedsUntilFound = 8;

    static readonly int Seeds = Environment.GetEnvironmentVariable("MDREADER_LONG") is null ? 6 : 100;

    [Fact]
    public async Task Agents_and_people_who_edit_at_once_lose_nothing_that_was_called_saved()
    {
        var promised = 0;
        for (var seed = 1; seed <= Seeds; seed++)
            promised += await Run(shared.Server, seed, Planted.None);
        output.WriteLine($"{Seeds} seeds, {promised} changes promised");
        promised.ShouldBeGreaterThan(Seeds * FewestPromises);
    }

    [Fact]
    public async Task An_agents_stale_base_that_deleted_peoples_words_would_be_found() =>
        output.WriteLine(await Found(shared.Server, Planted.IgnoresTheBase));

    [Fact]
    public async Task An_edit_that_is_called_saved_and_is_not_would_be_found()
    {
        await using var server = await RunningServer.Start(Forget);
        output.WriteLine(await Found(server, Planted.ForgetsEdits));
    }

    static async Task<string> Found(RunningServer server, Planted planted)
    {
        for (var seed = 1; seed <= SeedsUntilFound; seed++)
        {
            try
            {
                await Run(server, seed, planted);
            }
            catch (SimulationException found)
            {
                return found.Message;
            }
        }

        throw new InvalidOperationException($"{SeedsUntilFound} seeds passed in spite of it.");
    }

    static async Task<int> Run(RunningServer server, int seed, Planted planted)
    {
        using var ana = await server.SignUp("Ana");
        using var ben = await server.SignUp("Ben");
        var workspace = await ana.MakeWorkspace();
        await ana.Http.Ask("PUT", $"{workspace}/members/{ben.Id}", new { role = "editor" });
        var agents = new List<string>();
        foreach (var owner in new[] { ana, ben, ben })
            agents.Add((await owner.Http.Ask("POST", "/api/v1/me/tokens", new { name = "Scribe", isAgent = true }))["token"].GetString()!);
        return await new Crowd(server, [ana, ben], agents, planted).Run(seed, workspace);
    }

    static void Forget(IServiceCollection services)
    {
        var opens = services.Last(service => service.ServiceType == typeof(OpenAppend)).ImplementationFactory!;
        services.AddSingleton<OpenAppend>(provider =>
        {
            var open = (OpenAppend)opens(provider);
            return async cancellation => new ForgetfulAppend(await open(cancellation));
        });
    }

    sealed class ForgetfulAppend(IAppend append) : IAppend
    {
        const int Every = 20;

        int _edits;

        public Task<AppendedGroup> Commit(IReadOnlyList<Batch> group, DateTimeOffset now) => append.Commit(
            [.. group.Select(batch => batch with { Edits = [.. batch.Edits.Select(Forget)] })], now);

        public ValueTask DisposeAsync() => append.DisposeAsync();

        Edit Forget(Edit edit) => ++_edits % Every == 0 ? edit with { Update = default } : edit;
    }
}
