using System.Runtime.InteropServices;
using MDReader.Crdt.Blocks;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>
/// The order in which the structs of an update can be integrated, found without changing anything: each after what
/// it depends on. What depends on something that isn't here is left over.
/// </summary>
sealed class IntegrationPlan
{
    /// <summary>
    /// Structs of a client that follow each other and can be integrated. Of the first one, some units may be known.
    /// </summary>
    public readonly record struct Run(int Group, int First, int Count, int Offset);

    /// <summary>From where on a client's structs have to wait, and for which unit.</summary>
    public readonly record struct Wait(int Group, int First, Id For);

    const int KeptGroups = 2048;

    enum Progress : byte
    {
        Untouched,
        OnStack,

        /// <summary>Needs a unit of a client that is itself under way, or blocked.</summary>
        Blocked,
        Ended,
    }

    readonly List<Run> _runs = [];
    readonly List<Wait> _waits = [];
    readonly List<int> _stack = [];

    // Blocked groups by the group that they need, the one that needs the earliest unit first.
    readonly Dictionary<int, PriorityQueue<int, int>> _blocked = [];
    Progress[] _progress = [];
    int[] _next = [];
    int[] _states = [];

    public ReadOnlySpan<Run> Runs => CollectionsMarshal.AsSpan(_runs);

    /// <summary>How many structs can be integrated.</summary>
    public int StructCount
    {
        get
        {
            var count = 0;
            foreach (var run in _runs)
                count += run.Count;
            return count;
        }
    }

    /// <summary>True when every unit of every struct is new and can be integrated.</summary>
    public bool TakesAll { get; private set; }

    public List<Wait> Waits => _waits;

    /// <summary>The state that a group's client will have.</summary>
    public int StateAfter(int group) => _states[group];

    /// <summary>The state that any client will have.</summary>
    public int StateAfter(DecodedUpdate update, BlockStore store, ulong client)
    {
        var group = update.FindGroup(client);
        return group >= 0 ? _states[group] : store.StateOf(client);
    }

    public void Make(DecodedUpdate update, BlockStore store)
    {
        var groups = update.Groups;
        Reset(update, store);
        TakesAll = true;
        for (var i = 0; i < groups.Length; i++)
        {
            if (_progress[i] != Progress.Untouched)
                continue;
            Push(i);
            while (_stack.Count > 0)
                Advance(update, store, _stack[^1]);
        }

        if (_blocked.Count > 0)
            LeaveBlocked(update, store);
    }

    void Reset(DecodedUpdate update, BlockStore store)
    {
        _runs.Clear();
        _waits.Clear();
        _blocked.Clear();
        var groups = update.Groups;
        if (_progress.Length < groups.Length)
            (_progress, _next, _states) = (new Progress[groups.Length], new int[groups.Length], new int[groups.Length]);
        for (var i = 0; i < groups.Length; i++)
        {
            _progress[i] = Progress.Untouched;
            _next[i] = groups[i].First;
            _states[i] = store.Clients.Count > 0 ? store.StateOf(groups[i].Client) : 0;
        }
    }

    /// <summary>Lets go of what a large update took.</summary>
    public void Release()
    {
        if (_progress.Length > KeptGroups)
            (_progress, _next, _states) = ([], [], []);
        _runs.Clear();
        _waits.Clear();
        if (_runs.Capacity > KeptGroups)
            _runs.Capacity = 0;
        if (_waits.Capacity > KeptGroups)
            _waits.Capacity = 0;
    }

    void Push(int group)
    {
        _progress[group] = Progress.OnStack;
        _stack.Add(group);
    }

    void Pop(int group, Progress progress)
    {
        _progress[group] = progress;
        _stack.RemoveAt(_stack.Count - 1);
        Unblock(by: group);
    }

    // Clients that wrote into each other's text need each other in turn.
    void Block(int group, int by, int clock)
    {
        if (!_blocked.TryGetValue(by, out var waiting))
            _blocked.Add(by, waiting = new());
        waiting.Enqueue(group, clock);
        Pop(group, Progress.Blocked);
    }

    void Unblock(int by)
    {
        if (!_blocked.TryGetValue(by, out var waiting))
            return;
        while (waiting.TryPeek(out var group, out var clock) && clock < _states[by])
        {
            waiting.Dequeue();
            if (_progress[group] == Progress.Blocked)
                Push(group);
        }
    }

    // What is still blocked needs, in the end, something that isn't here.
    void LeaveBlocked(DecodedUpdate update, BlockStore store)
    {
        for (var i = 0; i < update.GroupCount; i++)
        {
            if (_progress[i] != Progress.Blocked)
                continue;
            TakesAll = false;
            _waits.Add(new(i, _next[i], Missing(update, store, i, in update.Structs[_next[i]])!.Value));
        }
    }

    /// <summary>Plans a client's structs up to its last, or to one that needs another client's first.</summary>
    void Advance(DecodedUpdate update, BlockStore store, int current)
    {
        var group = update.Groups[current];
        if (group.IsAlone && group.Count > 0 && update.Structs[group.First].Clock == _states[current])
        {
            _runs.Add(new(current, group.First, group.Count, 0));
            _states[current] = update.Structs[group.EndIndex - 1].End;
            Pop(current, Progress.Ended);
            return;
        }

        for (; _next[current] < group.EndIndex; _next[current]++)
        {
            ref var item = ref update.Structs[_next[current]];
            if (item.Kind == BlockKind.Skip || item.End <= _states[current])
            {
                TakesAll = false;
                continue;
            }

            if (Missing(update, store, current, in item) is { } missing)
            {
                var other = update.FindGroup(missing.Client);
                if (other >= 0 && _progress[other] == Progress.Untouched)
                {
                    Push(other);
                    return;
                }

                if (other >= 0 && other != current && _progress[other] is Progress.OnStack or Progress.Blocked)
                {
                    Block(current, by: other, missing.Clock);
                    return;
                }

                TakesAll = false;
                _waits.Add(new(current, _next[current], missing));
                break;
            }

            Take(current, _next[current], _states[current] - item.Clock);
            _states[current] = item.End;
        }

        Pop(current, Progress.Ended);
    }

    void Take(int group, int index, int offset)
    {
        TakesAll &= offset == 0;
        var runs = CollectionsMarshal.AsSpan(_runs);
        // What waits may overlap, as it came in updates cut at different units: only a run's first can be known in part.
        if (offset == 0 && runs.Length > 0 && runs[^1].Group == group && runs[^1].First + runs[^1].Count == index)
            runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
        else
            _runs.Add(new(group, index, 1, offset));
    }

    Id? Missing(DecodedUpdate update, BlockStore store, int current, in DecodedStruct item)
    {
        var client = update.Groups[current].Client;
        if (item.Clock > _states[current])
            return new(client, item.Clock - 1);
        if (!item.RefersToOthers)
            return null;
        if (item.HasRightOrigin && IsMissing(update, store, client, item.RightOrigin))
            return item.RightOrigin;
        // What goes on after a known part stands where that stands.
        if (item.Clock < _states[current])
            return null;
        if (item.HasOrigin && IsMissing(update, store, client, item.Origin))
            return item.Origin;
        if (item.HasParentItem && IsMissing(update, store, client, item.ParentItem))
            return item.ParentItem;
        return null;
    }

    // One's own earlier units are here by now: the reader refused later ones.
    bool IsMissing(DecodedUpdate update, BlockStore store, ulong client, Id id) =>
        id.Client != client && id.Clock >= StateAfter(update, store, id.Client);
}
