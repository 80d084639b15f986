using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.History;
using MDReader.Crdt.Types;

namespace Crdt.Tests;

[Collection(WithYjs.Name)]
public class SnapshotDeltaTests(YjsPeer yjs)
{
    public static TheoryData<int> AllSeeds => Seeds.Of(25);

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_text_between_two_snapshots_is_what_yjs_says(int seed)
    {
        var random = new Random(seed);
        var docs = new[] { new Doc(new() { ClientId = 1, Gc = false }), new Doc(new() { ClientId = 2, Gc = false }) };
        var moments = new List<Snapshot>();
        for (var step = 0; step < 60; step++)
        {
            Edit(random, docs[random.Next(2)].GetText("content"));
            if (random.Next(4) == 0)
                docs[0].ApplyUpdate(docs[1].EncodeStateAsUpdate());
            if (random.Next(4) == 0)
                docs[1].ApplyUpdate(docs[0].EncodeStateAsUpdate());
            if (random.Next(6) == 0)
                moments.Add(Snapshot.Of(docs[0]));
        }

        var state = docs[0].EncodeStateAsUpdate();
        for (var i = 0; i < moments.Count; i++)
        {
            Compare(state, docs[0], moments[i], null);
            Compare(state, docs[0], moments[i], moments[random.Next(i + 1)]);
        }

        docs[0].EncodeStateAsUpdate().ShouldBe(state);
    }

    [Fact]
    public void A_document_that_forgets_has_no_text_of_a_moment()
    {
        var doc = new Doc(new() { ClientId = 1 });

        Should.Throw<InvalidOperationException>(() => doc.GetText("content").ToDelta(Snapshot.Of(doc)));
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void What_a_filter_keeps_is_kept_as_in_yjs(int seed)
    {
        var random = new Random(seed);
        var updates = new List<byte[]>();
        var docs = new[] { new Doc(new() { ClientId = 1, Gc = false }), new Doc(new() { ClientId = 2, Gc = false }) };
        foreach (var doc in docs)
            doc.Updated += update => updates.Add(update.Update);
        for (var step = 0; step < 60; step++)
            Edit(random, docs[random.Next(2)].GetText("content"));

        var forgetful = new Doc(new() { ClientId = 3, GcFilter = range => range.Client == 1 });
        foreach (var update in updates)
            forgetful.ApplyUpdate(update);

        forgetful.EncodeStateAsUpdate().ShouldBe(yjs.Forget(updates, client: 1));
    }

    void Compare(byte[] state, Doc doc, Snapshot at, Snapshot? since)
    {
        var expected = yjs.Between(state, at.Encode(), since?.Encode());
        var delta = doc.GetText("content").ToDelta(at, since);

        // yjs begins anew at every item; what has the same attributes is one insertion here.
        Joined(DeltaJson.Of(delta)).ShouldBe(Joined(JsonForm.Read(JsonSerializer.SerializeToUtf8Bytes(expected))));
    }

    static string Joined(Value delta)
    {
        var joined = new List<(string Text, string Attributes)>();
        foreach (var operation in ((Value.List)delta).Of.Cast<Value.Object>())
        {
            var attributes = Sorted(operation["attributes"]);
            var text = operation["insert"] is Value.String(var inserted) ? inserted : JsonForm.Write(operation["insert"]!);
            if (joined.Count > 0 && joined[^1].Attributes == attributes)
                joined[^1] = (joined[^1].Text + text, attributes);
            else
                joined.Add((text, attributes));
        }

        return string.Join("\n", joined);
    }

    static string Sorted(Value? attributes) => attributes is Value.Object members
        ? string.Join(",", members.Select(member => $"{member.Key}={JsonForm.Write(member.Value)}").Order(StringComparer.Ordinal))
        : "";

    static void Edit(Random random, Text text)
    {
        var index = random.Next(text.Length + 1);
        var length = Math.Min(random.Next(1, 5), text.Length - index);
        switch (random.Next(5))
        {
            case 0 when length > 0:
                text.Delete(index, length);
                break;
            case 1 when length > 0:
                text.Format(index, length, new() { [random.Next(2) == 0 ? "bold" : "em"] = random.Next(2) == 0 ? true : Value.Nothing });
                break;
            case 2:
                text.InsertEmbed(index, new Value.Object { ["image"] = random.Next(9) });
                break;
            default:
                text.Insert(index, new string((char)('a' + random.Next(26)), random.Next(1, 6)));
                break;
        }
    }
}
