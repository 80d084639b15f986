using System.Globalization;
using System.Numerics;
using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Types;

namespace MDReader.Conformance;

/// <summary>Local edits by the API, with remote updates between them: what a script leads to in yjs, it leads to here.</summary>
static class ScriptVectors
{
    public static void Run(JsonElement vectors, Report report)
    {
        var number = 0;
        foreach (var run in vectors.GetProperty("runs").EnumerateArray())
        {
            var doc = new Doc(new() { ClientId = run.GetProperty("client").GetUInt64() });
            var sent = new List<byte[]>();
            doc.Updated += update => sent.Add(update.Update);
            foreach (var step in run.GetProperty("steps").EnumerateArray())
            {
                if (step.TryGetProperty("remoteV1", out var remote))
                    doc.ApplyUpdate(remote.GetBytesFromBase64());
                else
                    doc.Transact(_ => RunStep(doc, step.GetProperty("ops")));
            }

            Check(doc, run.GetProperty("final"), $"run {number}", report);
            var copy = new Doc(new() { ClientId = 7 });
            foreach (var update in sent)
                copy.ApplyUpdate(update);
            Check(copy, run.GetProperty("final"), $"run {number} as sent", report);
            number++;
        }
    }

    static void Check(Doc doc, JsonElement final, string when, Report report)
    {
        foreach (var root in final.GetProperty("roots").EnumerateObject())
        {
            var type = root.Value.GetProperty("$").GetString()!;
            Json.Expect(report, $"{when} root {root.Name}", root.Value, Dump.OfRoot(doc, root.Name, type));
        }
    }

    static void RunStep(Doc doc, JsonElement operations)
    {
        foreach (var operation in operations.EnumerateArray())
            RunOperation(doc, operation);
    }

    static void RunOperation(Doc doc, JsonElement operation)
    {
        var (index, length) = (Number(operation, "index"), Number(operation, "length"));
        var rich = doc.GetText("rich");
        switch (operation.GetProperty("op").GetString())
        {
            case "text.insert":
                doc.GetText("text").Insert(index, operation.GetProperty("text").GetString()!);
                break;
            case "text.delete":
                doc.GetText("text").Delete(index, length);
                break;
            case "map.set":
                doc.GetMap("map")[operation.GetProperty("key").GetString()!] = ValueOf(operation.GetProperty("value"));
                break;
            case "map.delete":
                doc.GetMap("map").Remove(operation.GetProperty("key").GetString()!);
                break;
            case "array.insert":
                doc.GetArray("array").Insert(
                    index, [.. operation.GetProperty("values").EnumerateArray().Select(ValueOf)]);
                break;
            case "array.delete":
                doc.GetArray("array").Delete(index, length);
                break;
            case "rich.insert" when operation.TryGetProperty("attributes", out var attributes):
                rich.Insert(index, operation.GetProperty("text").GetString()!, (Value.Object)ValueOf(attributes));
                break;
            case "rich.insert":
                rich.Insert(index, operation.GetProperty("text").GetString()!);
                break;
            case "rich.format":
                rich.Format(index, length, (Value.Object)ValueOf(operation.GetProperty("attributes")));
                break;
            case "rich.delete":
                rich.Delete(index, length);
                break;
            case "rich.embed":
                rich.InsertEmbed(index, ValueOf(operation.GetProperty("value")));
                break;
            default:
                throw new InvalidDataException($"No such operation: {operation.GetRawText()}");
        }
    }

    static int Number(JsonElement operation, string name) =>
        operation.TryGetProperty(name, out var number) ? number.GetInt32() : 0;

    static Value ValueOf(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Number:
                return json.GetDouble();
            case JsonValueKind.String:
                return json.GetString()!;
            case JsonValueKind.Array:
                return new Value.List([.. json.EnumerateArray().Select(ValueOf)]);
            case JsonValueKind.Object when json.TryGetProperty("$", out var kind):
                return Special(kind.GetString()!, json);
            case JsonValueKind.Object:
                return Value.Object.Of(json.EnumerateObject()
                    .Select(member => KeyValuePair.Create(member.Name, ValueOf(member.Value))));
            default:
                return Value.Nothing;
        }
    }

    static Value Special(string kind, JsonElement json) => kind switch
    {
        "undefined" => new Value.Undefined(),
        "nan" => double.NaN,
        "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "-0" => -0.0,
        "bigint" => new Value.BigInt(
            (long)BigInteger.Parse(json.GetProperty("v").GetString()!, CultureInfo.InvariantCulture)),
        "bin" => Convert.FromHexString(json.GetProperty("v").GetString()!),
        _ => throw new InvalidDataException($"No such value: {kind}"),
    };
}
