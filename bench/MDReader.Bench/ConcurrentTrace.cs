using System.Collections;
using System.Text.Json;
using MDReader.Crdt;

namespace MDReader.Bench;

/// <summary>
/// What several people did: each transaction names those that its author had seen. It is played on a replica per
/// author, which gets what is new to it before each of its author's transactions. Positions are code points.
/// </summary>
sealed class ConcurrentTrace
{
    sealed record Writer(int Agent, Doc Doc, BitArray Seen)
    {
        public int Last { get; set; } = -1;
    }

    sealed record Step(int[] Parents, int Agent, Patch[] Patches);

    readonly Step[] _steps;
    readonly bool _hasPairs;
    readonly List<Writer> _writers = [];
    readonly byte[][] _updates;

    ConcurrentTrace(Step[] steps)
    {
        _steps = steps;
        _updates = new byte[steps.Length][];
        _hasPairs = TraceFile.HasPairs(steps.SelectMany(step => step.Patches).Select(patch => patch.Insert));
    }

    public static byte[][] Play(JsonElement transactions)
    {
        var trace = new ConcurrentTrace([.. transactions.EnumerateArray().Select(Read)]);
        for (var step = 0; step < trace._steps.Length; step++)
            trace.Play(step);
        return [.. trace._updates.Where(update => update.Length > 0)];
    }

    static Step Read(JsonElement transaction, int number)
    {
        int[] parents = [.. transaction.GetProperty("parents").EnumerateArray().Select(parent => parent.GetInt32())];
        return parents.All(parent => parent >= 0 && parent < number)
            ? new(parents, transaction.GetProperty("agent").GetInt32(),
                SequentialTrace.ReadPatches(transaction.GetProperty("patches").EnumerateArray()))
            : throw new TraceException($"transaction {number} has seen one that comes after it.");
    }

    void Play(int number)
    {
        var step = _steps[number];
        var writer = WriterOf(step, out var lacking);
        // Those seen come before those that saw them.
        foreach (var lacked in lacking.Order())
        {
            writer.Seen[lacked] = true;
            if (_updates[lacked].Length > 0)
                writer.Doc.ApplyUpdate(_updates[lacked]);
        }

        var made = Array.Empty<byte>();
        void Keep(UpdateEvent update) => made = update.Update;
        writer.Doc.Updated += Keep;
        writer.Doc.Transact(_ =>
        {
            foreach (var patch in step.Patches)
            {
                Recording.Apply(writer.Doc, Root.Text,
                    [_hasPairs ? SequentialTrace.ToUnits(patch, writer.Doc.GetText("text").ToString()) : patch]);
            }
        });
        writer.Doc.Updated -= Keep;
        _updates[number] = made;
        writer.Seen[number] = true;
        writer.Last = number;
    }

    /// <summary>
    /// The replica of the agent that has seen nothing but what the step has seen; a new one, with a client id of its
    /// own, where an agent wrote at two places at once.
    /// </summary>
    Writer WriterOf(Step step, out List<int> lacking)
    {
        foreach (var writer in _writers)
        {
            if (writer.Agent == step.Agent && Lacking(step, writer, out lacking))
                return writer;
        }

        var isFirst = !_writers.Exists(writer => writer.Agent == step.Agent);
        var number = isFirst ? step.Agent : _steps.Max(any => any.Agent) + 1 + _writers.Count;
        var added = new Writer(step.Agent, Recording.Open(unchecked(2654435761u * (uint)(number + 1))), new(_steps.Length));
        _writers.Add(added);
        Lacking(step, added, out lacking);
        return added;
    }

    /// <summary>False when the writer's own last step isn't among what the step has seen.</summary>
    bool Lacking(Step step, Writer writer, out List<int> lacking)
    {
        lacking = [];
        var hasLast = writer.Last < 0;
        var found = new HashSet<int>();
        var open = new Stack<int>(step.Parents);
        while (open.TryPop(out var seen))
        {
            hasLast |= seen == writer.Last;
            if (writer.Seen[seen] || !found.Add(seen))
                continue;
            lacking.Add(seen);
            foreach (var parent in _steps[seen].Parents)
                open.Push(parent);
        }

        return hasLast;
    }
}
