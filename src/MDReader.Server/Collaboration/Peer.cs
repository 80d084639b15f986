using MDReader.Server.Access;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>Whose socket it is, and what it may do.</summary>
/// <param name="Role">As it was on connecting; every append checks it again.</param>
/// <param name="WantsAcknowledgement">Whether the socket asked to be told what is on disk, and of events.</param>
sealed record Participant(Caller Caller, Guid WorkspaceId, Role Role, bool WantsAcknowledgement)
{
    /// <summary>How often rights had been changed when these were read.</summary>
    public int RightsAsOf { get; init; }

    /// <summary>The document's epoch that the client's replica is of; null of a client that doesn't say.</summary>
    public int? KnownEpoch { get; init; }

    public bool MayWrite => Role.May(Ability.Write);
}

/// <summary>Where a room's frames go: a connection, or in a simulation whatever stands for one. Nothing here waits.</summary>
interface IOutlet
{
    /// <summary>Bytes that the client has not taken yet.</summary>
    int Waiting { get; }

    /// <summary>How many messages of any kind the client has sent, answers to pings included.</summary>
    long Heard { get; }

    /// <summary>Leaves a frame to be sent by the next flush.</summary>
    void Post(ReadOnlyMemory<byte> frame);

    void Flush();

    /// <summary>Posts and flushes.</summary>
    void Send(ReadOnlyMemory<byte> frame)
    {
        Post(frame);
        Flush();
    }

    /// <summary>What is left here from now on may be dropped.</summary>
    void Mark();

    /// <summary>Drops what was left here since the mark and isn't on its way yet; gives how many of the last frames that were.</summary>
    int DropSinceMark();

    /// <summary>Leaves what every client answers by itself.</summary>
    void Ping();

    /// <summary>Ends it after what was left to be sent; the first reason given counts.</summary>
    void Close(Closing closing);
}

/// <summary>One socket in a room. Only the room's loop touches what can change here.</summary>
/// <param name="who">Whose it is.</param>
/// <param name="outlet">Where what it is sent goes.</param>
/// <param name="queueLimit">Bytes that may wait to be taken by the client.</param>
/// <param name="envelope">What messages stand in for a Hocuspocus client; null for all others.</param>
sealed class Peer(Participant who, IOutlet outlet, int queueLimit, Envelope? envelope = null)
{
    // With a sweep every 5 s: a minute.
    const int SweepsUntilGone = 12;
    const int SweepsToKeepAlive = 3;
    const long NoClient = -1;

    // The state vector of who may hold nothing at all.
    static readonly byte[] NothingKnown = [0];

    readonly Pace _pace = new(outlet, queueLimit);
    long _awarenessClient = NoClient;
    long _told;

    // What was posted since the mark, so that what is dropped of it doesn't count as told.
    readonly List<Posted> _sinceMark = [];
    int _quietSweeps;
    int _silentSweeps;
    int _unansweredSteps;
    long _heard;

    public Caller Caller { get; private set; } = who.Caller;
    public Guid UserId => Caller.UserId;
    public Guid CredentialId => Caller.CredentialId;
    public string Name => Caller.Name;
    public Guid WorkspaceId => who.WorkspaceId;
    public Role Role => who.Role;

    /// <inheritdoc cref="Participant.KnownEpoch"/>
    public int? KnownEpoch => who.KnownEpoch;

    public bool MayWrite => who.MayWrite;
    public Envelope? Envelope => envelope;
    public bool IsHocuspocus => envelope is not null;

    /// <summary>Whether it is told of events.</summary>
    public bool WantsEvents => who.WantsAcknowledgement;

    /// <summary>What of this socket is on disk or changed nothing.</summary>
    public SentCount Sent { get; } = new(envelope is not null);

    /// <summary>The Yjs client whose cursor this socket shows; bound by the first state it sends. Any thread may ask.</summary>
    public ulong? AwarenessClient
    {
        get => Interlocked.Read(ref _awarenessClient) is var client and not NoClient ? (ulong)client : null;
        set => Interlocked.Exchange(ref _awarenessClient, value is { } client ? (long)client : NoClient);
    }

    /// <summary>The Yjs clients that it was the first to write as, those of its first step 2 apart.</summary>
    public int Claimed { get; set; }

    /// <summary>Steps 2 in a row that still missed something.</summary>
    public int VainSteps2 { get; set; }

    /// <summary>The last state vector it has asked with and wasn't answered; null when none.</summary>
    public byte[]? Unanswered { get; private set; }

    /// <summary>Whether it waits to be shown everybody's cursor.</summary>
    public bool AsksForOthers { get; set; }

    /// <summary>Whether it waits for an answer of either kind.</summary>
    public bool HasAsked => Unanswered is not null || AsksForOthers;

    /// <summary>Whether it was sent what it lacked: from then on it holds what the room had when it was sent something.</summary>
    public bool IsFilled { get; set; }

