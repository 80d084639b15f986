using System.Text;
using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.History;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Positions;
using MDReader.Crdt.Protocol;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

namespace Crdt.Tests.Fuzzing;

/// <summary>
/// Everything that reads bytes from outside, each with what must hold whatever the bytes are: refused with a
/// <see cref="MalformedUpdateException"/> and no trace, or taken and sound.
/// </summary>
static class Decoders
{
    /// <summary>What an honest document is made of, that bytes are thrown at.</summary>
    static readonly byte[] Honest = MakeHonest();

    public static IReadOnlyDictionary<string, Func<byte[], byte[]?>> All { get; } =
        new Dictionary<string, Func<byte[], byte[]?>>
        {
            ["update-v1"] = Update,
            ["update-v2"] = UpdateV2,
            ["algebra"] = Algebra,
            ["state-vector"] = ReadStateVector,
            ["snapshot"] = ReadSnapshot,
            ["awareness"] = ReadAwareness,
            ["sync"] = ReadSync,
            ["position"] = ReadPosition,
            ["any"] = ReadAny,
            ["json"] = ReadJson,
        };

    /// <summary>Reads bytes. Returns a document's state that yjs has to be able to load, where they came to one.</summary>
    public static byte[]? Run(string decoder, byte[] bytes) => All[decoder](bytes);

    public static byte[] HonestState => Honest;

    static byte[] MakeHonest()
    {
        var doc = new Doc(new() { ClientId = 1 });
        var other = new Doc(new() { ClientId = 2 });
        doc.GetText("content").Insert(0, "some 😀 text of an honest person");
        doc.GetText("content").Format(2, 9, new Value.Object { ["bold"] = true });
        other.ApplyUpdate(doc.EncodeStateAsUpdate());
        other.GetText("content").Delete(8, 6);
        other.GetText("content").Insert(10, "漢字");
        other.GetArray("array").Insert(0, 1, "two", new byte[] { 3 });
        var map = (Map)other.GetMap("map").Set("nested", NewType.Map);
        ((Text)map.Set("text", NewType.Text)).Insert(0, "deep");
        other.GetMap("map")["gone"] = 1;
        other.GetMap("map")["gone"] = 2;
        other.GetMap("map").Remove("gone");
        other.GetXmlFragment("xml").Insert(0, NewType.XmlElement("p"));
        return other.EncodeStateAsUpdate();
    }

    static Doc Open(ulong client = 9)
    {
        var doc = new Doc(new() { ClientId = client });
        doc.ApplyUpdate(Honest);
        // So that its index is kept up too.
        doc.GetText("content").IdAt(3);
        return doc;
    }

    static byte[]? Update(byte[] bytes)
    {
        var doc = Open();
        var before = doc.EncodeStateAsUpdate();
        UpdateEffect effect;
        try
        {
            effect = doc.Examine(DecodedUpdate.ReadV1(bytes, Budget.Default));
            doc.ApplyUpdate(bytes);
        }
        catch (MalformedUpdateException)
        {
            Hold(doc.EncodeStateAsUpdate().AsSpan().SequenceEqual(before), "a refused update leaves the document");
            Invariants.Check(doc);
            return null;
        }

        var after = Sound(doc);
        Hold(!effect.ChangesNothing || after.AsSpan().SequenceEqual(before), "what was said to change nothing changes nothing");
        Hold(effect.MissingDependencies == doc.HasPending, "what waits was said to");
        doc.ApplyUpdate(bytes);
        Hold(doc.EncodeStateAsUpdate().AsSpan().SequenceEqual(after), "the same update again changes nothing");
        var inV2 = Open();
        inV2.ApplyUpdateV2(UpdateBytes.ToV2(bytes));
        Hold(inV2.StateVector.Equals(doc.StateVector), "in V2 it comes to the same");
        return after;
    }

    static byte[]? UpdateV2(byte[] bytes)
    {
        var doc = Open();
        var before = doc.EncodeStateAsUpdate();
        try
        {
            doc.ApplyUpdateV2(bytes);
        }
        catch (MalformedUpdateException)
        {
            Hold(doc.EncodeStateAsUpdate().AsSpan().SequenceEqual(before), "a refused update leaves the document");
            Invariants.Check(doc);
            return null;
        }

        var inV1 = Open();
        inV1.ApplyUpdate(UpdateBytes.ToV1(bytes));
        Hold(inV1.EncodeStateAsUpdate().AsSpan().SequenceEqual(doc.EncodeStateAsUpdate()), "in V1 it comes to the same");
        return Sound(doc);
    }

    /// <summary>
    /// A document is sound when it loads again. Not that it is the same: where a forged item names neighbours in two
    /// different types, what comes of it depends on what is garbage by then, in yjs too.
    /// </summary>
    static byte[] Sound(Doc doc)
    {
        Invariants.Check(doc);
        var state = doc.EncodeStateAsUpdate();
        var copy = new Doc(new() { ClientId = 8, Budget = Budget.Unlimited });
        copy.ApplyUpdate(state);
        Invariants.Check(copy);
        Hold(copy.StateVector.Equals(doc.StateVector), "the state loads to the same state vector");
        Hold(copy.HasPending == doc.HasPending, "what waits still waits");
        return state;
    }

