using MDReader.Bench;

if (args is not ["trace", .. var rest] || rest.Length == 0)
    return Usage();

var files = new List<string>();
string? table = null;
string? yjs = null;
for (var i = 0; i < rest.Length; i++)
{
    switch (rest[i])
    {
        case "--peer" when i + 1 < rest.Length && rest[i + 1] == "yjs":
            yjs ??= Yjs.DefaultFolder;
            i++;
            break;
        case "--yjs" when i + 1 < rest.Length:
            yjs = rest[++i];
            break;
        case "--table" when i + 1 < rest.Length:
            table = rest[++i];
            break;
        case var option when option.StartsWith('-'):
            return Usage();
        case var file:
            files.Add(file);
            break;
    }
}

var results = new List<Result>();
foreach (var file in files)
{
    var trace = Trace.Read(file);
    var result = new Result(trace, Measures.Run(trace), yjs is null ? [] : Yjs.Run(yjs, trace));
    result.WriteLines(Console.Out);
    results.Add(result);
}

if (table is not null)
    File.WriteAllText(table, Result.Table(results));
return 0;

static int Usage()
{
    Console.Error.WriteLine("""
        usage: MDReader.Bench trace FILE... [--peer yjs] [--yjs FOLDER] [--table FILE]
          FILE    a trace (NAME.json.gz, with NAME.v1log.gz and NAME.final.v1.bin beside it if they are there) or a log
                  of updates (NAME.v1log.gz)
          --yjs   a folder with yjs in node_modules; tests/Crdt.Tests/yjs-peer unless given
          --table writes the figures as a table in Markdown
        """);
    return 2;
}
