namespace Crdt.Tests.Fuzzing;

/// <summary>
/// Throws mutated bytes at a decoder. An input that makes it do what none before it did is kept to be mutated further.
/// </summary>
sealed class FuzzRun(string decoder, CoveredEngine engine, Random random)
{
    const int MaxAllocated = 32 * 1024 * 1024;
    static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(50);

    readonly List<byte[]> _corpus = [];
    readonly byte[] _seen = new byte[engine.Counters.Length];

    /// <summary>What is being tried, so that one that never ends has a name.</summary>
    public byte[] Current { get; private set; } = [];

    public int Executions { get; private set; }

    /// <summary>States that were accepted; yjs has to load them.</summary>
    public List<(byte[] Input, byte[] State)> Accepted { get; } = [];

    public IReadOnlyList<byte[]> Corpus => _corpus;

    public int BlocksSeen => _seen.Count(buckets => buckets != 0);

    /// <summary>What is wrong with the last input, if anything.</summary>
    public string? Failure { get; private set; }

    public void Run(IEnumerable<byte[]> seeds, int executions)
    {
        foreach (var seed in seeds)
        {
            if (!Try(seed))
                return;
        }

        while (Executions < executions && Try(Next()))
        {
        }
    }

    byte[] Next()
    {
        if (decoder is "update-v1" or "algebra" && random.Next(3) == 0)
            return UpdateGrammar.Make(random);
        // Half of the time a late one: those came further.
        var parent = random.Next(2) == 0
            ? _corpus[random.Next(_corpus.Count)]
            : _corpus[^(1 + random.Next(Math.Min(20, _corpus.Count)))];
        return Mutator.Mutate(random, parent, _corpus[random.Next(_corpus.Count)]);
    }

    bool Try(byte[] input)
    {
        Current = input;
        Executions++;
        System.Array.Clear(engine.Counters);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var time = ThreadTime.Now;
        byte[]? state;
        try
        {
            state = engine.Run(decoder, input);
        }
        catch (Exception e)
        {
            Failure = e.ToString();
            return false;
        }

        time = ThreadTime.Now - time;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (allocated > MaxAllocated)
            Failure = $"It allocated {allocated} bytes, past {MaxAllocated}.";
        if (time > MaxTime && Fastest(input) is var fastest && fastest > MaxTime)
            Failure = $"It took {fastest.TotalMilliseconds} ms of CPU time, past {MaxTime.TotalMilliseconds}.";
        if (Failure is not null)
            return false;
        if (!IsNews() && _corpus.Count > 0)
            return true;
        _corpus.Add(input);
        if (state is not null)
            Accepted.Add((input, state));
        return true;
    }

    /// <summary>The first time, code may have been compiled, or garbage collected.</summary>
    TimeSpan Fastest(byte[] input)
    {
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var time = ThreadTime.Now;
            engine.Run(decoder, input);
            time = ThreadTime.Now - time;
            fastest = time < fastest ? time : fastest;
        }

        return fastest;
    }

    /// <summary>Whether a block was entered that wasn't before, or about twice as often as ever.</summary>
    bool IsNews()
    {
        var news = false;
        for (var i = 0; i < _seen.Length; i++)
        {
            if (engine.Counters[i] == 0)
                continue;
            var bucket = (byte)(1 << Math.Min(7, (int)Math.Log2(engine.Counters[i])));
            news |= (_seen[i] & bucket) == 0;
            _seen[i] |= bucket;
        }

        return news;
    }
}
