using System.Globalization;
using System.Net;
using System.Text;

namespace MDReader.Load;

/// <summary>A scenario's first figures as bars, all on one scale: a picture in SVG that reads in the light and in the dark.</summary>
static class Plot
{
    const int Width = 720, Names = 270, Bar = 18, Step = 26, Heading = 34, Longest = Width - Names - 90;

    public static string Draw(Scenario scenario, IReadOnlyList<Figure> figures)
    {
        var groups = figures.GroupBy(figure => figure.Name).Take(scenario.Drawn)
            .Select(group => (Name: group.Key, Bars: group.GroupBy(figure => figure.Server)
                .Select(server => (Server: ServerKind.All.Single(kind => kind.Name == server.Key), Value: server.Select(figure => figure.Value).Median()))
                .ToList()))
            .ToList();
        var most = Math.Max(double.Epsilon, groups.Max(group => group.Bars.Max(bar => bar.Value)));
        var height = groups.Sum(group => Heading + Step * group.Bars.Count) + 8;
        var picture = new StringBuilder();
        picture.Append(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{height}}" width="{{Width}}" height="{{height}}" role="img">
            <title>{{WebUtility.HtmlEncode(scenario.Name + ": " + scenario.Title)}}</title>
            <style>
            text { font: 14px system-ui, sans-serif; fill: #24292f }
            .name { font-weight: 600 }
            .own { fill: #2a6f6b }
            .peer { fill: #a8b1ba }
            @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .own { fill: #5cc2b8 } .peer { fill: #59636e } }
            </style>

            """);
        var y = 0;
        foreach (var (name, bars) in groups)
        {
            picture.Append(CultureInfo.InvariantCulture, $"<text class=\"name\" x=\"0\" y=\"{y + 22}\">{WebUtility.HtmlEncode(name)}</text>\n");
            y += Heading;
            foreach (var (server, value) in bars)
            {
                var length = (int)Math.Round(Longest * value / most);
                picture.Append(CultureInfo.InvariantCulture, $"""
                    <text x="0" y="{y + 14}">{WebUtility.HtmlEncode(server.Title)}</text>
                    <rect class="{(server.Runs is null ? "peer" : "own")}" x="{Names}" y="{y}" width="{Math.Max(1, length)}" height="{Bar}" rx="2"/>
                    <text x="{Names + length + 8}" y="{y + 14}">{Table.Number(value)}</text>

                    """);
                y += Step;
            }
        }
        return picture.Append("</svg>\n").ToString();
    }
}
