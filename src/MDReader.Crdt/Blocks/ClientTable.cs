using System.Numerics;

namespace MDReader.Crdt.Blocks;

/// <summary>
/// The clients of a document. Blocks name them by their place here, which is small; outside, and where YATA compares
/// them, they go by their 53-bit id.
/// </summary>
sealed class ClientTable
{
    const int Few = 8;
    const int None = 0;

    ClientBlocks[] _clients = [];

    // By the hash of an id: the place of its client, counted from 1, or else further on. Few clients are just looked through.
    int[] _places = [];
    ClientBlocks? _last;

    public int Count { get; private set; }

    public ClientBlocks this[int place] => _clients[place];

    public ReadOnlySpan<ClientBlocks> All => _clients.AsSpan(0, Count);

    public ClientBlocks? Find(ulong id)
    {
        // Typing is bursty: it is most often the same one again.
        if (_last is not null && _last.Id == id)
            return _last;
        if (_places.Length > 0)
            return _places[SlotOf(id)] is var place and not None ? _last = _clients[place - 1] : null;
        foreach (var client in All)
        {
            if (client.Id == id)
                return _last = client;
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
            Array.Resize(ref _clients, Count < 64 ? Math.Max(1, Count * 2) : Count + (Count >> 2));
        var client = new ClientBlocks(id, Count);
        _clients[Count++] = client;
        if (Count > Few)
            NotePlace(client);
        return _last = client;
    }

    void NotePlace(ClientBlocks client)
    {
        // Four fifths full, it takes three looks to find that one isn't there.
        if (Count <= _places.Length / 5 * 4)
        {
            _places[SlotOf(client.Id)] = client.Index + 1;
            return;
        }

        _places = new int[BitOperations.RoundUpToPowerOf2((uint)Count * 5 / 4 + 1)];
        foreach (var each in All)
            _places[SlotOf(each.Id)] = each.Index + 1;
    }

    /// <summary>Where in the table of places a client's is, or would be put.</summary>
    int SlotOf(ulong id)
    {
        // Clients choose their ids; which of them meet in one slot, each process decides for itself.
        var slot = HashCode.Combine((uint)id, (uint)(id >> 32)) & (_places.Length - 1);
        while (_places[slot] is var place and not None && _clients[place - 1].Id != id)
            slot = (slot + 1) & (_places.Length - 1);
        return slot;
    }
}
