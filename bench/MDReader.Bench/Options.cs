namespace MDReader.Bench;

/// <summary>What the command line asks for.</summary>
sealed record Options(
    string Command, List<string> Files, List<string> Peers, string? Npm, string? Table, TimeSpan Limit, Effort Effort)
{
    public const string Usage = """
        usage: MDReader.Bench trace FILE... [options]      recorded documents
               MDReader.Bench families [FILE...] [options] B1 to B3 of crdt-benchmarks, and recorded documents as B4
          FILE           a trace of edits (NAME.json), a log of updates (NAME.v1log) or a state (NAME.v1.bin,
                         NAME.v2.bin), gzipped or not
          --peer NAME    measures yjs, ywasm, loro or automerge as well; may be given more than once
          --npm FOLDER   where the peers are installed; bench unless given, where they are installed if need be
          --table FILE   puts the figures as tables into FILE, a text in Markdown
          --limit N      seconds that an engine may take for one answer, 120 unless given; and three times as long to
                         get ready. A peer that needs longer has no figure there
          --quick        few rounds: figures to look at, not to believe
        A JSON object a line: trace, engine, version, measure, value (the median), unit, low and high (quartiles), rounds;
        error instead of a value where it went wrong. Ends with 1 then, and with 2 when it was called in a wrong way.
        """;

    public static TimeSpan UsualLimit { get; } = TimeSpan.FromSeconds(120);

    /// <exception cref="TraceException">It isn't how this is called.</exception>
    public static Options Parse(string[] args)
    {
        var options = new Options(args.FirstOrDefault() ?? "", [], [], null, null, UsualLimit,
            args.FirstOrDefault() == "families" ? Effort.Families : Effort.Traces);
        for (var i = 1; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--quick" => options with { Effort = Effort.Quick },
                "--peer" => options.With(Next(args, ref i), static (o, name) => o.Peers.Add(PackageOf(name))),
                "--npm" => options with { Npm = Next(args, ref i) },
                "--table" => options with { Table = Next(args, ref i) },
                "--limit" => options with { Limit = Seconds(Next(args, ref i)) },
                var unknown when unknown.StartsWith('-') => throw new TraceException($"There is no option {unknown}."),
                var file => options.With(file, static (o, name) => o.Files.Add(name)),
            };
        }

        return options.Command switch
        {
            "trace" when options.Files.Count == 0 => throw new TraceException("Name a file to be measured."),
            "trace" or "families" => options,
            _ => throw new TraceException($"There is no command '{options.Command}'."),
        };
    }

    Options With(string value, Action<Options, string> add)
    {
        add(this, value);
        return this;
    }

    static string Next(string[] args, ref int i) =>
        ++i < args.Length ? args[i] : throw new TraceException($"{args[i - 1]} wants a value.");

    static string PackageOf(string peer) => Bench.Peers.Packages.TryGetValue(peer, out var package)
        ? package
        : throw new TraceException($"There is no peer {peer}; there are {string.Join(", ", Bench.Peers.Packages.Keys)}.");

    static TimeSpan Seconds(string text) => int.TryParse(text, out var seconds) && seconds > 0
        ? TimeSpan.FromSeconds(seconds)
        : throw new TraceException($"--limit wants a number of seconds, not '{text}'.");
}
