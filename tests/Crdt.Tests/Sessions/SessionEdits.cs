using System.Text.Json.Nodes;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Types;

namespace Crdt.Tests.Sessions;

/// <summary>
/// Edits, chosen by numbers from what a document holds: each is made here, and said in JSON so that yjs makes the same
/// (<c>yjs-peer/sessions.mjs</c>).
/// </summary>
static class SessionEdits
{
    public const string Text = "text", Array = "array", Map = "map", Xml = "xml";

    /// <summary>Makes one edit; null when there was nothing to do it to.</summary>
    public static JsonObject? Make(Doc doc, Features features, int[] numbers)
    {
        var choices = new Choices(numbers);
        var types = LiveTypes(doc, features);
        var roots = features.HasFlag(Features.Lists) ? 4 : 1;
        var type = types[choices.OneIn(2) ? choices.Of(types.Count) : choices.Of(roots)];
        var edit = type switch
        {
            Text text => OfText(text, features, choices),
            Map map => OfMap(map, features, choices),
            MDReader.Crdt.Types.Array array => OfArray(array, features, choices),
            XmlFragment fragment => OfXml(fragment, features, choices),
            _ => throw new InvalidOperationException($"{type.GetType().Name} isn't edited."),
        };
        edit?.Insert(0, "at", type.Id is { } id ? new JsonArray(id.Client, id.Clock) : (JsonNode)type.Name!);
        return edit;
    }

    /// <summary>The roots first, then what stands in them, in an order that depends on nothing but the content.</summary>
    public static List<AbstractType> LiveTypes(Doc doc, Features features)
    {
        var types = new List<AbstractType> { doc.GetText(Text) };
        if (features.HasFlag(Features.Lists))
            types.AddRange([doc.GetArray(Array), doc.GetMap(Map), doc.GetXmlFragment(Xml)]);
        for (var i = 0; i < types.Count; i++)
        {
            var held = types[i] switch
            {
                Map map => map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => member.Value),
                MDReader.Crdt.Types.Array array => array,
                XmlFragment fragment => fragment.Children,
                _ => [],
            };
            types.AddRange(held.OfType<Value.Shared>().Select(shared => shared.Of));
        }

