using System.Text.Json;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;

namespace MDReader.Crdt.Positions;

/// <summary>
/// A place in a text that moves with it: beside a character, or at an end. Cursors and anchors travel as this.
/// </summary>
/// <param name="Type">The type it is in, unless that is a root.</param>
/// <param name="TypeName">The root it is in.</param>
/// <param name="Item">The character; null for an end of the type.</param>
/// <param name="Assoc">Negative: behind the character (or at the start). Else: before it (or at the end).</param>
public sealed record RelativePosition(Id? Type, string? TypeName, Id? Item, int Assoc)
{
    const ulong TagItem = 0, TagRoot = 1, TagType = 2;

    /// <summary>The place at an index: before the character there or, with a negative assoc, behind the one before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is past the end.</exception>
    public static RelativePosition At(Text text, int index, int assoc = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, text.Length);
        if (assoc < 0)
            return new(null, text.Name, index == 0 ? null : text.IdAt(index - 1), assoc);
        return new(null, text.Name, index == text.Length ? null : text.IdAt(index), assoc);
    }

    /// <summary>
    /// The index in the text now. Where the character is deleted, that is where it stood. Null when its character
    /// hasn't arrived, or stands somewhere else.
    /// </summary>
    public int? IndexIn(Text text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Item is not { } item)
            return TypeName != text.Name ? null : Assoc >= 0 ? text.Length : 0;
        if (text.Find(item) is not { } number)
            return null;
        ref var block = ref text.Doc.Store[number];
        var inside = block.VisibleLength == 0 ? 0 : item.Clock - block.Clock + (Assoc >= 0 ? 0 : 1);
        return text.Positions.StartOf(number) + inside;
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