    static byte[]? Algebra(byte[] bytes)
    {
        var isUpdate = !Refuses(() => DecodedUpdate.ReadV1(bytes, Budget.Default));
        byte[] merged = [];
        // One in which a client comes twice can be merged, and is refused by all others.
        Hold(!Refuses(() => merged = UpdateBytes.Merge([bytes, Honest])) || !isUpdate, "merging takes what is an update");
        Hold(isUpdate != Refuses(() => UpdateBytes.Diff(bytes, [1, 1, 4])), "a diff takes what is an update");
        // It reads no further than the structs.
        Hold(!Refuses(() => UpdateBytes.StateVectorOf(bytes)) || !isUpdate, "an update has a state vector");
        Hold(isUpdate != Refuses(() => _ = UpdateBytes.Inspect(bytes).ToString()), "an update can be inspected");
        Hold(isUpdate != Refuses(() => UpdateBytes.ToV2(bytes)), "an update has a form in V2");
        if (!isUpdate)
            return null;
        var one = Open();
        var other = new Doc(new() { ClientId = 9 });
        // Where the same clocks are said to hold something else, it depends on who comes first.
        var known = one.StateVector;
        if (DecodedUpdate.ReadV1(bytes, Budget.Default).Clients.Any(range => range.Start < known[range.Client])
            || Refuses(() => one.ApplyUpdate(bytes)) || Refuses(() => other.ApplyUpdate(merged)))
            return null;
        Hold(one.StateVector.Equals(other.StateVector), "merged, it comes to the same");
        return null;
    }

    static byte[]? ReadStateVector(byte[] bytes)
    {
        StateVector? vector = null;
        if (Refuses(() => vector = StateVector.Decode(bytes, Budget.Default)))
            return null;
        Hold(StateVector.Decode(vector!.Encode(), Budget.Default).Equals(vector), "written, it is read the same");
        var lacking = Open().EncodeStateAsUpdate(bytes);
        DecodedUpdate.ReadV1(lacking, Budget.Default);
        return null;
    }

    static byte[]? ReadSnapshot(byte[] bytes)
    {
        var doc = new Doc(new() { ClientId = 9, Gc = false });
        doc.ApplyUpdate(Honest);
        foreach (var decode in (Func<byte[], Snapshot>[])[bytes => Snapshot.Decode(bytes), bytes => Snapshot.DecodeV2(bytes)])
        {
            Snapshot? snapshot = null;
            if (Refuses(() => snapshot = decode(bytes)))
                continue;
            Hold(Snapshot.Decode(snapshot!.Encode()).EncodeV2().AsSpan().SequenceEqual(snapshot.EncodeV2()),
                "written, it is read the same");
            Invariants.Check(snapshot.Restore(doc, new() { ClientId = 8 }));
        }

        return null;
    }

    static byte[]? ReadAwareness(byte[] bytes)
    {
        AwarenessEntry[] entries = [];
        if (Refuses(() => entries = AwarenessUpdate.Read(bytes, Budget.Default)))
            return null;
        var again = AwarenessUpdate.Read(AwarenessUpdate.Encode(entries), Budget.Default);
        Hold(again.Length == entries.Length, "written, it is read the same");
        var awareness = new Awareness(1, TimeProvider.System);
        awareness.SetLocalState("{}"u8.ToArray());
        awareness.Apply(entries);
        Hold(awareness.LocalState is not null, "nobody else removes the own state");
        foreach (var entry in awareness.Present)
            JsonDocument.Parse(entry.Json!.Value, new() { MaxDepth = 1000 }).Dispose();
        return null;
    }

    static byte[]? ReadSync(byte[] bytes)
    {
        byte[]? state = null;
        Refuses(() =>
        {
            var reader = new ByteReader(bytes);
            while (!reader.AtEnd)
            {
                var message = SyncMessage.Read(ref reader);
                state = message.Kind == SyncMessageKind.Step1
                    ? ReadStateVector(message.Payload.ToArray())
                    : Update(message.Payload.ToArray());
            }
        });
        return state;
    }

    static byte[]? ReadPosition(byte[] bytes)
    {
        RelativePosition? position = null;
        if (Refuses(() => position = RelativePosition.Decode(bytes, Budget.Default)))
            return null;
        Hold(RelativePosition.Decode(position!.Encode(), Budget.Default) == position, "written, it is read the same");
        var text = Open().GetText("content");
        Hold(position.IndexIn(text) is null or >= 0, "it is somewhere or nowhere");
        Hold((position.IndexIn(text) ?? 0) <= text.Length, "it isn't past the end");
        return null;
    }

    static byte[]? ReadAny(byte[] bytes)
    {
        if (Refuses(() =>
        {
            var reader = new ByteReader(bytes);
            AnyValue.Skip(ref reader, Budget.Default.MaxDepth);
            reader.ExpectEnd();
        }))
            return null;
        var value = Any(bytes);
        var writer = new ByteWriter(64);
        AnyForm.Write(ref writer, value, Budget.Default.MaxDepth);
        Hold(Any(writer.ToArray()) == value, "written, it is read the same");
        writer.Dispose();
        _ = value.ToString();
        return null;
    }

    static Value Any(byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        return AnyForm.Read(ref reader);
    }

    static byte[]? ReadJson(byte[] bytes)
    {
        using (var json = Parsed(bytes))
        {
            // A position's JSON comes in an awareness state.
            if (json is not null && RelativePosition.FromJson(json.RootElement) is { } position)
                _ = position.IndexIn(Open().GetText("content"));
        }

        if (Refuses(() => JsonText.Check(bytes, Budget.Default.MaxDepth)))
            return null;
        var value = JsonForm.Read(bytes);
        var written = JsonForm.Write(value);
        Hold(JsonForm.Write(JsonForm.Read(Encoding.UTF8.GetBytes(written))) == written, "written, it is read the same");
        return null;
    }

    static JsonDocument? Parsed(byte[] bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static bool Refuses(Action read)
    {
        try
        {
            read();
            return false;
        }
        catch (MalformedUpdateException)
        {
            return true;
        }
    }

    static void Hold(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"It doesn't hold that {what}.");
    }
}
