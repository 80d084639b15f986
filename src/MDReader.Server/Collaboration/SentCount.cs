namespace MDReader.Server.Collaboration;

/// <summary>
/// How much of what a socket sent is on disk, in the way its client counts. One that asked for <c>ack=1</c> counts every
/// update and step 2. Hocuspocus counts every update, and a step 2 only when the client's own step 1 led to it: one
/// acknowledgement too many, and it would show as saved what is not.
/// </summary>
sealed class SentCount(bool isHocuspocus)
{
    // For each step 1 that was sent and isn't answered yet: whether the client counts on its answer.
    readonly Queue<bool> _asked = [];
    int _awaiting;
    bool _waits;

    /// <summary>Updates and steps 2 that are on disk or changed nothing.</summary>
    public long Saved { get; private set; }

    /// <summary>How many steps 1 were sent so far.</summary>
    public long Asked { get; private set; }

    /// <summary>A step 1 goes to the client.</summary>
    /// <param name="because">Whether the client's own step 1 led to it.</param>
    public void Ask(bool because)
    {
        if (!isHocuspocus)
            return;
        _asked.Enqueue(because);
        Asked++;
    }

    /// <summary>The steps 1 after that number were never sent; gives whether the client counts on one of them.</summary>
    public bool TakeBack(long asked)
    {
        var (left, counts) = (_asked.Count - (Asked - asked), false);
        for (var waiting = _asked.Count; waiting > 0; waiting--)
        {
            var because = _asked.Dequeue();
            if (left-- > 0)
                _asked.Enqueue(because);
            else
                counts |= because;
        }
        Asked = asked;
        return counts;
    }

    /// <summary>Something has arrived; gives how much its client counts it for.</summary>
    public int Weigh(UpdateKind kind) => kind switch
    {
        UpdateKind.Live => 1,
        UpdateKind.Early => 0,
        UpdateKind.FirstStep2 or UpdateKind.LaterStep2 => _asked.TryDequeue(out var counts) && !counts ? 0 : 1,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There are four kinds."),
    };

    /// <summary>It isn't kept, since something before it is missing: the step 2 asked for will hold it.</summary>
    public void Wait(int weight)
    {
        _awaiting += weight;
        _waits = true;
    }

    /// <summary>It will be on disk when the turn is. While an earlier one waits it isn't counted: so many are the first.</summary>
    public void Keep(int weight, bool isStep2)
    {
        _awaiting += weight;
        if (!isStep2 && _waits)
            return;
        (Saved, _awaiting, _waits) = (Saved + _awaiting, 0, false);
    }
}
