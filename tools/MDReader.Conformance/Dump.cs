using System.Text.Json.Nodes;
using MDReader.Crdt;
using MDReader.Crdt.Types;

namespace MDReader.Conformance;

/// <summary>What shared types hold, in the vectors' shape.</summary>
public static class Dump
{
    /// <summary>A root as the vectors dump it; null for a type that no vector has.</summary>
    public static JsonObject? OfRoot(Doc doc, string name, string type) => type switch
    {
        "text" => Of(doc.GetText(name)),
        "array" => Of(doc.GetArray(name)),
        "map" => Of(doc.GetMap(name)),
        "xmlfragment" => Of(doc.GetXmlFragment(name)),
        _ => null,
    };

    static JsonNode? Of(Value value) => value switch
    {
        Value.Undefined => Special("undefined"),
        Value.Null => null,
        Value.Boolean(var boolean) => boolean,
        Value.Number(var number) => OfNumber(number),
        Value.BigInt(var number) => Special("bigint", $"{number}"),
        Value.String(var text) => text,
        Value.Bytes(var bytes) => Special("bin", Convert.ToHexStringLower(bytes.Span)),
        Value.List(var values) => List(values),
        Value.Object members => Members(members),
        Value.Shared(var shared) => Of(shared),
        Value.Document(var doc) => OfDocument(doc),
        _ => throw new InvalidOperationException($"Values of {value.GetType().Name} aren't dumped."),
    };

    static JsonObject Of(AbstractType type) => type switch
    {
        XmlText text => OfText("xmltext", text),
        Text text => OfText("text", text),
        XmlHook hook => new JsonObject { ["$"] = "xmlhook", ["name"] = hook.HookName, ["map"] = Members(hook) },
        Map map => new JsonObject { ["$"] = "map", ["v"] = Members(map) },
        Crdt.Types.Array array => new JsonObject { ["$"] = "array", ["v"] = List(array) },
        XmlElement element => new JsonObject
        {
            ["$"] = "xmlelement",
            ["name"] = element.NodeName,
            ["attrs"] = Members(element.Attributes),
            ["children"] = List(element.Children),
        },
        XmlFragment fragment => new JsonObject { ["$"] = "xmlfragment", ["children"] = List(fragment.Children) },
        _ => throw new InvalidOperationException($"{type.GetType().Name} isn't dumped."),
    };

    static JsonObject OfText(string kind, Text text) => new()
    {
        ["$"] = kind,
        ["delta"] = OfDelta(text.ToDelta()),
        ["attrs"] = Members(text.Attributes),
    };

    static JsonArray OfDelta(IReadOnlyList<DeltaOp> delta)
    {
        var operations = new JsonArray();
        foreach (var operation in delta)
        {
            operations.Add(operation switch
            {
                DeltaOp.InsertText(var text, var attributes) => (JsonNode)Operation(text, attributes),
                DeltaOp.InsertEmbed(var value, var attributes) => Operation(Of(value), attributes),
                _ => throw new InvalidOperationException("What a text holds is insertions only."),
            });
        }

        return operations;
    }

    static JsonObject Operation(JsonNode? inserted, Value.Object? attributes)
    {
        var operation = new JsonObject { ["insert"] = inserted };
        if (attributes is not null)
            operation["attributes"] = Members(attributes);
        return operation;
    }

    static JsonObject OfDocument(Doc doc)
    {
        var json = new JsonObject { ["$"] = "doc", ["guid"] = doc.Guid };
        if (doc.Meta is not (null or Value.Null))
            json["meta"] = Of(doc.Meta);
        if (doc.AutoLoad)
            json["autoLoad"] = true;
        if (!doc.Gc)
            json["gc"] = false;
        return json;
    }

    static JsonNode? OfNumber(double number) => number switch
    {
        double.NaN => Special("nan"),
        double.PositiveInfinity => Special("+inf"),
        double.NegativeInfinity => Special("-inf"),
        0 when double.IsNegative(number) => Special("-0"),
        _ => JsonNode.Parse(new Value.Number(number).ToJsonText()),
    };

    static JsonObject Special(string kind, string? value = null)
    {
        var json = new JsonObject { ["$"] = kind };
        if (value is not null)
            json["v"] = value;
        return json;
    }

    static JsonArray List(IEnumerable<Value> values)
    {
        var list = new JsonArray();
        foreach (var value in values)
            list.Add(Of(value));
        return list;
    }

    static JsonObject Members(IEnumerable<KeyValuePair<string, Value>> members)
    {
        var json = new JsonObject();
        foreach (var (key, value) in members)
            json[key] = Of(value);
        return json;
    }
}
