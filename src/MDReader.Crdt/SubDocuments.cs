using System.Collections;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Types;

namespace MDReader.Crdt;

/// <summary>
/// The documents that stand in one. Each is known by its guid and has content of its own, which travels by itself:
/// here stands only that it exists. It gets its owner's client id, unless it was made here.
/// </summary>
sealed class SubDocuments(Doc owner) : IReadOnlyCollection<Doc>
{
    readonly Dictionary<(int Client, int Clock), Doc> _held = [];

    public int Count => _held.Count;

    public IEnumerator<Doc> GetEnumerator() => _held.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public Doc At((int Client, int Clock) place)
    {
        var client = owner.Store.Clients[place.Client];
        ref var block = ref owner.Store[client.BlockAt(place.Clock)];
        return At(place, client.Values.Of(in block, 0, 1));
    }

    public Doc At((int Client, int Clock) place, ReadOnlySpan<byte> content)
    {
        if (!_held.TryGetValue(place, out var held))
            _held.Add(place, held = Open(content));
        return held;
    }

    Doc Open(ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content);
        var guid = System.Text.Encoding.UTF8.GetString(reader.ReadVarUtf8());
        var options = AnyForm.Read(ref reader) as Value.Object;
        return new(new()
        {
            ClientId = owner.ClientId,
            Guid = guid,
            Gc = options?["gc"] is not Value.Boolean(false),
            AutoLoad = options?["autoLoad"] is Value.Boolean(true),
            Meta = options?["meta"],
            Budget = owner.Budget,
        })
        { Owner = owner, IsWanted = options?["autoLoad"] is Value.Boolean(true) };
    }

    /// <summary>Puts an unloaded document in the place of one; null when that stands nowhere here.</summary>
    public Doc? Replace(Doc document)
    {
        foreach (var (place, held) in _held)
        {
            if (held != document)
                continue;
            _held.Remove(place);
            var fresh = At(place);
            fresh.IsWanted = false;
            return fresh;
        }

        return null;
    }

    public void Adopt((int Client, int Clock) place, Doc document)
    {
        document.Owner = owner;
        _held[place] = document;
    }

    /// <exception cref="ArgumentException">It has no guid, or stands in a document already.</exception>
    public static void WriteContent(ref ByteWriter writer, Doc document)
    {
        if (document.Guid is null)
            throw new ArgumentException("A sub-document needs a guid; give one when you make it.");
        if (document.Owner is not null)
            throw new ArgumentException(
                $"The document {document.Guid} stands in one already; make another with the same guid.");
        writer.WriteVarString(document.Guid);
        var options = new Value.Object();
        if (!document.Gc)
            options.Set("gc", false);
        if (document.AutoLoad)
            options.Set("autoLoad", true);
        if (document.Meta is { } meta)
            options.Set("meta", meta);
        AnyForm.Write(ref writer, options, document.Budget.MaxDepth);
    }

    /// <summary>Takes in what a transaction did, before deleted contents are let go.</summary>
    public SubDocumentsEvent Update(Transaction transaction)
    {
        var removed = transaction.RemovedDocuments.Select(At).ToArray();
        foreach (var place in transaction.RemovedDocuments)
            _held.Remove(place);
        var added = transaction.AddedDocuments.Select(At).ToArray();
        return new(added, removed, [.. added.Where(document => document.IsWanted)]);
    }

    /// <summary>It came and went in one transaction.</summary>
    public void Forget((int Client, int Clock) place) => _held.Remove(place);
}
