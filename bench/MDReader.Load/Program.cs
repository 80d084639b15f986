using System.Globalization;
using System.Text.Json;
using MDReader.Load;

if (args is ["floor", var port])
    return Floor.Run(int.Parse(port, CultureInfo.InvariantCulture));

var chosen = new List<string>();
IReadOnlyList<ServerKind>? servers = null;
var (seconds, rounds) = (10, 3);
string? table = null;
IReadOnlyList<Figure> accepted = [];
var figures = new List<Figure>();
var isRun = true;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--servers" when i + 1 < args.Length:
            var names = args[++i].Split(',');
            servers = [.. ServerKind.All.Where(kind => names.Contains(kind.Name))];
            break;
        case "--seconds" when i + 1 < args.Length:
            seconds = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--rounds" when i + 1 < args.Length:
            rounds = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--table" when i + 1 < args.Length:
            table = args[++i];
            break;
        case "--with" when i + 1 < args.Length:
            isRun = false;
            figures.AddRange(Read(args[++i]));
            break;
        case "--accepted" when i + 1 < args.Length:
            accepted = [.. Read(args[++i])];
            break;
        case var name when Scenario.All.Any(scenario => scenario.Name == name):
            chosen.Add(name);
            break;
        default:
            return Usage();
    }
}
if (servers is [] || seconds < 1 || rounds < 1)
    return Usage();

foreach (var scenario in Scenario.All.Where(scenario => isRun && chosen.Count == 0 ? !scenario.IsApart : chosen.Contains(scenario.Name)))
    await Run(scenario);
if (table is not null && figures.Count > 0)
    Table.Write(table, Command(), figures);
foreach (var warning in Accepted.Warnings(accepted, figures))
    Console.Error.WriteLine($"warning: {warning}");
return 0;

static IEnumerable<Figure> Read(string file) => File.ReadLines(file).Where(line => line.StartsWith('{'))
    .Select(line => JsonSerializer.Deserialize<Figure>(line, JsonSerializerOptions.Web)!);

async Task Run(Scenario scenario)
{
    var situations = new List<(ServerKind Kind, ISituation Situation)>();
    foreach (var kind in servers is null ? ServerKind.All.Where(scenario.IsByDefaultFor) : servers.Where(scenario.IsFor))
        await Try(scenario, kind, async () => situations.Add((kind, await scenario.Begin(kind))));
    for (var round = 0; round < Math.Min(rounds, scenario.MostRounds); round++)
        // In turn, so that a machine that gets busier gets busier for all.
        foreach (var (kind, situation) in situations)
            await Try(scenario, kind, async () =>
            {
                foreach (var (name, value) in await situation.Measure(TimeSpan.FromSeconds(seconds)))
                {
                    var figure = new Figure(scenario.Name, kind.Name, name, value);
                    figures.Add(figure);
                    Console.WriteLine(JsonSerializer.Serialize(figure, JsonSerializerOptions.Web));
                }
            });
    foreach (var (_, situation) in situations)
        await situation.DisposeAsync();
}

static async Task Try(Scenario scenario, ServerKind kind, Func<Task> what)
{
    try
    {
        await what();
    }
    catch (Exception failure) when (failure is not OutOfMemoryException)
    {
        Console.Error.WriteLine($"{scenario.Name} on {kind.Name} failed: {failure.Message}");
    }
}

// Without the files, which are of this machine.
string Command()
{
    var names = figures.Select(figure => figure.Scenario).Distinct().ToList();
    var isWhole = Scenario.All.All(scenario => scenario.IsApart || names.Contains(scenario.Name));
    var measured = string.Join(' ', isWhole ? [] : names);
    return $"{measured} --rounds {rounds} --seconds {seconds}".TrimStart();
}

static int Usage()
{
    Console.Error.WriteLine($"""
        usage: MDReader.Load [SCENARIO...] [--servers NAME,NAME] [--seconds N] [--rounds N] [--with FILE] [--accepted FILE] [--table FILE]
          SCENARIO  {string.Join(", ", Scenario.All.Select(scenario => scenario.Name))}; all but {string.Join(" and ", Scenario.All.Where(scenario => scenario.IsApart).Select(scenario => scenario.Name))} unless given
          --servers {string.Join(", ", ServerKind.All.Select(kind => kind.Name))}; unless given, those that the scenario says something about
          --seconds how long traffic is measured, 10 unless given
          --rounds  how often, the servers in turn; the table has the medians; 3 unless given
          --with    figures of an earlier run as well, as it printed them; unless a SCENARIO is named, nothing is run
          --accepted  warns of what stands worse to a peer than it does in the figures of this file
          --table   puts the figures as tables into FILE, a text in Markdown, and leaves what stands around them
        Build the host first: dotnet build -c Release src/MDReader.Host; and get the peers: npm --prefix bench/peers ci
        """);
    return 2;
}
