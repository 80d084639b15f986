namespace MDReader.Server.Collaboration;

/// <summary>
/// How one socket keeps up with its room. What a client doesn't take at once waits, up to a limit; past it, what waits is
/// dropped and nothing more is sent, until the client has taken the rest. Then it is sent what it lacks by state vector:
/// one update, however much it missed.
/// </summary>
/// <param name="outlet">Where the socket's frames go.</param>
/// <param name="limit">Bytes that may wait.</param>
sealed class Pace(IOutlet outlet, int limit)
{
    // With a sweep every 5 s: ten seconds.
    const int SweepsToCatchUp = 2;

    // Half a minute in which not a byte was taken of what waits.
    const int SweepsWithoutTaking = 6;

    byte[]? _reached;
    long _since;
    int _sweeps;
    int _waited;
    int _untouched;

    /// <summary>Whether something it was sent in an earlier turn still waits, or was dropped.</summary>
    public bool IsBehind => IsLost || (IsMarked && outlet.Waiting > 0);

    /// <summary>Whether what is sent from now on may be dropped.</summary>
    public bool IsMarked => _reached is not null;

    /// <summary>Whether it is sent nothing more for now.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether it stayed lost for too long, or takes nothing at all.</summary>
    public bool IsHopeless => _sweeps > SweepsToCatchUp || _untouched >= SweepsWithoutTaking;

    /// <summary>Notes a frame; false when it isn't to be sent.</summary>
    public bool Takes(int bytes)
    {
        _since += bytes;
        return !IsLost;
    }

    /// <summary>After a turn was sent: how many of the last frames were dropped, if the socket has just been lost.</summary>
    /// <param name="state">The state vector that everything sent so far comes to.</param>
    public int? LosesTouch(Func<byte[]> state)
    {
        var waiting = outlet.Waiting;
        if (IsLost)
            return null;
        if (waiting == 0)
            _reached = null;
        else if (_reached is null)
            Mark(state());
        else if (Math.Min(waiting, _since) > limit)
            IsLost = true;
        return IsLost ? outlet.DropSinceMark() : null;
    }

    /// <summary>The state vector that a lost client has reached, once it has taken all it was sent; null before.</summary>
    public byte[]? Resume()
    {
        if (!IsLost || outlet.Waiting > 0)
            return null;
        var reached = _reached;
        (_reached, IsLost, _sweeps) = (null, false, 0);
        return reached;
    }

    public void Sweep()
    {
        if (IsLost)
            _sweeps++;
        var waiting = outlet.Waiting;
        _untouched = waiting > 0 && waiting == _waited ? _untouched + 1 : 0;
        _waited = waiting;
    }

    void Mark(byte[] state)
    {
        (_reached, _since) = (state, 0);
        outlet.Mark();
    }
}
