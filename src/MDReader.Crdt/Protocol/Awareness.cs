namespace MDReader.Crdt.Protocol;

/// <summary>
/// Who is here and what they show of themselves: per client the newest state, by a clock of its own. It isn't part of
/// the document, and forgets whoever falls silent.
/// </summary>
public sealed class Awareness(ulong clientId, TimeProvider time)
{
    /// <summary>A client that was silent for so long is gone.</summary>
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(30);

    /// <summary>So often one's own state is said again, so as not to seem gone.</summary>
    public static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(15);

    readonly record struct Presence(ulong Clock, ReadOnlyMemory<byte>? Json, DateTimeOffset Heard);

    // One is present from the start, with nothing to show; others ignore clock 0, so the first state says clock 1.
    readonly Dictionary<ulong, Presence> _clients = new()
    {
        [clientId] = new(0, new ReadOnlyMemory<byte>([(byte)'{', (byte)'}']), time.GetUtcNow()),
    };

    public ulong ClientId { get; } = clientId;

    /// <summary>The own state as UTF-8 JSON; null while not present.</summary>
    public ReadOnlyMemory<byte>? LocalState => _clients[ClientId].Json;

    /// <summary>Every client ever heard of; the state is null of those who left.</summary>
    public IEnumerable<AwarenessEntry> Known =>
        _clients.Select(client => new AwarenessEntry(client.Key, client.Value.Clock, client.Value.Json));

    /// <summary>The clients who are here.</summary>
    public IEnumerable<AwarenessEntry> Present => Known.Where(entry => entry.Json is not null);

    /// <summary>Sets the own state, or leaves with null; returns what to tell the others.</summary>
    public AwarenessEntry SetLocalState(ReadOnlyMemory<byte>? json)
    {
        var clock = _clients[ClientId].Clock + 1;
        _clients[ClientId] = new(clock, json, time.GetUtcNow());
        return new(ClientId, clock, json);
    }

    /// <summary>
    /// Takes what others say, as far as it is news; returns that. A client unknown so far counts as having said
    /// clock 0. Nobody else can remove the own state: its clock goes up, so that saying it again prevails.
    /// </summary>
    public IReadOnlyList<AwarenessEntry> Apply(ReadOnlySpan<AwarenessEntry> entries)
    {
        var news = new List<AwarenessEntry>();
        var now = time.GetUtcNow();
        foreach (var (client, clock, json) in entries)
        {
            _clients.TryGetValue(client, out var known);
            var leaves = json is null && known.Json is not null;
            if (clock < known.Clock || (clock == known.Clock && !leaves))
                continue;
            var entry = client == ClientId && leaves
                ? new AwarenessEntry(client, clock + 1, known.Json)
                : new AwarenessEntry(client, clock, json);
            _clients[client] = new(entry.Clock, entry.Json, now);
            news.Add(entry);
        }

        return news;
    }

    /// <summary>Removes clients, when their connection ends; returns what to tell the others.</summary>
    public IReadOnlyList<AwarenessEntry> Remove(ReadOnlySpan<ulong> clients)
    {
        var gone = new List<AwarenessEntry>();
        foreach (var client in clients)
        {
            if (!_clients.TryGetValue(client, out var known) || known.Json is null)
                continue;
            // One's own leaving is news, so its clock rises; of others, only they themselves may say more.
            var clock = client == ClientId ? known.Clock + 1 : known.Clock;
            _clients[client] = new(clock, null, time.GetUtcNow());
            gone.Add(new(client, clock, null));
        }

        return gone;
    }

    /// <summary>Removes others who fell silent; call it every few seconds. Returns what to tell the others.</summary>
    public IReadOnlyList<AwarenessEntry> RemoveSilent()
    {
        var deadline = time.GetUtcNow() - SilenceLimit;
        return Remove([.. _clients
            .Where(client => client.Key != ClientId && client.Value.Heard <= deadline && client.Value.Json is not null)
            .Select(client => client.Key)]);
    }

    /// <summary>The own state again with a new clock, once it is <see cref="RenewalInterval"/> old; else null.</summary>
    public AwarenessEntry? Renew() =>
        _clients[ClientId] is { Json: not null } own && time.GetUtcNow() - own.Heard >= RenewalInterval
            ? SetLocalState(own.Json)
            : null;
}
