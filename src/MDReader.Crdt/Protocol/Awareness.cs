using System.Text.Json;

namespace MDReader.Crdt.Protocol;

/// <summary>
/// Who is here and what they show of themselves: per client the newest state, by a clock of its own. It isn't part of
/// the document, and forgets whoever falls silent. The rules are those of y-protocols.
/// </summary>
/// <remarks>
/// Time passes only when it is asked to look: call <see cref="Check"/> every <see cref="CheckInterval"/>, or let
/// <see cref="CheckRegularlyAsync"/> do it. Like the document it has one user at a time and takes no locks.
/// </remarks>
public sealed class Awareness(ulong clientId, TimeProvider time)
{
    /// <summary>A client that was silent for so long is gone.</summary>
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(30);

    /// <summary>So often one's own state is said again, so as not to seem gone.</summary>
    public static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(15);

    /// <summary>So often one should look who fell silent.</summary>
    public static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(3);

    readonly record struct Presence(ulong Clock, ReadOnlyMemory<byte>? Json, DateTimeOffset Heard);

    // One is present from the start, with nothing to show; others ignore clock 0, so the first state says clock 1.
    readonly Dictionary<ulong, Presence> _clients = new()
    {
        [clientId] = new(0, new ReadOnlyMemory<byte>([(byte)'{', (byte)'}']), time.GetUtcNow()),
    };

    /// <summary>Raised when somebody came, left or shows something else.</summary>
    public event Action<AwarenessChange>? Changed;

    /// <summary>Raised as well when somebody says the same again; send what it names to the others.</summary>
    public event Action<AwarenessChange>? Updated;

    public ulong ClientId { get; } = clientId;

    /// <summary>The own state as UTF-8 JSON; null while not present.</summary>
    public ReadOnlyMemory<byte>? LocalState => _clients[ClientId].Json;

    /// <summary>Every client ever heard of; the state is null of those who left.</summary>
    public IEnumerable<AwarenessEntry> Known =>
        _clients.Select(client => new AwarenessEntry(client.Key, client.Value.Clock, client.Value.Json));

    /// <summary>The clients who are here.</summary>
    public IEnumerable<AwarenessEntry> Present => Known.Where(entry => entry.Json is not null);

    /// <summary>Sets the own state (UTF-8 JSON), or leaves with null; returns what to tell the others.</summary>
    public AwarenessEntry SetLocalState(ReadOnlyMemory<byte>? json)
    {
        var before = _clients[ClientId];
        var said = new AwarenessEntry(ClientId, before.Clock + 1, json);
        _clients[ClientId] = new(said.Clock, json, time.GetUtcNow());
        var news = new AwarenessNews(origin: null);
        if (json is null)
            news.Removed.Add(ClientId);
        else
            news.Add(ClientId, json.Value, before.Json, isNew: before.Json is null);
        Tell(news);
        return said;
    }

    /// <summary>Sets one member of the own state (UTF-8 JSON); does nothing and returns null while not present.</summary>
    public AwarenessEntry? SetLocalStateField(string field, ReadOnlyMemory<byte> json)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (LocalState is not { } state)
            return null;
        using var before = JsonDocument.Parse(state);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            if (before.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in before.RootElement.EnumerateObject().Where(member => member.Name != field))
                    member.WriteTo(writer);
            }

            writer.WritePropertyName(field);
            writer.WriteRawValue(json.Span);
            writer.WriteEndObject();
        }

        return SetLocalState(stream.ToArray());
    }

    /// <summary>
    /// Takes what others say, as far as it is news; returns that. A client unknown so far counts as having said
    /// clock 0. Nobody else can remove the own state: its clock goes up, so that saying it again prevails.
    /// </summary>
    public IReadOnlyList<AwarenessEntry> Apply(ReadOnlySpan<AwarenessEntry> entries, object? origin = null)
    {
        var taken = new List<AwarenessEntry>();
        var news = new AwarenessNews(origin);
        var now = time.GetUtcNow();
        foreach (var (client, clock, json) in entries)
        {
            var isKnown = _clients.TryGetValue(client, out var known);
            var leaves = json is null && known.Json is not null;
            if (clock < known.Clock || (clock == known.Clock && !leaves))
                continue;
            var entry = client == ClientId && leaves
                ? new AwarenessEntry(client, clock + 1, known.Json)
                : new AwarenessEntry(client, clock, json);
            _clients[client] = new(entry.Clock, entry.Json, now);
            taken.Add(entry);
            if (json is { } state)
                news.Add(client, state, known.Json, isNew: !isKnown);
            else if (isKnown)
                news.Removed.Add(client);
        }

        Tell(news);
        return taken;
    }

    /// <summary>Removes clients, when their connection ends; returns what to tell the others.</summary>
    public IReadOnlyList<AwarenessEntry> Remove(ReadOnlySpan<ulong> clients, object? origin = null)
    {
        var gone = new List<AwarenessEntry>();
        var news = new AwarenessNews(origin);
        foreach (var client in clients)
        {
            if (!_clients.TryGetValue(client, out var known) || known.Json is null)
                continue;
            // One's own leaving is news, so its clock rises; of others, only they themselves may say more.
            var clock = client == ClientId ? known.Clock + 1 : known.Clock;
            _clients[client] = known with { Clock = clock, Json = null };
            gone.Add(new(client, clock, null));
            news.Removed.Add(client);
        }

        Tell(news);
        return gone;
    }

    /// <summary>Says the own state again when it is time to, and removes the silent; returns what to tell the others.</summary>
    public IReadOnlyList<AwarenessEntry> Check() =>
        Renew() is { } own ? [own, .. RemoveSilent()] : RemoveSilent();

    /// <summary>
    /// Checks every <see cref="CheckInterval"/> of the clock that was passed in, until it is cancelled, and gives
    /// <paramref name="tell"/> what to tell the others. It goes on where it was called, as awaiting does: see that
    /// nobody else uses this at the same time.
    /// </summary>
    public async Task CheckRegularlyAsync(
        Action<IReadOnlyList<AwarenessEntry>> tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tell);
        using var timer = new PeriodicTimer(CheckInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (Check() is { Count: > 0 } entries)
                    tell(entries);
            }
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }

    /// <summary>Removes others who fell silent, of which <see cref="AwarenessChange.Timeout"/> is the origin.</summary>
    public IReadOnlyList<AwarenessEntry> RemoveSilent()
    {
        var deadline = time.GetUtcNow() - SilenceLimit;
        ulong[] silent = [.. _clients
            .Where(client => client.Key != ClientId && client.Value.Heard <= deadline && client.Value.Json is not null)
            .Select(client => client.Key)];
        return Remove(silent, AwarenessChange.Timeout);
    }

    /// <summary>The own state again with a new clock, once it is <see cref="RenewalInterval"/> old; else null.</summary>
    public AwarenessEntry? Renew() =>
        _clients[ClientId] is { Json: not null } own && time.GetUtcNow() - own.Heard >= RenewalInterval
            ? SetLocalState(own.Json)
            : null;

    void Tell(AwarenessNews news)
    {
        if (Changed is not null && news.Change() is { } change)
            Changed(change);
        if (Updated is not null && news.Update() is { } update)
            Updated(update);
    }
}
