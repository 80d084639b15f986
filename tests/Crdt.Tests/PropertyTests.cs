using Crdt.Tests.Sessions;
using MDReader.Crdt;
using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

public class PropertyTests
{
    public static TheoryData<int> AllSeeds => Seeds.Of(20);

    /// <summary>Three people make two edits each at once, of any kind: all 720 orders lead to the same blocks.</summary>
    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Six_edits_of_three_people_come_to_the_same_in_all_orders(int seed)
    {
        var random = new Random(seed);
        var features = seed % 2 == 0 ? Features.Formats : Features.All;
        var start = Open(1);
        for (var i = 0; i < 4; i++)
            start.Transact(_ => SessionEdits.Make(start, features, Numbers(random)));
        var common = start.EncodeStateAsUpdate();
        var updates = new List<byte[]>();
        foreach (var client in (ulong[])[11, 12, 13])
        {
            var doc = Open(client);
            doc.ApplyUpdate(common);
            doc.Updated += update => updates.Add(update.Update);
            for (var before = updates.Count; updates.Count < before + 2;)
                doc.Transact(_ => SessionEdits.Make(doc, features, Numbers(random)));
        }

        string? store = null;
        var number = 0;
        foreach (var order in Permutations([0, 1, 2, 3, 4, 5], 0))
        {
            var doc = Open(99);
            doc.ApplyUpdate(common);
            foreach (var index in order)
                doc.ApplyUpdate(updates[index]);
            doc.HasPending.ShouldBeFalse();
            if (number++ % 60 == 0)
                Invariants.Check(doc);
            store ??= StoreText.Of(doc);
            if (StoreText.Of(doc) != store)
                Assert.Fail($"In order {string.Join(' ', order)}\n{StoreText.Of(doc)}\ninstead of\n{store}");
        }

        number.ShouldBe(720);
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Blocks_that_are_cut_anywhere_join_again_to_what_they_were(int seed)
    {
        var random = new Random(seed);
        var doc = Open(1);
        for (var i = 0; i < 40; i++)
            doc.Transact(_ => SessionEdits.Make(doc, Features.Lists, Numbers(random)));
        // A cut through a surrogate pair isn't taken back.
        foreach (var found in doc.GetText("text").ToString().Index().Where(unit => char.IsHighSurrogate(unit.Item)).Reverse().ToArray())
            doc.GetText("text").Delete(found.Index, 2);
        doc.GetText("text").Insert(0, "a long text to be cut");
        var before = StoreText.Of(doc);
        var client = doc.Store.Clients.Find(1)!;

        doc.Transact(transaction =>
        {
            for (var cuts = random.Next(1, 30); cuts > 0; cuts--)
            {
                if (random.Next(2) == 0)
                    Splitting.CleanStart(transaction, client, random.Next(client.State));
                else
                    Splitting.CleanEnd(transaction, client, random.Next(client.State));
                CheckIndices(doc);
            }
        });

        StoreText.Of(doc).ShouldBe(before);
        Invariants.Check(doc);
    }

    static void CheckIndices(Doc doc)
    {
        var text = doc.GetText("text");
        var units = text.ToString();
        // The index says what a walk over all blocks finds.
        var at = 0;
        for (var number = text.Type.Start; number != Block.None; number = doc.Store[number].Right)
        {
            for (var i = 0; i < doc.Store[number].VisibleLength; i++)
                text.Positions.Find(at++).ShouldBe((number, i));
        }

        at.ShouldBe(units.Length);
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void What_is_read_is_written_the_same_in_both_versions(int seed)
    {
        foreach (var update in NetworkRun.LogOf(RandomSession.Of(seed * 7 + 5)))
        {
            var inV2 = UpdateBytes.ToV2(update);
            UpdateBytes.ToV1(inV2).ShouldBe(WithoutSuperfluousBits(update));
            UpdateBytes.ToV2(UpdateBytes.ToV1(inV2)).ShouldBe(inV2);
            UpdateBytes.Merge([UpdateBytes.Merge([update])]).ShouldBe(UpdateBytes.Merge([update]));
            UpdateBytes.Diff(update, [0]).ShouldBe(WithoutSuperfluousBits(update));
        }
    }

    /// <summary>Yjs says twice that a value has a key where its origin says so already, and drops it when it converts.</summary>
    static byte[] WithoutSuperfluousBits(byte[] update)
    {
        var decoded = DecodedUpdate.ReadV1(update, Budget.Default);
        var writer = new ByteWriter(update.Length);
        writer.WriteVarUint((uint)decoded.GroupCount);
        foreach (var group in decoded.Groups)
        {
            writer.WriteVarUint((uint)group.Count);
            writer.WriteVarUint(group.Client);
            writer.WriteVarUint((uint)decoded.Structs[group.First].Clock);
            for (var i = group.First; i < group.EndIndex; i++)
            {
                var item = decoded.Structs[i];
                if (item.HasOrigin || item.HasRightOrigin)
                    item.Info &= 0xDF;
                UpdateWriterV1.WriteStruct(ref writer, decoded, in item);
            }
        }

        UpdateWriterV1.WriteDeletions(ref writer, decoded.Deletions);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }

    static int[] Numbers(Random random) => [.. Enumerable.Range(0, 8).Select(_ => random.Next(1000))];

    static Doc Open(ulong client) => SessionRecording.Open(client);

    static IEnumerable<int[]> Permutations(int[] items, int from)
    {
        if (from == items.Length)
            yield return items;
        for (var i = from; i < items.Length; i++)
        {
            (items[from], items[i]) = (items[i], items[from]);
            foreach (var order in Permutations(items, from + 1))
                yield return order;
            (items[from], items[i]) = (items[i], items[from]);
        }
    }
}
