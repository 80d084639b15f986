using System.Numerics;

namespace MDReader.Crdt.Blocks;

/// <summary>
/// The clients of a document. Blocks name them by their place here, which is small; outside, and where YATA compares
/// them, they go by their 53-bit id.
/// </summary>
sealed class ClientTable
{
    const int Few = 8;
    const uint Nobody = 0, SomeTag = 1u << 31;

    ClientBlocks[] _clients = [];

    // By the hash of an id, or else further on: some bits of the hash, by which others are told from it, and the place.
    // Few clients are just looked through.
    uint[] _slots = [];
    ClientBlocks? _last;

    public int Count { get; private set; }

    public ClientBlocks this[int place] => _clients[place];

    public ReadOnlySpan<ClientBlocks> All => _clients.AsSpan(0, Count);

    public ClientBlocks? Find(ulong id)
    {
        // Typing is bursty: it is most often the same one again.
        if (_last is not null && _last.Id == id)
            return _last;
        if (_slots.Length > 0)
        {
            var slot = _slots[FindSlot(id, HashOf(id))];
            return slot == Nobody ? null : _last = _clients[slot & (Block.MaxClients - 1)];
        }

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
            Reserve(Count < 64 ? Math.Max(1, Count * 2) : Count + (Count >> 2));
        var client = new ClientBlocks(id, Count);
        _clients[Count++] = client;
        if (_slots.Length > 0)
            Note(client);
        return _last = client;
    }

    /// <summary>Makes room for so many in all.</summary>
    public void Reserve(int count)
    {
        if (count <= _clients.Length)
            return;
        Array.Resize(ref _clients, count);
        // Four fifths full, it takes some ten looks to find that one isn't there.
        if (count <= Few || count <= _slots.Length / 5 * 4)
            return;
        _slots = new uint[BitOperations.RoundUpToPowerOf2(((uint)count * 5 / 4) + 1)];
        foreach (var client in All)
            Note(client);
    }

    void Note(ClientBlocks client)
    {
        var hash = HashOf(client.Id);
        _slots[FindSlot(client.Id, hash)] = TagOf(hash) | (uint)client.Index;
    }

    /// <summary>The slot of a client's place, or the one where it would be put.</summary>
    int FindSlot(ulong id, uint hash)
    {
        var tag = TagOf(hash);
        var slot = (int)hash & (_slots.Length - 1);
        for (; _slots[slot] is var found and not Nobody; slot = (slot + 1) & (_slots.Length - 1))
        {
            if ((found & ~(uint)(Block.MaxClients - 1)) == tag && _clients[found & (Block.MaxClients - 1)].Id == id)
                break;
        }

        return slot;
    }

    // Clients choose their ids; which of them meet in one slot, each process decides for itself.
    static uint HashOf(ulong id) => (uint)HashCode.Combine((uint)id, (uint)(id >> 32));

    static uint TagOf(uint hash) => (hash | SomeTag) & ~(uint)(Block.MaxClients - 1);
}
