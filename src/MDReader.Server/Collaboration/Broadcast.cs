namespace MDReader.Server.Collaboration;

/// <summary>What a turn has for everybody: framed once, and sent as one piece to all who sent nothing themselves.</summary>
sealed class Broadcast
{
    readonly List<(byte[] Frame, Peer? Author)> _frames = [];

    /// <param name="author">Has it already and isn't sent it; null where it is for all.</param>
    public void Add(byte[] frame, Peer? author) => _frames.Add((frame, author));

    public void Clear() => _frames.Clear();

    /// <summary>Gives everybody the turn, and sends what was posted to each besides.</summary>
    public void Deliver(IReadOnlyList<Peer> peers)
    {
        if (_frames.Count > 0)
        {
            var authors = _frames.Select(sent => sent.Author).ToHashSet();
            var whole = _frames.Count == 1 ? _frames[0].Frame : Together();
            Dictionary<string, byte[]>? enveloped = null;
            foreach (var peer in peers)
                if (authors.Contains(peer))
                    PostOthers(peer);
                else if (peer.Envelope is null)
                    peer.Post(whole);
                else
                    peer.PostEnveloped(Enveloped(peer.Envelope, whole, enveloped ??= []));
            _frames.Clear();
        }
        foreach (var peer in peers)
            peer.Flush();
    }

    static byte[] Enveloped(Envelope envelope, byte[] whole, Dictionary<string, byte[]> made) =>
        made.TryGetValue(envelope.Name, out var known) ? known : made[envelope.Name] = envelope.Around(whole);

    void PostOthers(Peer peer)
    {
        foreach (var (frame, author) in _frames)
            if (author != peer)
                peer.Post(frame);
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