        return types;
    }

    static JsonObject? OfText(Text text, Features features, Choices choices)
    {
        var units = UnitsOf(text);
        var kind = choices.Of(features.HasFlag(Features.Formats) ? 12 : 6);
        if (kind < 4)
        {
            var at = WholePair(units, choices.OneIn(2) ? units.Length : choices.Of(units.Length + 1));
            var piece = choices.Piece();
            text.Insert(at, piece);
            return new() { ["do"] = "insert", ["index"] = at, ["text"] = piece };
        }

        if (kind is 9 or 10)
        {
            var at = WholePair(units, choices.Of(units.Length + 1));
            return kind == 9 ? InsertFormatted(text, at, choices) : Embed(text, at, choices);
        }

        if (kind == 11)
            return Attribute(text, choices);
        if (units.Length == 0)
            return null;
        var start = WholePair(units, choices.Of(units.Length));
        var end = WholePair(units, Math.Min(units.Length, start + 1 + choices.Of(8)));
        if (end == start)
            return null;
        if (kind < 6)
        {
            text.Delete(start, end - start);
            return new() { ["do"] = "delete", ["index"] = start, ["length"] = end - start };
        }

        var formats = choices.Formats();
        text.Format(start, end - start, formats);
        return new() { ["do"] = "format", ["index"] = start, ["length"] = end - start, ["formats"] = Any(formats) };
    }

    static JsonObject InsertFormatted(Text text, int at, Choices choices)
    {
        var piece = choices.Piece();
        var formats = choices.Formats();
        text.Insert(at, piece, formats);
        return new() { ["do"] = "insert", ["index"] = at, ["text"] = piece, ["formats"] = Any(formats) };
    }

    static JsonObject Embed(Text text, int at, Choices choices)
    {
        var value = choices.Embed();
        var formats = choices.OneIn(2) ? choices.Formats() : new Value.Object();
        text.InsertEmbed(at, value, formats);
        return new() { ["do"] = "embed", ["index"] = at, ["value"] = Any(value), ["formats"] = Any(formats) };
    }

    static JsonObject Attribute(Text text, Choices choices)
    {
        var key = choices.Key();
        if (choices.OneIn(3))
        {
            text.RemoveAttribute(key);
            return new() { ["do"] = "unset", ["key"] = key };
        }

        var value = choices.Plain();
        text.SetAttribute(key, value);
        return new() { ["do"] = "attribute", ["key"] = key, ["value"] = Any(value) };
    }

    static JsonObject? OfArray(MDReader.Crdt.Types.Array array, Features features, Choices choices)
    {
        var at = choices.OneIn(2) ? array.Count : choices.Of(array.Count + 1);
        switch (choices.Of(8))
        {
            case 0 or 1:
                Value[] values = [.. Enumerable.Range(0, 1 + choices.Of(3)).Select(_ => choices.Plain())];
                array.Insert(at, values);
                return new() { ["do"] = "values", ["index"] = at, ["values"] = Any(new Value.List(values)) };
            case 2:
                var pushed = choices.Plain();
                array.Add(pushed);
                return new() { ["do"] = "push", ["value"] = Any(pushed) };
            case 3 or 4 when features.HasFlag(Features.Nesting):
                var (type, name) = NewOne(choices);
                array.Insert(at, type);
                return new() { ["do"] = "type", ["index"] = at, ["type"] = name };
            case 5 when features.HasFlag(Features.SubDocuments):
                var (document, said) = Document(choices);
                array.Insert(at, (Value)document);
                return new() { ["do"] = "document", ["index"] = at, ["document"] = said };
            default:
                return Delete(array.Count, choices, array.Delete);
        }
    }

    static JsonObject OfMap(Map map, Features features, Choices choices)
    {
        var key = choices.Key();
        switch (choices.Of(7))
        {
            case 0:
                map.Remove(key);
                return new() { ["do"] = "unset", ["key"] = key };
            case 1 or 2 when features.HasFlag(Features.Nesting):
                var (type, name) = NewOne(choices);
                map.Set(key, type);
                return new() { ["do"] = "settype", ["key"] = key, ["type"] = name };
            case 3 when features.HasFlag(Features.SubDocuments):
                var (document, said) = Document(choices);
                map[key] = document;
                return new() { ["do"] = "setdocument", ["key"] = key, ["document"] = said };
            default:
                var value = choices.InMap();
                map[key] = value;
                return new() { ["do"] = "set", ["key"] = key, ["value"] = Any(value) };
        }
    }

    static JsonObject? OfXml(XmlFragment fragment, Features features, Choices choices)
    {
        var kind = choices.Of(6);
        if (kind < 2 && fragment is XmlElement element)
        {
            var key = choices.Key();
            var value = choices.Piece();
            if (kind == 0)
                element.SetAttribute(key, value);
            else
                element.RemoveAttribute(key);
            return kind == 0
                ? new() { ["do"] = "attribute", ["key"] = key, ["value"] = Any(value) }
                : new() { ["do"] = "unset", ["key"] = key };
        }

        if (kind == 5)
            return Delete(fragment.Length, choices, fragment.Delete);
        if (!features.HasFlag(Features.Nesting))
            return null;
        var at = choices.OneIn(2) ? fragment.Length : choices.Of(fragment.Length + 1);
        var (child, name) = choices.Of(4) switch
        {
            0 or 1 => (NewType.XmlElement("P"), "element"),
            2 => (NewType.XmlText, "xmltext"),
            _ => (NewType.XmlHook("hook"), "hook"),
        };
        fragment.Insert(at, child);
        return new() { ["do"] = "type", ["index"] = at, ["type"] = name };
    }

    static JsonObject? Delete(int count, Choices choices, Action<int, int> delete)
    {
        if (count == 0)
            return null;
        var at = choices.Of(count);
        var length = Math.Min(1 + choices.Of(3), count - at);
        delete(at, length);
        return new() { ["do"] = "delete", ["index"] = at, ["length"] = length };
    }

    static (NewType Type, string Name) NewOne(Choices choices) => choices.Of(6) switch
    {
        0 => (NewType.Text, "text"),
        1 => (NewType.Array, "array"),
        2 or 3 => (NewType.Map, "map"),
        4 => (NewType.XmlFragment, "fragment"),
        _ => (NewType.XmlElement("Div"), "div"),
    };

    static (Doc Document, JsonObject Said) Document(Choices choices)
    {
        var (guid, autoLoad, gc) = ($"guid-{choices.Of(100)}", choices.OneIn(2), !choices.OneIn(4));
        Value? meta = choices.OneIn(3) ? new Value.Object { ["title"] = choices.Piece() } : null;
        var said = new JsonObject { ["guid"] = guid, ["autoLoad"] = autoLoad, ["gc"] = gc };
        if (meta is not null)
            said["meta"] = Any(meta);
        return (new(new() { ClientId = 1, Guid = guid, AutoLoad = autoLoad, Gc = gc, Meta = meta }), said);
    }

    /// <summary>What the text holds, an embedded value as one unit.</summary>
    static string UnitsOf(Text text) =>
        string.Concat(text.ToDelta().Select(step => step is DeltaOp.InsertText insert ? insert.Text : "\u0001"));

    // yjs would cut the pair, and we widen: here both are to do the same.
    static int WholePair(string units, int index) =>
        index > 0 && index < units.Length && char.IsSurrogatePair(units[index - 1], units[index]) ? index - 1 : index;

    /// <summary>As lib0's any: exact, whatever JSON lacks.</summary>
    static string Any(Value value)
    {
        var writer = new ByteWriter(64);
        AnyForm.Write(ref writer, value, maxDepth: 64);
        var encoded = Convert.ToBase64String(writer.Written);
        writer.Dispose();
        return encoded;
    }
}
