using System.Globalization;

namespace MDReader.Load;

/// <summary>
/// What was accepted the last time, to be held against: how this project stands to each peer of the same run, since times
/// themselves differ from machine to machine and from hour to hour.
/// </summary>
static class Accepted
{
    // What two runs of the same build may differ by.
    const double Noise = 1.2;

    /// <summary>A sentence for each figure in which this project stands worse to a peer than it did.</summary>
    public static IEnumerable<string> Warnings(IReadOnlyList<Figure> accepted, IReadOnlyList<Figure> now)
    {
        var before = Standings(accepted).ToDictionary(standing => (standing.Scenario, standing.Own, standing.Peer, standing.Name), standing => standing.Times);
        foreach (var (scenario, own, peer, name, times) in Standings(now))
            if (before.TryGetValue((scenario, own, peer, name), out var was) && times * Noise < was)
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"{scenario}: {name}: {own} was {was:0.00} times as good as {peer}, and is {times:0.00} times.");
    }

    static IEnumerable<(string Scenario, string Own, string Peer, string Name, double Times)> Standings(IReadOnlyList<Figure> figures) =>
        from figure in figures.GroupBy(figure => (figure.Scenario, figure.Name))
        let scenario = Scenario.All.SingleOrDefault(known => known.Name == figure.Key.Scenario)
        where scenario is not null && figures.Where(one => one.Scenario == scenario.Name).Select(one => one.Name).Distinct().Take(scenario.Drawn).Contains(figure.Key.Name)
        let medians = figure.GroupBy(one => one.Server).ToDictionary(server => server.Key, server => server.Select(one => one.Value).Median())
        from own in medians
        from peer in medians
        where IsOwn(own.Key) && !IsOwn(peer.Key) && own.Value > 0 && peer.Value > 0
        let times = own.Value / peer.Value
        select (scenario.Name, own.Key, peer.Key, figure.Key.Name, IsMoreBetter(figure.Key.Name) ? times : 1 / times);

    static bool IsOwn(string server) => ServerKind.All.Single(kind => kind.Name == server).Runs is not null;

    static bool IsMoreBetter(string name) => name.EndsWith("per CPU-second", StringComparison.Ordinal);
}
