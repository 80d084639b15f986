namespace MDReader.Server.Collaboration;

/// <summary>What a turn has for everybody: framed once, and sent as one piece to all who sent nothing themselves.</summary>
sealed class Broadcast
{
    readonly List<(byte[] Frame, Peer? Author)> _frames = [];

    // Mostly one or two, which is looked through faster than hashed.
    readonly List<Peer> _authors = [];

    /// <param name="author">Has it already and isn't sent it; null where it is for all.</param>
    public void Add(byte[] frame, Peer? author) => _frames.Add((frame, author));

    public void Clear() => _frames.Clear();

    /// <summary>Gives everybody the turn, and sends what was posted to each besides.</summary>
    public void Deliver(IReadOnlyList<Peer> peers)
    {
        if (_frames.Count == 0)
        {
            foreach (var peer in peers)
                peer.Flush();
            return;
        }
        _authors.Clear();
        foreach (var (_, author) in _frames)
            if (author is not null)
                _authors.Add(author);
        var whole = _frames.Count == 1 ? _frames[0].Frame : Together();
        Dictionary<string, byte[]>? enveloped = null;
        foreach (var peer in peers)
            if (_authors.Contains(peer))
                SendOthers(peer);
            else if (peer.Envelope is null)
                peer.Send(whole);
            else
                peer.Send(Enveloped(peer.Envelope, whole, enveloped ??= []));
        _frames.Clear();
    }

    static byte[] Enveloped(Envelope envelope, byte[] whole, Dictionary<string, byte[]> made) =>
        made.TryGetValue(envelope.Name, out var known) ? known : made[envelope.Name] = envelope.Around(whole);

    void SendOthers(Peer peer)
    {
        foreach (var (frame, author) in _frames)
            if (author != peer)
                peer.Post(frame);
        peer.Flush();
    }

    byte[] Together()
    {
        var whole = new byte[_frames.Sum(sent => sent.Frame.Length)];
        var filled = 0;
        foreach (var (frame, _) in _frames)
        {
            frame.CopyTo(whole, filled);
            filled += frame.Length;
        }
        return whole;
    }
}