    /// <summary>Whether a step 1 that the client counts on was dropped with what it took too slowly.</summary>
    public bool OwesStep1 { get; private set; }

    /// <summary>Set once the room has sent it away: what still arrives from it counts for nothing.</summary>
    public bool IsGone { get; private set; }

    /// <inheritdoc cref="Pace.IsBehind"/>
    public bool IsBehind => _pace.IsBehind;

    public void Post(ReadOnlyMemory<byte> frames) => PostEnveloped(envelope?.Around(frames.Span) ?? frames);

    /// <summary>Sends frames that stand in this peer's envelope already, after what was posted.</summary>
    public void Send(ReadOnlyMemory<byte> frames)
    {
        if (Takes(frames, Posted.Other))
            outlet.Send(frames);
        else
            outlet.Flush();
    }

    /// <summary>It has sent a step 1.</summary>
    public void Asks(byte[] stateVector)
    {
        Unanswered = stateVector;
        _unansweredSteps++;
    }

    /// <summary>Its step 1 was answered; gives how many of them with that.</summary>
    public int Answered()
    {
        var steps = _unansweredSteps;
        (Unanswered, _unansweredSteps) = (null, 0);
        return steps;
    }

    /// <summary>Asks for what the client has.</summary>
    /// <param name="because">Whether the client's own step 1 led to it.</param>
    public void Ask(byte[] step1, bool because)
    {
        if (_pace.IsLost)
            return;
        Sent.Ask(because);
        PostEnveloped(envelope?.Around(step1) ?? step1, Posted.Step1);
    }

    /// <summary>Tells how much of what it sent is on disk, if it wants to know.</summary>
    public void Acknowledge(int epoch, long seq)
    {
        if (IsGone || _pace.IsLost)
            return;
        if (envelope is null && who.WantsAcknowledgement)
            Post(Frames.Saved(epoch, seq, Sent.Saved));
        for (; envelope is not null && _told < Sent.Saved; _told++)
            PostEnveloped(Hocuspocus.Saved(envelope), Posted.Saved);
    }

    public void Tell(ReadOnlySpan<byte> json)
    {
        if (who.WantsAcknowledgement)
            PostEnveloped(envelope is null ? Frames.Event(json) : Hocuspocus.Stateless(envelope, json));
    }

    /// <summary>Sends what this turn has posted.</summary>
    public void Flush() => outlet.Flush();

    /// <summary>After a turn was sent: stops sending to a client that takes too little.</summary>
    /// <param name="state">The state vector that everything sent so far comes to.</param>
    public void KeepPace(Func<byte[]> state)
    {
        if (_pace.LosesTouch(IsFilled ? state : () => NothingKnown) is { } dropped)
        {
            var lost = _sinceMark[^dropped..];
            _told -= lost.Count(posted => posted == Posted.Saved);
            OwesStep1 = Sent.TakeBack(Sent.Asked - lost.Count(posted => posted == Posted.Step1));
        }
        if (_pace.IsLost || !_pace.IsMarked)
            _sinceMark.Clear();
    }

    /// <inheritdoc cref="Pace.Resume"/>
    public byte[]? Resume() => _pace.Resume();

    /// <summary>Keeps a quiet socket alive; gives why it must go instead, if it must.</summary>
    public Closing? Sweep()
    {
        _pace.Sweep();
        if (_pace.IsHopeless)
            return new(CloseCode.Restarting, "You read more slowly than others write; connect again.");
        _silentSweeps = outlet.Heard == _heard ? _silentSweeps + 1 : 0;
        _heard = outlet.Heard;
        if (_silentSweeps >= SweepsUntilGone)
            return new(CloseCode.GoingAway, "Nothing was heard from you for a minute.");
        if (_silentSweeps >= SweepsToKeepAlive)
            outlet.Ping();
        // A stock client takes a connection on which no message arrives for 30 s for dead, and pings don't count for it.
        if (++_quietSweeps >= SweepsToKeepAlive)
            PostEnveloped(envelope is null ? Frames.Nothing : Hocuspocus.Ping);
        return null;
    }

    /// <summary>A fresh token has taken the place of the one that the socket was opened by.</summary>
    public void Renew(Caller caller) => Caller = caller;

    public void SendAway(Closing closing)
    {
        IsGone = true;
        outlet.Close(closing);
    }

    void PostEnveloped(ReadOnlyMemory<byte> frames, Posted what = Posted.Other)
    {
        if (Takes(frames, what))
            outlet.Post(frames);
    }

    bool Takes(ReadOnlyMemory<byte> frames, Posted what)
    {
        _quietSweeps = 0;
        if (!_pace.Takes(frames.Length))
            return false;
        if (_pace.IsMarked)
            _sinceMark.Add(what);
        return true;
    }

    enum Posted : byte
    {
        Other,
        Saved,
        Step1,
    }
}
