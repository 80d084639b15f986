using System.Globalization;
using System.Text;

namespace Crdt.Tests.Sessions;

[Flags]
public enum Features
{
    None = 0,
    Formats = 1,
    Lists = 2,
    Nesting = 4,
    SubDocuments = 8,
    Undo = 16,

    /// <summary>Here, too, marks that say nothing any more are deleted after what comes from elsewhere.</summary>
    CleanUp = 32,
    All = Formats | Lists | Nesting | SubDocuments,
}

public enum Verb
{
    /// <summary>One transaction; each group of numbers is an edit.</summary>
    Edit,

    /// <summary>A message arrives: which of those that wait, and in which form.</summary>
    Deliver,

    /// <summary>A message is lost on the way.</summary>
    Lose,

    /// <summary>Several messages arrive as one: how many, and in which form.</summary>
    Batch,

    /// <summary>What another replica has and this one lacks, by state vector: from whom, and in which form.</summary>
    Sync,

    /// <summary>The line goes down, or up again.</summary>
    Switch,
    Undo,
    Redo,
}

/// <summary>
/// Something that happens at a replica. Numbers are taken modulo what there is to choose from, so that a step means
/// something whatever was removed before it.
/// </summary>
public sealed record Step(Verb Verb, int Replica, int[][] Numbers)
{
    public override string ToString() =>
        $"{Verb} {Replica}:{string.Concat(Numbers.Select(group => $" {string.Join(' ', group)};"))}";

    public static Step Parse(string line)
    {
        var (head, groups) = (line.Split(':')[0].Split(' '), line.Split(':')[1].Split(';')[..^1]);
        return new(Enum.Parse<Verb>(head[0]), Number(head[1]),
            [.. groups.Select(group => group.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number).ToArray())]);
    }

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>
/// What several replicas do and what becomes of their messages. Its text can be pasted into a test, and is made anew
/// from a seed by <see cref="RandomSession"/>.
/// </summary>
public sealed record Session(bool Gc, Features Features, ulong[] Clients, Step[] Steps)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"Gc={Gc} Features={Features.ToString().Replace(" ", "")} Clients={string.Join(',', Clients)}");
        foreach (var step in Steps)
            text.AppendLine(step.ToString());
        return text.ToString();
    }

    public static Session Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var head = lines[0].Split(' ').Select(part => part.Split('=')[1]).ToArray();
        return new(bool.Parse(head[0]), Enum.Parse<Features>(head[1]),
            [.. head[2].Split(',').Select(client => ulong.Parse(client, CultureInfo.InvariantCulture))],
            [.. lines.Skip(1).Select(Step.Parse)]);
    }
}
