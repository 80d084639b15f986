using System.Text.Json;
using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;

namespace MDReader.Crdt.Positions;

/// <summary>
/// A place in a text, array or fragment that moves with it: beside a unit, or at an end. Cursors and anchors travel as
/// this.
/// </summary>
/// <param name="Type">The item of the type it is in, unless that is a root.</param>
/// <param name="TypeName">The root it is in.</param>
/// <param name="Item">The unit; null for an end of the type.</param>
/// <param name="Assoc">Negative: behind the unit (or at the start). Else: before it (or at the end).</param>
public sealed record RelativePosition(Id? Type, string? TypeName, Id? Item, int Assoc)
{
    const ulong TagItem = 0, TagRoot = 1, TagType = 2;

    /// <summary>
    /// The place at an index (UTF-16 code units of a text, elements of others): before the unit there or, with a
    /// negative assoc, behind the one before.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is past the end.</exception>
    public static RelativePosition At(AbstractType type, int index, int assoc = 0)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, type.Type.Length);
        var beside = assoc < 0 ? index - 1 : index;
        return new(type.Id, type.Name, beside < 0 || beside == type.Type.Length ? null : IdAt(type, beside), assoc);
    }

    static Id IdAt(AbstractType type, int index)
    {
        var (number, offset) = type.Positions.Find(index);
        ref var block = ref type.Doc.Store[number];
        return new(type.Doc.Store.Clients[block.Client].Id, block.Clock + offset);
    }

    /// <summary>
    /// Where it is now. Beside a deleted unit, that is where it stood, or, if an undo brought it back, where it stands.
    /// Null while what it names hasn't arrived, and when that was let go with what it stood in.
    /// </summary>
    public AbsolutePosition? Resolve(Doc doc) => Resolve(doc, static (store, client, clock) =>
        RedoneItems.Follow(store, client, clock));

    /// <summary>
    /// As <see cref="Resolve(Doc)"/>, but without following what this replica's undo brought back: every replica that
    /// holds the same finds the same.
    /// </summary>
    public AbsolutePosition? ResolveAsWritten(Doc doc) => Resolve(doc, static (store, client, clock) =>
    {
        var number = client.BlockAt(clock);
        return (number, clock - store[number].Clock);
    });

    /// <summary>The index in one type; null when it isn't there.</summary>
    public int? IndexIn(AbstractType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Resolve(type.Doc) is { } found && found.Type == type ? found.Index : null;
    }

    AbsolutePosition? Resolve(Doc doc, Func<BlockStore, ClientBlocks, int, (int Number, int Offset)> find)
    {
        ArgumentNullException.ThrowIfNull(doc);
        var store = doc.Store;
        if (Item is not { } item)
            return FindType(doc, find) is { } type ? new(doc.ViewOf(type), Assoc >= 0 ? type.Length : 0, Assoc) : null;
        if (store.Clients.Find(item.Client) is not { } client || item.Clock < 0 || item.Clock >= client.State)
            return null;
        var (number, offset) = find(store, client, item.Clock);
        ref var block = ref store[number];
        if (block.Kind == BlockKind.Gc)
            return null;
        var parent = store.Type(block.Parent);
        var index = 0;
        if (parent.Item == Block.None || !store[parent.Item].Deleted)
        {
            index = block.VisibleLength == 0 ? 0 : Assoc >= 0 ? offset : offset + 1;
            index += block.HasKey ? 0 : parent.PositionsIn(store).StartOf(number);
        }

        return new(doc.ViewOf(parent), index, Assoc);
    }

    SharedType? FindType(Doc doc, Func<BlockStore, ClientBlocks, int, (int Number, int Offset)> find)
    {
        var store = doc.Store;
        if (TypeName is not null)
            return store.Root(System.Text.Encoding.UTF8.GetBytes(TypeName));
        if (Type is not { } id || store.Clients.Find(id.Client) is not { } client
            || id.Clock < 0 || id.Clock >= client.State)
            return null;
        var (number, _) = find(store, client, id.Clock);
        return store[number].Kind == BlockKind.Type ? store.Type(store[number].Content) : null;
    }

    /// <summary>Yjs's binary form, which names the character or else the type.</summary>
    public byte[] Encode()
    {
        var writer = new ByteWriter(64);
        try
        {
            if ((Item ?? (TypeName is null ? Type : null)) is { } id)
            {
                writer.WriteVarUint(Item is null ? TagType : TagItem);
                writer.WriteVarUint(id.Client);
                writer.WriteVarUint((uint)id.Clock);
            }
            else
            {
                writer.WriteVarUint(TagRoot);
                writer.WriteVarString(TypeName);
            }

            writer.WriteVarInt(Assoc);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <exception cref="MalformedUpdateException">The bytes are no relative position.</exception>
    public static RelativePosition Decode(ReadOnlySpan<byte> bytes, Budget budget)
    {
        var reader = new ByteReader(bytes);
        var tag = reader.ReadVarUint();
        var position = tag switch
        {
            TagItem => new RelativePosition(null, null, ReadId(ref reader, budget), 0),
            TagRoot => new(null, System.Text.Encoding.UTF8.GetString(reader.ReadVarUtf8()), null, 0),
            TagType => new(ReadId(ref reader, budget), null, null, 0),
            _ => throw new MalformedUpdateException(MalformedReason.UnknownTag,
                $"Position tag {tag} doesn't exist; write an item (0), a root's name (1) or a type (2)."),
        };
        // Older peers write none.
        var assoc = reader.AtEnd ? 0 : reader.ReadVarInt();
        reader.ExpectEnd();
        return position with { Assoc = (int)Math.Clamp(assoc, int.MinValue, int.MaxValue) };
    }

    static Id ReadId(ref ByteReader reader, Budget budget) => new(reader.ReadClient(budget), reader.ReadClock(budget));

    /// <summary>Yjs's JSON form, which awareness states carry.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        WriteId(writer, "type", Type);
        if (TypeName is not null)
            writer.WriteString("tname", TypeName);
        WriteId(writer, "item", Item);
        writer.WriteNumber("assoc", Assoc);
        writer.WriteEndObject();
    }

    static void WriteId(Utf8JsonWriter writer, string name, Id? id)
    {
        if (id is not { } given)
            return;
        writer.WriteStartObject(name);
        writer.WriteNumber("client", given.Client);
        writer.WriteNumber("clock", given.Clock);
        writer.WriteEndObject();
    }

    /// <summary>Reads Yjs's JSON form; null when it is none.</summary>
    public static RelativePosition? FromJson(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        try
        {
            return Read(json);
        }
        catch (InvalidOperationException)
        {
            // A key or name that is no text, with half a surrogate pair in it, is JSON all the same.
            return null;
        }
    }

    static RelativePosition? Read(JsonElement json)
    {
        var position = new RelativePosition(
            ReadId(json, "type"),
            json.TryGetProperty("tname", out var name) && name.ValueKind == JsonValueKind.String
                ? name.GetString()
                : null,
            ReadId(json, "item"),
            json.TryGetProperty("assoc", out var assoc) && assoc.ValueKind == JsonValueKind.Number
                && assoc.TryGetInt32(out var value) ? value : 0);
        return position is { Type: null, TypeName: null, Item: null } ? null : position;
    }

    static Id? ReadId(JsonElement json, string name) =>
        json.TryGetProperty(name, out var id) && id.ValueKind == JsonValueKind.Object
        && id.TryGetProperty("client", out var client) && client.ValueKind == JsonValueKind.Number
        && client.TryGetUInt64(out var clientId)
        && id.TryGetProperty("clock", out var clock) && clock.ValueKind == JsonValueKind.Number
        && clock.TryGetInt32(out var value) && value >= 0
            ? new(clientId, value)
            : null;
}
