using System.Text.Json;
using System.Text.Json.Nodes;
using MDReader.Conformance;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

/// <summary>The other direction: what is written here is read by real yjs, and is there what it is here.</summary>
public sealed class YjsReadsTests(YjsReadsTests.Reader yjs) : IClassFixture<YjsReadsTests.Reader>
{
    public sealed class Reader() : NodePeer("reading-peer.mjs")
    {
        public JsonElement Read(JsonObject roots, params IEnumerable<(int Form, byte[] Update)> updates) => Ask(new()
        {
            ["command"] = "read",
            ["roots"] = roots,
            ["updates"] = new JsonArray([.. updates.Select(sent => new JsonObject
            {
                ["form"] = sent.Form,
                ["update"] = Convert.ToBase64String(sent.Update),
            })]),
        });
    }

    public static TheoryData<string> Sessions => OfKind("session");

    public static TheoryData<string> Scripts => OfKind("script");

    static TheoryData<string> OfKind(string kind) =>
    [
        .. Directory.EnumerateFiles(RepositoryFolders.Fixtures("yjs"), "*.json")
            .Where(path => Vectors(Path.GetFileName(path)).GetProperty("kind").GetString() == kind)
            .Select(path => Path.GetFileName(path)).Order(),
    ];

    static JsonElement Vectors(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFolders.Fixtures("yjs"), file))).RootElement;

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Yjs_reads_the_state_the_merge_and_the_difference(string file)
    {
        var session = Vectors(file);
        var final = session.GetProperty("final");
        var updates = Updates(session, "v1");
        foreach (var order in session.GetProperty("orders").EnumerateObject())
        {
            var doc = Open();
            foreach (var index in order.Value.EnumerateArray())
                doc.ApplyUpdate(updates[index.GetInt32()]);
            Check(session, final, $"{order.Name} state", (1, doc.EncodeStateAsUpdate()));
            Check(session, final, $"{order.Name} state in V2", (2, doc.EncodeStateAsUpdateV2()));

            var half = order.Value.EnumerateArray().Take(updates.Length / 2)
                .Select(index => (1, updates[index.GetInt32()])).ToArray();
            var theirs = yjs.Read(Roots(session), half);
            var stateVector = theirs.GetProperty("stateVector").GetBytesFromBase64();
            Check(session, final, $"{order.Name} difference",
                [.. half, (1, doc.EncodeStateAsUpdate(stateVector))]);
            Check(session, final, $"{order.Name} difference in V2",
                [.. half, (2, UpdateBytes.DiffV2(doc.EncodeStateAsUpdateV2(), stateVector))]);
        }

        Check(session, final, "merge", (1, UpdateBytes.Merge(updates)));
        Check(session, final, "merge in V2", (2, UpdateBytes.MergeV2(Updates(session, "v2"))));
        Check(session, final, "each in V2", [.. updates.Select(update => (2, UpdateBytes.ToV2(update)))]);
        Check(session, final, "each in V1", [.. Updates(session, "v2").Select(update => (1, UpdateBytes.ToV1(update)))]);
    }

    /// <summary>What is saved while something still waits holds that too.</summary>
    [Theory]
    [MemberData(nameof(Sessions))]
    public void Yjs_reads_a_state_in_which_something_waits(string file)
    {
        var session = Vectors(file);
        var updates = Updates(session, "v1");
        var order = session.GetProperty("orders").GetProperty("shuffled").EnumerateArray()
            .Select(index => updates[index.GetInt32()]).ToArray();
        foreach (var part in (int[])[3, 5])
        {
            var doc = Open();
            foreach (var update in order.Take(order.Length * part / 8))
                doc.ApplyUpdate(update);
            var rest = order.Skip(order.Length * part / 8).Select(update => (1, update));
            Check(session, session.GetProperty("final"), $"{part}/8", [(1, doc.EncodeStateAsUpdate()), .. rest]);
            Check(session, session.GetProperty("final"), $"{part}/8 in V2", [(2, doc.EncodeStateAsUpdateV2()), .. rest]);
        }
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Yjs_reads_each_update_of_local_edits(string file)
    {
        foreach (var run in Vectors(file).GetProperty("runs").EnumerateArray())
        {
            var doc = new Doc(new() { ClientId = run.GetProperty("client").GetUInt64() });
            var sent = new List<byte[]>();
            doc.Updated += update => sent.Add(update.Update);
            ScriptVectors.Replay(doc, run);

            var final = run.GetProperty("final");
            Check(final, final, "as sent", sent.Select(update => (1, update)));
            Check(final, final, "as sent in V2", sent.Select(update => (2, UpdateBytes.ToV2(update))));
        }
    }

    /// <summary>A document that took damaged bytes in is still one that yjs opens, with the same text.</summary>
    [Fact]
    public void Yjs_reads_whatever_was_accepted_of_damaged_updates()
    {
        var vectors = Vectors("14-malformed.json");
        var accepted = 0;
        foreach (var test in vectors.GetProperty("cases").EnumerateArray())
        {
            var doc = new Doc(new() { ClientId = 7 });
            doc.ApplyUpdate(vectors.GetProperty("baseV1").GetBytesFromBase64());
            try
            {
                if (test.GetProperty("v").GetInt32() == 1)
                    doc.ApplyUpdate(test.GetProperty("bytes").GetBytesFromBase64());
                else
                    doc.ApplyUpdateV2(test.GetProperty("bytes").GetBytesFromBase64());
            }
            catch (MalformedUpdateException)
            {
                continue;
            }

            accepted++;
            var roots = new JsonObject { ["text"] = "text" };
            foreach (var (form, update) in new[] { (1, doc.EncodeStateAsUpdate()), (2, doc.EncodeStateAsUpdateV2()) })
            {
                var read = yjs.Read(roots.DeepClone().AsObject(), (form, update)).GetProperty("roots").GetProperty("text");
                JsonElement.DeepEquals(read, JsonSerializer.SerializeToElement(Dump.OfRoot(doc, "text", "text")))
                    .ShouldBeTrue($"{test.GetProperty("name")} in V{form}: {read}");
            }
        }

        accepted.ShouldBeGreaterThan(20);
    }

    void Check(JsonElement vectors, JsonElement final, string what, params IEnumerable<(int Form, byte[] Update)> updates)
    {
        var read = yjs.Read(Roots(vectors), updates);
        read.GetProperty("waits").GetBoolean().ShouldBeFalse(what);
        foreach (var root in final.GetProperty("roots").EnumerateObject())
        {
            JsonElement.DeepEquals(root.Value, read.GetProperty("roots").GetProperty(root.Name))
                .ShouldBeTrue($"{what}: {root.Name}");
        }

        read.GetProperty("stateVector").GetString().ShouldBe(final.GetProperty("svV1").GetString(), what);
    }

    /// <summary>The types of the roots, which the wire doesn't say.</summary>
    static JsonObject Roots(JsonElement vectors) => vectors.TryGetProperty("rootTypes", out var types)
        ? JsonObject.Create(types)!
        : new(vectors.GetProperty("roots").EnumerateObject().Select(root =>
            KeyValuePair.Create(root.Name, (JsonNode?)root.Value.GetProperty("$").GetString())));

    static byte[][] Updates(JsonElement session, string form) =>
        [.. session.GetProperty("updates").EnumerateArray().Select(update => update.GetProperty(form).GetBytesFromBase64())];

    static Doc Open() => new(new()
    {
        ClientId = 7,
        Budget = Budget.Default with { MaxPendingBytes = 64 * 1024 * 1024 },
    });
}
