using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>
/// The order in which the structs of an update can be integrated, found without changing anything: each after what
/// it depends on. What depends on something that isn't here is left over.
/// </summary>
sealed class IntegrationPlan
{
    /// <summary>A struct that can be integrated; its first units may be known already.</summary>
    public readonly record struct Step(int Group, int Index, int Offset);

    /// <summary>From where on a client's structs have to wait, and for which unit.</summary>
    public readonly record struct Wait(int Group, int First, Id For);

    enum Progress : byte
    {
        Untouched,
        OnStack,
        Ended,
    }

    Step[] _steps = [];
    int _stepCount;
    readonly List<Wait> _waits = [];
    readonly List<int> _stack = [];
    Progress[] _progress = [];
    int[] _next = [];
    int[] _states = [];

    public ReadOnlySpan<Step> Steps => _steps.AsSpan(0, _stepCount);

    public List<Wait> Waits => _waits;

    /// <summary>The state that a group's client will have.</summary>
    public int StateAfter(int group) => _states[group];

    /// <exception cref="MalformedUpdateException">A parent can have no children.</exception>
    public void Make(DecodedUpdate update, BlockStore store)
    {
        var groups = update.Groups;
        Reset(update, store);
        for (var i = 0; i < groups.Length; i++)
        {
            if (_progress[i] != Progress.Untouched)
                continue;
            Push(i);
            while (_stack.Count > 0)
                Advance(update, store, _stack[^1]);
        }
    }

    void Reset(DecodedUpdate update, BlockStore store)
    {
        _stepCount = 0;
        if (_steps.Length < update.Structs.Count || _steps.Length > 4096)
            _steps = new Step[update.Structs.Count];
        _waits.Clear();
        var groups = update.Groups;
        if (_progress.Length < groups.Length || _progress.Length > 4096)
            (_progress, _next, _states) = (new Progress[groups.Length], new int[groups.Length], new int[groups.Length]);
        for (var i = 0; i < groups.Length; i++)
        {
            _progress[i] = Progress.Untouched;
            _next[i] = groups[i].First;
            _states[i] = store.StateOf(groups[i].Client);
        }
    }

    void Push(int group)
    {
        _progress[group] = Progress.OnStack;
        _stack.Add(group);
    }

    void Pop(int group)
    {
        _progress[group] = Progress.Ended;
        _stack.RemoveAt(_stack.Count - 1);
    }

    /// <summary>Plans a client's structs up to its last, or to one that needs another client's first.</summary>
    void Advance(DecodedUpdate update, BlockStore store, int current)
    {
        var group = update.Groups[current];
        for (; _next[current] < group.EndIndex; _next[current]++)
        {
            ref var item = ref update.Structs[_next[current]];
            if (item.Kind == BlockKind.Skip || item.End <= _states[current])
                continue;
            if (Missing(update, store, current, in item) is { } missing)
            {
                var other = update.FindGroup(missing.Client);
                if (other >= 0 && _progress[other] == Progress.Untouched)
                {
                    Push(other);
                    return;
                }

                _waits.Add(new(current, _next[current], missing));
                break;
            }

            _steps[_stepCount++] = new(current, _next[current], _states[current] - item.Clock);
            _states[current] = item.End;
        }

        Pop(current);
    }

    Id? Missing(DecodedUpdate update, BlockStore store, int current, in DecodedStruct item)
    {
        var client = update.Groups[current].Client;
        if (item.Clock > _states[current])
            return new(client, item.Clock - 1);
        if (item.HasOrigin && IsMissing(update, store, client, item.Origin))
            return item.Origin;
        if (item.HasRightOrigin && IsMissing(update, store, client, item.RightOrigin))
            return item.RightOrigin;
        if (item.HasParentItem && IsMissing(update, store, client, item.ParentItem))
            return item.ParentItem;
        return null;
    }

    bool IsMissing(DecodedUpdate update, BlockStore store, ulong client, Id id)
    {
        // One's own earlier units are here by now: the reader refused later ones.
        if (id.Client == client)
            return false;
        var group = update.FindGroup(id.Client);
        return id.Clock >= (group >= 0 ? _states[group] : store.StateOf(id.Client));
    }
}
