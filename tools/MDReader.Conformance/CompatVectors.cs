using System.Text.Json;
using System.Text.Json.Nodes;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>Documents that old versions of yjs wrote, with what they hold as its toJSON and toDelta give it.</summary>
static class CompatVectors
{
    public static void Run(JsonElement vectors, Report report)
    {
        foreach (var (item, index) in vectors.GetProperty("items").EnumerateArray().Select((item, i) => (item, i)))
        {
            var name = item.TryGetProperty("name", out var given) ? given.GetString()! : $"item {index}";
            var doc = SessionVectors.Open();
            doc.ApplyUpdate(item.Bytes("updateV1"));
            var root = item.GetProperty("root").GetString()!;
            Check(doc, name);
            var copy = SessionVectors.Open();
            copy.ApplyUpdateV2(doc.EncodeStateAsUpdateV2());
            Check(copy, $"{name} in V2");
            report.Expect($"{name} nothing waits", !doc.HasPending);

            void Check(Crdt.Doc held, string when)
            {
                var expected = item.GetProperty("expected");
                var actual = root switch
                {
                    "array" => AnyJson.Of(held.GetArray(root).ToJson()),
                    "map" => AnyJson.Of(held.GetMap(root).ToJson()),
                    _ => Dump.OfRoot(held, root, "text")?["delta"]?.DeepClone(),
                };
                if (root == "text")
                    Json.Expect(report, when, Joined(expected), actual);
                else
                    Json.Expect(report, when, expected, actual);
            }
        }
    }

    /// <summary>Neighbouring texts with the same formats are one: marks that change nothing divide yjs's deltas.</summary>
    static JsonArray Joined(JsonElement delta)
    {
        var joined = new JsonArray();
        foreach (var operation in delta.EnumerateArray().Select(operation => JsonObject.Create(operation)!))
        {
            if (operation["attributes"] is JsonObject { Count: 0 })
                operation.Remove("attributes");
            if (joined is [.., JsonObject last] && IsText(last["insert"]) && IsText(operation["insert"])
                && JsonNode.DeepEquals(last["attributes"], operation["attributes"]))
                last["insert"] = last["insert"]!.GetValue<string>() + operation["insert"]!.GetValue<string>();
            else
                joined.Add(operation.DeepClone());
        }

        return joined;
    }

    static bool IsText(JsonNode? inserted) => inserted?.GetValueKind() == JsonValueKind.String;
}
