using MDReader.Server.Collaboration;

namespace Server.Tests.Simulation;

/// <summary>A connection that takes its time: what one side sends waits here until chance delivers it, in order.</summary>
sealed class SimulatedConnection : IOutlet
{
    readonly LinkedList<(byte[] Frame, bool IsKept)> _down = [];

    /// <summary>Messages on their way to the server.</summary>
    public Queue<byte[]> Up { get; } = new();

    /// <summary>The process at its other end.</summary>
    public required SimulatedHouse House { get; init; }

    /// <summary>The room that it was let into; null while it waits at the door.</summary>
    public Room? Room { get; set; }

    public Peer Peer { get; set; } = null!;

    public SocketReader Reader { get; set; } = null!;

    public ulong Acknowledged { get; set; }

    /// <summary>Whether its client reads slowly, so that what it is sent stays with the server.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Why the server closed it.</summary>
    public Closing? Closing { get; private set; }

    public int Waiting => IsSlow ? _down.Sum(sent => sent.Frame.Length) : 0;

    public long Heard { get; set; }

    public bool HasNews => _down.Count > 0;

    /// <summary>The next message that the client reads.</summary>
    public byte[] Deliver()
    {
        var frames = _down.First!.Value.Frame;
        _down.RemoveFirst();
        var message = Wire.Payload(frames, out var length).ToArray();
        if (length < frames.Length)
            _down.AddFirst((frames[length..], true));
        return message;
    }

    void IOutlet.Post(ReadOnlyMemory<byte> frame) => _down.AddLast((frame.ToArray(), false));

    void IOutlet.Flush()
    {
    }

    void IOutlet.Mark()
    {
        for (var sent = _down.First; sent is not null; sent = sent.Next)
            sent.Value = sent.Value with { IsKept = true };
    }

    /// <summary>Whether something was dropped since its client took too little.</summary>
    public bool WasCutShort { get; set; }

    int IOutlet.DropSinceMark()
    {
        var before = _down.Count;
        WasCutShort = true;
        for (var sent = _down.First; sent is not null;)
        {
            var next = sent.Next;
            if (!sent.Value.IsKept)
                _down.Remove(sent);
            sent = next;
        }
        return before - _down.Count;
    }

    void IOutlet.Ping() => Heard++;

    void IOutlet.Close(Closing closing) => Closing ??= closing;
}
