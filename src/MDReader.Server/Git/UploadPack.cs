namespace MDReader.Server.Git;

/// <summary>What git asks for (gitprotocol-v2(5), and gitprotocol-pack(5) for older ones).</summary>
/// <param name="Done">It sends no more of what it has, and wants the pack now.</param>
/// <param name="SideBand">Whether a pack comes in pieces, with failures beside it.</param>
sealed record Wants(IReadOnlySet<string> Commits, IReadOnlyList<string> Haves, bool Done, bool SideBand);

/// <summary>Reads what git asks, and tells it what there is.</summary>
static class UploadPack
{
    public const string Branch = "refs/heads/main";
    const string Agent = "agent=mdreader/1";
    const string Nothing = "0000000000000000000000000000000000000000";

    /// <summary>What this server can, in version 2.</summary>
    public static async Task Greet(PacketWriter writer)
    {
        foreach (var line in new[] { "version 2", Agent, "ls-refs", "fetch", "object-format=sha1" })
        {
            await writer.Line(line);
        }

        await writer.Flush();
    }

    /// <summary>The branch, in version 2.</summary>
    /// <param name="tip">Null where there is no commit yet.</param>
    public static async Task List(PacketWriter writer, string? tip, IReadOnlyList<string> asked)
    {
        if (tip is not null)
        {
            await writer.Line($"{tip} HEAD{(asked.Contains("symrefs") ? $" symref-target:{Branch}" : "")}");
            await writer.Line($"{tip} {Branch}");
        }

        await writer.Flush();
    }

    /// <summary>The branch and what this server can, for git before version 2.</summary>
    public static async Task ListAndGreet(PacketWriter writer, string? tip)
    {
        var can = $"side-band-64k no-progress symref=HEAD:{Branch} object-format=sha1 {Agent}";
        await writer.Line("# service=git-upload-pack");
        await writer.Flush();
        await writer.Line(tip is null ? $"{Nothing} capabilities^{{}}\0{can}" : $"{tip} HEAD\0{can}");
        if (tip is not null)
        {
            await writer.Line($"{tip} {Branch}");
        }

        await writer.Flush();
    }

    /// <summary>The command and its arguments, in version 2.</summary>
    public static (string Command, IReadOnlyList<string> Arguments) ReadCommand(IReadOnlyList<PacketLine> lines)
    {
        var command = lines is [{ Kind: PacketKind.Text } first, ..] && first.Text.StartsWith("command=", StringComparison.Ordinal)
            ? first.Text["command=".Length..]
            : "";
        var arguments = lines.SkipWhile(line => line.Kind == PacketKind.Text).Where(line => line.Kind == PacketKind.Text);
        return (command, [.. arguments.Select(line => line.Text)]);
    }

    /// <exception cref="GitRefusedException">It wants a part of a history, which isn't served.</exception>
    public static Wants Read(IReadOnlyList<string> lines, bool alwaysInPieces)
    {
        var (wants, haves) = (new HashSet<string>(), new List<string>());
        var (done, sideBand) = (false, alwaysInPieces);
        foreach (var line in lines)
        {
            // What it can stands behind its first wish.
            var words = line.Split(' ');
            switch (words)
            {
                case ["want", var id, ..]:
                    wants.Add(id);
                    sideBand |= words.Contains("side-band-64k");
                    break;
                case ["have", var id]:
                    haves.Add(id);
                    break;
                case ["done"]:
                    done = true;
                    break;
                case ["deepen" or "deepen-since" or "deepen-not" or "shallow" or "filter", ..]:
                    throw new GitRefusedException("Clone the whole history: parts of it (--depth, --filter) aren't served here.");
            }
        }

        return new Wants(wants, haves, done, sideBand);
    }
}
