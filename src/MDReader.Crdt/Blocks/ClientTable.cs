namespace MDReader.Crdt.Blocks;

/// <summary>
/// The clients of a document. Blocks name them by their place here, which is small; outside, and where YATA compares
/// them, they go by their 53-bit id.
/// </summary>
sealed class ClientTable
{
    const int Few = 8;

    ClientBlocks[] _clients = [];
    Dictionary<ulong, int>? _places;
    ClientBlocks? _last;

    public int Count { get; private set; }

    public ClientBlocks this[int place] => _clients[place];

    public ReadOnlySpan<ClientBlocks> All => _clients.AsSpan(0, Count);

    public ClientBlocks? Find(ulong id)
    {
        // Typing is bursty: it is most often the same one again.
        if (_last is not null && _last.Id == id)
            return _last;
        if (_places is not null)
            return _places.TryGetValue(id, out var place) ? _last = _clients[place] : null;
        for (var i = 0; i < Count; i++)
        {
            if (_clients[i].Id == id)
                return _last = _clients[i];
        }

        return null;
    }

    public ClientBlocks FindOrAdd(ulong id)
    {
        if (Find(id) is { } known)
            return known;
        if (Count == Block.MaxClients)
            throw new InvalidOperationException(
                $"A document holds {Block.MaxClients} clients at most; copy its content to a new one.");
        if (Count == _clients.Length)
            Array.Resize(ref _clients, Math.Max(1, Count * 2));
        var client = new ClientBlocks(id, Count);
        _clients[Count++] = client;
        if (_places is not null)
            _places.Add(id, client.Index);
        else if (Count > Few)
            _places = All.ToArray().ToDictionary(known => known.Id, known => known.Index);
        return client;
    }
}
