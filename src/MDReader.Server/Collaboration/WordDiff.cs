using System.Buffers;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Which words of two texts are not in both, by Myers' algorithm in linear space ("An O(ND) Difference Algorithm and Its
/// Variations", 1986). Words are numbers here. The result is smallest as long as the texts don't differ by much; past a
/// budget of steps it is merely right, so that hostile texts cost no more than large ones.
/// </summary>
sealed class WordDiff
{
    // A step is about a nanosecond or two.
    const long Budget = 20_000_000;
    const int CostOfOneSplit = 1024;

    readonly int[] _old;
    readonly int[] _new;
    readonly Stack<Box> _open = new();

    // The furthest reach on each diagonal, from the start of a box and from its end.
    readonly int[] _forward;
    readonly int[] _backward;
    readonly int _middle;
    long _left = Budget;

    WordDiff(int[] old, int[] @new)
    {
        (_old, _new, _middle) = (old, @new, @new.Length + 1);
        (Deleted, Inserted) = (new bool[old.Length], new bool[@new.Length]);
        _forward = ArrayPool<int>.Shared.Rent(old.Length + @new.Length + 3);
        _backward = ArrayPool<int>.Shared.Rent(old.Length + @new.Length + 3);
    }

    /// <summary>For each old word, whether it is gone.</summary>
    public bool[] Deleted { get; }

    /// <summary>For each new word, whether it wasn't there.</summary>
    public bool[] Inserted { get; }

    public static WordDiff Between(int[] old, int[] @new)
    {
        var diff = new WordDiff(old, @new);
        diff.Run();
        ArrayPool<int>.Shared.Return(diff._forward);
        ArrayPool<int>.Shared.Return(diff._backward);
        return diff;
    }

    void Run()
    {
        _open.Push(new(0, _old.Length, 0, _new.Length));
        while (_open.TryPop(out var box))
        {
            var (oldFrom, oldTo, newFrom, newTo) = box;
            while (oldFrom < oldTo && newFrom < newTo && _old[oldFrom] == _new[newFrom])
                (oldFrom, newFrom) = (oldFrom + 1, newFrom + 1);
            while (oldFrom < oldTo && newFrom < newTo && _old[oldTo - 1] == _new[newTo - 1])
                (oldTo, newTo) = (oldTo - 1, newTo - 1);
            if (oldFrom == oldTo || newFrom == newTo || _left <= 0)
            {
                Deleted.AsSpan(oldFrom..oldTo).Fill(true);
                Inserted.AsSpan(newFrom..newTo).Fill(true);
                continue;
            }
            var (atOld, atNew) = Split(new(oldFrom, oldTo, newFrom, newTo));
            _open.Push(new(oldFrom, atOld, newFrom, atNew));
            _open.Push(new(atOld, oldTo, atNew, newTo));
        }
    }

    /// <summary>A place that a shortest way through the box passes; where that takes too long, the furthest one found.</summary>
    (int Old, int New) Split(Box box)
    {
        var (oldFrom, oldTo, newFrom, newTo) = box;
        var (lowest, highest) = (oldFrom - newTo, oldTo - newFrom);
        var (start, end) = (oldFrom - newFrom, oldTo - newTo);
        var meetsForward = ((start - end) & 1) != 0;
        var (lowForward, highForward, lowBackward, highBackward) = (start, start, end, end);
        Forward(start) = oldFrom;
        Backward(end) = oldTo;
        for (var cost = 1; ; cost++)
        {
            if (lowForward > lowest)
                Forward(--lowForward - 1) = -1;
            else
                lowForward++;
            if (highForward < highest)
                Forward(++highForward + 1) = -1;
            else
                highForward--;
            for (var diagonal = highForward; diagonal >= lowForward; diagonal -= 2)
            {
                var (below, above) = (Forward(diagonal - 1), Forward(diagonal + 1));
                var from = below >= above ? below + 1 : above;
                var at = from;
                while (at < oldTo && at - diagonal < newTo && _old[at] == _new[at - diagonal])
                    at++;
                _left -= 1 + at - from;
                Forward(diagonal) = at;
                if (meetsForward && lowBackward <= diagonal && diagonal <= highBackward && Backward(diagonal) <= at)
                    return (at, at - diagonal);
            }

            if (lowBackward > lowest)
                Backward(--lowBackward - 1) = int.MaxValue;
            else
                lowBackward++;
            if (highBackward < highest)
                Backward(++highBackward + 1) = int.MaxValue;
            else
                highBackward--;
            for (var diagonal = highBackward; diagonal >= lowBackward; diagonal -= 2)
            {
                var (below, above) = (Backward(diagonal - 1), Backward(diagonal + 1));
                var from = below < above ? below : above - 1;
                var at = from;
                while (at > oldFrom && at - diagonal > newFrom && _old[at - 1] == _new[at - diagonal - 1])
                    at--;
                _left -= 1 + from - at;
                Backward(diagonal) = at;
                if (!meetsForward && lowForward <= diagonal && diagonal <= highForward && at <= Forward(diagonal))
                    return (at, at - diagonal);
            }

            if (cost >= CostOfOneSplit || _left <= 0)
                return Furthest(box, (lowForward, highForward), (lowBackward, highBackward));
        }
    }

    (int Old, int New) Furthest(Box box, (int Low, int High) forward, (int Low, int High) backward)
    {
        var (oldFrom, oldTo, newFrom, newTo) = box;
        var (ahead, aheadOld) = (-1L, oldFrom);
        for (var diagonal = forward.High; diagonal >= forward.Low; diagonal -= 2)
        {
            var old = Math.Min(Math.Min(Forward(diagonal), oldTo), newTo + diagonal);
            if (2L * old - diagonal > ahead)
                (ahead, aheadOld) = (2L * old - diagonal, old);
        }
        var (behind, behindOld) = (long.MaxValue, oldTo);
        for (var diagonal = backward.High; diagonal >= backward.Low; diagonal -= 2)
        {
            var old = Math.Max(Math.Max(Backward(diagonal), oldFrom), newFrom + diagonal);
            if (2L * old - diagonal < behind)
                (behind, behindOld) = (2L * old - diagonal, old);
        }
        return oldTo + newTo - behind < ahead - (oldFrom + newFrom)
            ? (aheadOld, (int)(ahead - aheadOld))
            : (behindOld, (int)(behind - behindOld));
    }

    ref int Forward(int diagonal) => ref _forward[_middle + diagonal];

    ref int Backward(int diagonal) => ref _backward[_middle + diagonal];

    readonly record struct Box(int OldFrom, int OldTo, int NewFrom, int NewTo);
}
