using System.Security.Cryptography;

namespace Crdt.Tests.Fuzzing;

/// <summary>
/// No bytes crash a decoder, hang it or make it take much memory; what is refused leaves no trace, and what is accepted
/// loads in yjs. What was found wrong once is kept in <c>tests/fixtures/fuzz</c> and tried first.
/// </summary>
[Collection(WithYjs.Name)]
public sealed class FuzzTests(YjsPeer yjs)
{
    static readonly int Executions = Seeds.IsLong ? 200_000 : 3_000;

    // What costs so much CPU time without an end to it will never end.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    static readonly Lazy<CoveredEngine> Engine = new(() => new());

    public static TheoryData<string> AllDecoders => [.. Decoders.All.Keys];

    [Theory]
    [MemberData(nameof(AllDecoders))]
    public void Found_cases_are_refused_or_harmless(string decoder)
    {
        foreach (var file in Seedlings.Found(decoder))
        {
            var input = File.ReadAllBytes(file);
            if (Decoders.Run(decoder, input) is { } state)
                LoadsInYjs(input, state);
        }
    }

    [Theory]
    [MemberData(nameof(AllDecoders))]
    public void Mutated_bytes_are_refused_or_harmless(string decoder)
    {
        var run = new FuzzRun(decoder, Engine.Value, new Random(1));
        var thread = new Thread(() => run.Run(Seedlings.For(decoder), Executions));
        thread.Start();
        // Not by a clock: a busy machine may take its time, but an input mustn't.
        var (executions, since) = (0, Environment.CpuUsage.TotalTime);
        while (!thread.Join(TimeSpan.FromSeconds(1)))
        {
            if (run.Executions != executions)
                (executions, since) = (run.Executions, Environment.CpuUsage.TotalTime);
            else if (Environment.CpuUsage.TotalTime - since > Patience)
                Assert.Fail($"It doesn't end with {Keep(decoder, run.Current)}");
        }

        if (run.Failure is { } failure)
            Assert.Fail($"{failure}\nwith {Keep(decoder, run.Current)}");
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{run.Executions} inputs, {run.Corpus.Count} kept, {run.BlocksSeen} of {Engine.Value.Counters.Length} blocks seen, {run.Accepted.Count} for yjs");
        foreach (var (input, state) in run.Accepted)
            LoadsInYjs(input, state, decoder);
    }

    void LoadsInYjs(byte[] input, byte[] state, string? decoder = null)
    {
        var loaded = new MDReader.Crdt.Doc(new() { ClientId = 9, Budget = MDReader.Crdt.Encoding.Budget.Unlimited });
        loaded.ApplyUpdate(state);
        string? wrong = null;
        try
        {
            var theirs = yjs.Load(state);
            // Not the text: of an item whose forged neighbours stand in different types, it depends on the order in
            // which the state's clients are taken in where it comes to stand.
            if (!theirs.Pending && !theirs.StateVector.AsSpan().SequenceEqual(loaded.StateVector.Encode()))
                wrong = "yjs has another state vector";
        }
        catch (InvalidOperationException e)
        {
            wrong = e.Message;
        }

        if (wrong is not null)
            Assert.Fail($"{wrong}\nwith {(decoder is null ? Convert.ToHexStringLower(input) : Keep(decoder, input))}");
    }

    /// <summary>Keeps an input, so that it is tried ever after.</summary>
    static string Keep(string decoder, byte[] input)
    {
        var folder = Directory.CreateDirectory(Seedlings.FolderOf(decoder)).FullName;
        var path = Path.Combine(folder, $"{Convert.ToHexStringLower(SHA256.HashData(input))[..16]}.bin");
        File.WriteAllBytes(path, input);
        return $"{Convert.ToHexStringLower(input.AsSpan(0, Math.Min(input.Length, 300)))}\nwhich is kept in {path}";
    }
}
