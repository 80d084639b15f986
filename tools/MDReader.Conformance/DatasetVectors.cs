using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

namespace MDReader.Conformance;

/// <summary>
/// y-crdt's data set: a count of tests, and of each a count of updates V1, each with its length, then the text, map and
/// array that they lead to. Each is also run with its updates the other way round, and merged to one.
/// </summary>
static class DatasetVectors
{
    public static Report Run(string path)
    {
        var report = new Report(Path.GetFileName(path), "data set");
        var reader = new ByteReader(File.ReadAllBytes(path));
        var tests = reader.ReadVarUint();
        for (var test = 0UL; test < tests; test++)
        {
            var updates = new byte[reader.ReadVarUint()][];
            for (var i = 0; i < updates.Length; i++)
                updates[i] = reader.ReadVarBytes().ToArray();
            var text = Encoding.UTF8.GetString(reader.ReadVarUtf8());
            var map = AnyJson.Read(ref reader);
            var array = AnyJson.Read(ref reader);
            var name = string.Create(CultureInfo.InvariantCulture, $"test {test}");
            Check(updates, name);
            Check([.. updates.Reverse()], $"{name} reversed");
            Check([UpdateBytes.Merge(updates)], $"{name} merged");

            void Check(byte[][] order, string when)
            {
                var doc = SessionVectors.Open();
                foreach (var update in order)
                    doc.ApplyUpdate(update);
                report.Expect($"{when} text", text, doc.GetText("text").ToString());
                Json.Expect(report, $"{when} map", map, AnyJson.Of(doc.GetMap("map").ToJson()));
                Json.Expect(report, $"{when} array", array, AnyJson.Of(doc.GetArray("array").ToJson()));
            }
        }

        report.Expect("nothing follows the last test", reader.AtEnd);
        return report;
    }
}

/// <summary>lib0's "any" of plain JSON, read for itself: what the engine is compared with shouldn't be its own reading.</summary>
static class AnyJson
{
    public static JsonNode? Read(ref ByteReader reader)
    {
        var tag = reader.ReadByte();
        switch (tag)
        {
            case 127 or 126:
                return null;
            case 125:
                return reader.ReadVarInt();
            case 124:
                return System.Buffers.Binary.BinaryPrimitives.ReadSingleBigEndian(reader.Take(4));
            case 123:
                return System.Buffers.Binary.BinaryPrimitives.ReadDoubleBigEndian(reader.Take(8));
            case 121 or 120:
                return tag == 120;
            case 119:
                return Encoding.UTF8.GetString(reader.ReadVarUtf8());
            case 118:
                var members = new JsonObject();
                for (var count = reader.ReadVarUint(); count > 0; count--)
                {
                    var key = Encoding.UTF8.GetString(reader.ReadVarUtf8());
                    members[key] = Read(ref reader);
                }

                return members;
            case 117:
                var values = new JsonArray();
                for (var count = reader.ReadVarUint(); count > 0; count--)
                    values.Add(Read(ref reader));
                return values;
            default:
                throw new InvalidDataException($"A data set of plain JSON has no value with tag {tag}.");
        }
    }

    public static JsonNode? Of(Value value) => JsonNode.Parse(value.ToJsonText());
}
