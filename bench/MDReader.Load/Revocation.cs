using System.Diagnostics;
using MDReader.TestKit;

namespace MDReader.Load;

/// <summary>
/// People have a document open on every process, and are taken out of the workspace one after the other: how long their
/// sockets stay open, counted from when the owner asks for it.
/// </summary>
static class Revocation
{
    const int People = 30, Processes = 3;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<(string, double)>> Run(Kind kind)
    {
        await using var place = await Installation.Start(kind, People + 1);
        using var owner = place.As(user: 0);
        var document = await owner.Ask("GET", $"/api/v1/documents/{place.Seeded.Documents[0]}");
        var members = $"/api/v1/workspaces/{document["workspaceId"].GetString()}/members";
        List<double> answers = [], closes = [];
        var otherwise = 0;
        for (var person = 1; person <= People; person++)
        {
            var sockets = await Task.WhenAll(Enumerable.Range(0, Processes).Select(node => place.Open(person, node)));
            var clock = Stopwatch.StartNew();
            var closing = sockets.Select(async socket =>
            {
                await socket.Closed.WaitAsync(Patience);
                return clock.Elapsed.TotalMilliseconds;
            }).ToList();
            var answer = await owner.Ask("DELETE", $"{members}/{place.Seeded.Users[person].Id}");
            if ((int)answer.Status >= 300)
                throw new InvalidOperationException($"Taking a member out was answered {answer.Status}: {answer.Text}");
            answers.Add(clock.Elapsed.TotalMilliseconds);
            closes.AddRange(await Task.WhenAll(closing));
            otherwise += sockets.Count(socket => socket.CloseCode is not (4403 or 4404));
            foreach (var socket in sockets)
                await socket.DisposeAsync();
        }
        return
        [
            ("sockets closed", closes.Count - otherwise),
            ("closed otherwise", otherwise),
            ("revoked to closed p50 ms", closes.Median()),
            ("revoked to closed at most ms", closes.Max()),
            ("revoked to answered p50 ms", answers.Median()),
        ];
    }
}

static class Numbers
{
    public static double Median(this IEnumerable<double> numbers)
    {
        var ordered = numbers.Order().ToList();
        return ordered.Count == 0 ? 0 : ordered[ordered.Count / 2];
    }
}
