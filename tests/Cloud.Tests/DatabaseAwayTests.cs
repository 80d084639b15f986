using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>
/// PostgreSQL hangs or is gone while people type on several processes: nothing is called saved or shown to others meanwhile,
/// who asks is told what is the matter, and afterwards nothing is missing.
/// </summary>
[Collection(typeof(Breaking))]
public sealed class DatabaseAwayTests(ThreeToBreak three)
{
    const string Before = "before, ", Meanwhile = "meanwhile, ", Too = "too, ", OverIt = "over it";
    const int Programs = 4;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    static readonly TimeSpan BetweenRequests = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData("frozen")]
    [InlineData("stopped")]
    public async Task Nothing_is_called_saved_meanwhile_and_everything_is_afterwards(string how)
    {
        var (place, document) = (three.Place, three.NextDocument());
        await using var ana = await place.Open(user: 1, node: 0, document);
        await using var ben = await place.Open(user: 2, node: 1, document);
        await ana.Type(Before);
        await ana.AllSaved().WaitAsync(Patience);
        await ben.Until(client => client.Text == Before).WaitAsync(Patience);
        var before = (ana.Saved, ben.Saved);

        await (how == "frozen" ? place.Postgres!.Freeze() : place.Postgres!.Stop("fast"));
        try
        {
            await ana.Type(Meanwhile);
            await ben.Type(Too);
            // They end when the processes have given up waiting for the database, long after an edit would have been saved.
            await Task.WhenAll(IsNotReady(place), IsRefused(place, document), IsSentAway(place, document)).WaitAsync(Patience);
            (ana.Saved, ben.Saved).ShouldBe(before);
            (ana.Text, ben.Text).ShouldBe((Meanwhile + Before, Too + Before));
        }
        finally
        {
            await (how == "frozen" ? place.Postgres!.Thaw() : place.Postgres!.Resume());
        }

        await Task.WhenAll(ana.AllSaved(), ben.AllSaved()).WaitAsync(Patience);
        (ana.Saved, ben.Saved).ShouldBe((ana.Sent, ben.Sent));
        (ana.CloseCode, ben.CloseCode).ShouldBe((null, null));
        var whole = (Before + Meanwhile + Too).Length;
        await Task.WhenAll(ana.Until(client => client.Text.Length == whole), ben.Until(client => client.Text.Length == whole))
            .WaitAsync(Patience);
        ana.Text.ShouldBeOneOf(Meanwhile + Too + Before, Too + Meanwhile + Before);
        ben.Text.ShouldBe(ana.Text);
        await place.AllIsWell();
        using var reader = place.As(user: 3, node: 2);
        (await reader.Ask("GET", $"{Path(place, document)}/content")).Text.ShouldBe(ana.Text);
    }

    // Wherever a request is when the database goes or comes back: each is done, or told that it can't be.
    [Theory]
    [InlineData("frozen")]
    [InlineData("stopped")]
    public async Task What_is_under_way_is_done_or_answered_503(string how)
    {
        var (place, document) = (three.Place, three.NextDocument());
        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentBag<Answer>();
        var done = 0;
        var asking = Enumerable.Range(0, Programs).Select(Ask).ToList();
        await Eventually.Holds(() => Volatile.Read(ref done) > 10 * Programs, "requests to be under way");

        await (how == "frozen" ? place.Postgres!.Freeze() : place.Postgres!.Stop("fast"));
        try
        {
            await Eventually.Holds(() => answers.Count(answer => answer.Problem == "unavailable") >= Programs, "everybody to be told");
        }
        finally
        {
            await (how == "frozen" ? place.Postgres!.Thaw() : place.Postgres!.Resume());
        }
        var before = Volatile.Read(ref done);
        await Eventually.Holds(() => Volatile.Read(ref done) > before + 10 * Programs, "requests to be done again");
        await stop.CancelAsync();
        await Task.WhenAll(asking);

        var others = answers.Where(answer => !answer.Message.IsSuccessStatusCode && answer.Problem != "unavailable");
        others.Select(answer => $"{answer.Text}\n{Logged(place, answer)}").ShouldBeEmpty();
        await place.AllIsWell();

        async Task Ask(int number)
        {
            using var http = place.As(user: number, node: number);
            using var timer = new PeriodicTimer(BetweenRequests);
            var path = Path(place, document);
            for (var request = 0; !stop.IsCancellationRequested; request++)
            {
                var answer = (request % 5) switch
                {
                    0 => await http.Ask("PATCH", path, new { title = $"Title {request}" }, ("If-Match", "*")),
                    1 => await http.Ask("PUT", $"{path}/content", Markdown($"{number}: {request}"), ("If-Match", "*")),
                    2 => await http.Ask("GET", $"{path}/content"),
                    3 => await http.Ask("POST", $"{path}/realtime-tickets"),
                    _ => await http.Ask("GET", "/api/v1/workspaces"),
                };
                answers.Add(answer);
                if (answer.Message.IsSuccessStatusCode)
                    Interlocked.Increment(ref done);
                await timer.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    static async Task IsNotReady(Installation place)
    {
        foreach (var node in Enumerable.Range(0, 3))
        {
            using var anybody = new HttpClient { BaseAddress = place.Node(node) };
            IsUnavailable(await anybody.Ask("GET", "/health/ready"));
        }
        using var somebody = place.As(user: 1);
        IsUnavailable(await somebody.Ask("GET", "/health/ready"));
    }

    static async Task IsRefused(Installation place, int document)
    {
        using var http = place.As(user: 1, node: 2);
        var answers = await Task.WhenAll(
            http.Ask("GET", Path(place, document)),
            http.Ask("GET", $"{Path(place, document)}/content"),
            http.Ask("PATCH", Path(place, document), new { title = "Another" }, ("If-Match", "*")),
            http.Ask("PUT", $"{Path(place, document)}/content", Markdown(OverIt), ("If-Match", "*")),
            http.Ask("POST", "/api/v1/auth/login", new { email = "somebody@example.org", password = "nobody's-1" }));
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        foreach (var answer in answers)
            IsUnavailable(answer);
    }

    static async Task IsSentAway(Installation place, int document)
    {
        await using var late = await LiveClient.Connect(
            place.Node(2), place.Seeded.Documents[document], $"token={place.Seeded.Users[3].Token}&ack=1");
        await late.Closed;
        late.CloseCode.ShouldBe(1012);
    }

    // The process logs the failure whole, and by itself what it was answered with.
    static string Logged(Installation place, Answer answer)
    {
        var trace = answer["traceId"].GetString()!;
        foreach (var lines in place.Nodes.Select(node => node.Lines.ToList()))
            if (lines.FindIndex(line => line.Contains(trace, StringComparison.Ordinal)) is >= 0 and var at)
                return string.Join('\n', lines[at], lines.FindLast(line => IsWhole(line, of: lines[at])));
        return "Nothing was logged of it.";
    }

    static bool IsWhole(string line, string of)
    {
        if (!line.StartsWith('{'))
            return false;
        using var said = JsonDocument.Parse(line);
        using var failure = JsonDocument.Parse(of);
        return said.RootElement.TryGetProperty("Exception", out var exception)
            && exception.GetString()!.StartsWith(failure.RootElement.GetProperty("State").GetProperty("Failure").GetString()!, StringComparison.Ordinal);
    }

    static StringContent Markdown(string text) => new(text, Encoding.UTF8, "text/markdown");

    static void IsUnavailable(Answer answer) =>
        (answer.Status, answer.Problem).ShouldBe((HttpStatusCode.ServiceUnavailable, "unavailable"), answer.Text);

    static string Path(Installation place, int document) => $"/api/v1/documents/{place.Seeded.Documents[document]}";
}
