using System.Text.RegularExpressions;
using MDReader.Crdt;

namespace MDReader.Load;

/// <summary>
/// People type while their server is killed with SIGKILL, again and again; then it is started on what it has kept. Counts
/// what it had acknowledged, and what it had shown to somebody else, and doesn't have any more.
/// </summary>
static partial class Crash
{
    const int Rounds = 10, Writers = 5, EditsPerSecond = 20;

    public static async Task<IReadOnlyList<(string, double)>> Run(ServerKind kind, TimeSpan time)
    {
        var (acknowledged, seen, acknowledgedLost, seenLost) = (0, 0, 0, 0);
        await using var server = await ServerUnderTest.Start(kind, Writers + 1, Rounds);
        var random = new Random(3);
        for (var round = 0; round < Rounds; round++)
        {
            var tally = new Tally { Seen = [], Confirmed = [] };
            using (var crowd = new Crowd(tally))
            {
                await crowd.Fill(server, documents: 1, people: Writers + 1, writers: Writers, first: round);
                using var end = new CancellationTokenSource();
                var writing = crowd.Write(EditsPerSecond, 0, end.Token);
                await Task.Delay(time / 4 + time / 4 * random.NextDouble(), CancellationToken.None);
                await server.Kill();
                await end.CancelAsync();
                await writing;
            }
            await server.StartAgain();
            var kept = await Kept(server, server.Documents[round]);
            acknowledged += tally.Confirmed.Count;
            seen += tally.Seen.Count;
            acknowledgedLost += tally.Confirmed.Keys.Count(marker => !kept.Contains(marker));
            seenLost += tally.Seen.Keys.Count(marker => !kept.Contains(marker));
        }
        List<(string, double)> figures = [("kills", Rounds), ("edits others had seen", seen), ("of these lost, %", Percent(seenLost, seen))];
        if (acknowledged > 0)
            figures.AddRange([("edits acknowledged", acknowledged), ("of these gone, %", Percent(acknowledgedLost, acknowledged))]);
        return figures;
    }

    static double Percent(int part, int whole) => whole == 0 ? 0 : 100d * part / whole;

    static async Task<IReadOnlySet<string>> Kept(ServerUnderTest server, string document)
    {
        using var reader = new LoadClient(server, document, new Tally());
        await reader.Connect(0);
        await reader.Synced.WaitAsync(TimeSpan.FromSeconds(60));
        var doc = new Doc(new() { ClientId = 1 });
        doc.ApplyUpdate(reader.State);
        return MarkerText().Matches(doc.GetText("content").ToString()).Select(match => match.Value).ToHashSet();
    }

    [GeneratedRegex("@[0-9a-f]{12}")]
    private static partial Regex MarkerText();
}
