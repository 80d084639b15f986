using System.Diagnostics;

namespace MDReader.Bench;

/// <summary>This engine or a peer: each runs in processes of its own, so that all are measured alike.</summary>
abstract record Engine(string Name)
{
    /// <summary>This one.</summary>
    public sealed record Own() : Engine(Called)
    {
        public const string Called = "mdreader";

        public override ProcessStartInfo Start(string recording)
        {
            // It was started as a program, or by dotnet.
            var isDotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet";
            return new(Environment.ProcessPath!, isDotnet
                ? [typeof(Own).Assembly.Location, "engine", recording]
                : ["engine", recording]);
        }
    }

    /// <summary>A package of npm, installed in a folder, and called by its name without its scope.</summary>
    public sealed record Peer(string Package, string Folder) : Engine(Package[(Package.LastIndexOf('/') + 1)..])
    {
        public override ProcessStartInfo Start(string recording) => new("node",
        [
            "--expose-gc", Path.Combine(AppContext.BaseDirectory, "peers", Name + ".mjs"), Folder, recording,
        ]);
    }

    /// <summary>How to start a process that answers for a recording.</summary>
    public abstract ProcessStartInfo Start(string recording);
}
