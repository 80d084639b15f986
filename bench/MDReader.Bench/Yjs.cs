using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace MDReader.Bench;

/// <summary>Real yjs in a node process, given the same bytes and edits.</summary>
static class Yjs
{
    public static string DefaultFolder => Path.Combine("tests", "Crdt.Tests", "yjs-peer");

    public static List<Figure> Run(string folder, Trace trace)
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "yjs")))
            throw new DirectoryNotFoundException(
                $"There is no yjs in '{folder}'; run 'npm ci' there, or name another folder with --yjs.");
        var input = Directory.CreateTempSubdirectory("mdreader-bench");
        try
        {
            Write(trace, input.FullName);
            var start = new ProcessStartInfo("node")
            {
                ArgumentList =
                {
                    "--expose-gc", Path.Combine(AppContext.BaseDirectory, "yjs.mjs"), Path.GetFullPath(folder), input.FullName,
                },
                RedirectStandardOutput = true,
            };
            using var node = Process.Start(start)!;
            var figures = new List<Figure>();
            while (node.StandardOutput.ReadLine() is { } line)
                figures.Add(JsonSerializer.Deserialize<Figure>(line, JsonSerializerOptions.Web)!);
            node.WaitForExit();
            return node.ExitCode == 0
                ? figures
                : throw new InvalidOperationException($"yjs ended with {node.ExitCode}; what it said is above.");
        }
        finally
        {
            input.Delete(recursive: true);
        }
    }

    static void Write(Trace trace, string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "state.v1"), trace.State);
        File.WriteAllBytes(Path.Combine(folder, "state.v2"), UpdateBytes.ToV2(trace.State, Budget.Unlimited));
        File.WriteAllBytes(Path.Combine(folder, "half.sv"),
            Measures.HalfOf(UpdateBytes.StateVectorOf(trace.State, Budget.Unlimited)));
        File.WriteAllText(Path.Combine(folder, "edits.json"), JsonSerializer.Serialize(
            trace.Edits.Select(edit => new object[] { edit.Index, edit.Remove, edit.Insert })));
        using var log = File.Create(Path.Combine(folder, "log"));
        var length = new byte[4];
        foreach (var update in trace.Updates)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, update.Length);
            log.Write(length);
            log.Write(update);
        }
    }
}
