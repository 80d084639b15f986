using MDReader.Bench;

if (args is ["engine", var folder])
    return OwnEngine.Run(folder);

Options options;
var engines = new List<Engine> { new Engine.Own() };
try
{
    options = Options.Parse(args);
    foreach (var peer in options.Peers.Distinct())
        engines.Add(await Peers.Find(peer, options.Npm));
}
catch (TraceException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    await Console.Error.WriteLineAsync(Options.Usage);
    return 2;
}

var results = new List<Result>();
var isWhole = true;
var measures = Measure.All.Where(measure => options.Command == "trace" || measure.IsOfFamilies);
foreach (var read in Recordings(options))
{
    try
    {
        results.Add(await Result.Of(read(), engines, measures, options));
        isWhole &= results[^1].IsWhole;
        // A long run that is broken off has told what it had.
        if (options.Table is not null)
            Report.Write(options.Table, options, results);
    }
    catch (TraceException e)
    {
        await Console.Error.WriteLineAsync(e.Message);
        isWhole = false;
    }
}

return isWhole ? 0 : 1;

static IEnumerable<Func<Recording>> Recordings(Options options)
{
    if (options.Command == "families")
    {
        foreach (var recording in Families.All())
            yield return () => recording;
    }

    foreach (var file in options.Files)
        yield return () => TraceFile.Read(file);
}
