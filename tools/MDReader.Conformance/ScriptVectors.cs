using System.Globalization;
using System.Numerics;
using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>Local edits by the API, with remote updates between them: what a script leads to in yjs, it leads to here.</summary>
public static class ScriptVectors
{
    internal static void Run(JsonElement vectors, Report report)
    {
        var number = 0;
        foreach (var run in vectors.GetProperty("runs").EnumerateArray())
        {
            var doc = new Doc(new() { ClientId = run.GetProperty("client").GetUInt64() });
            var sent = new List<byte[]>();
            doc.Updated += update => sent.Add(update.Update);
            Replay(doc, run);
            Check(doc, run.GetProperty("final"), $"run {number}", report);
            var copy = new Doc(new() { ClientId = 7 });
            foreach (var update in sent)
                copy.ApplyUpdate(update);
            Check(copy, run.GetProperty("final"), $"run {number} as sent", report);
            RunAuthored(run, $"run {number} as yjs sent it", report);
            number++;
        }
    }

    /// <summary>The edits of a run, by the API, with the remote updates between them.</summary>
    public static void Replay(Doc doc, JsonElement run)
    {
        foreach (var step in run.GetProperty("steps").EnumerateArray())
        {
            if (step.TryGetProperty("remoteV1", out var remote))
                doc.ApplyUpdate(remote.GetBytesFromBase64());
            else
                doc.Transact(_ => RunStep(doc, step.GetProperty("ops")));
        }
    }

    /// <summary>What yjs sent for the same script, in both forms.</summary>
    static void RunAuthored(JsonElement run, string when, Report report)
    {
        foreach (var isV2 in (bool[])[false, true])
        {
            var doc = new Doc(new() { ClientId = 7 });
            foreach (var step in run.GetProperty("steps").EnumerateArray())
            {
                if (step.TryGetProperty("remoteV1", out var remote))
                    doc.ApplyUpdate(remote.GetBytesFromBase64());
                else if (step.GetProperty("updateV1").ValueKind == JsonValueKind.Null)
                    continue;
                else if (isV2)
                {
                    doc.ApplyUpdateV2(step.Bytes("updateV2"));
                    report.Expect($"{when} event in V2", step.Bytes("updateV2"),
                        new UpdateEvent(step.Bytes("updateV1"), null).ToV2());
                }
                else
                    doc.ApplyUpdate(step.Bytes("updateV1"));
            }

            SessionVectors.Check(doc, run.GetProperty("final"), isV2 ? $"{when} in V2" : when, report);
            report.Expect($"{when} state", run.GetProperty("bytes").Bytes("stateV1"), doc.EncodeStateAsUpdate());
            report.Expect($"{when} state in V2", run.GetProperty("bytes").Bytes("stateV2"), doc.EncodeStateAsUpdateV2());
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
