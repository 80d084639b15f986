using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

public class ConvergenceTests
{
    public static TheoryData<int> AllSeeds => Seeds.Of(25);

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Replicas_end_equal_whatever_order_updates_arrive_in(int seed)
    {
        var random = new Random(seed);
        var replicas = Enumerable.Range(1, random.Next(2, 6)).Select(i => Open((ulong)(i * 7919))).ToArray();
        var inboxes = replicas.Select(_ => new List<byte[]>()).ToArray();
        for (var i = 0; i < replicas.Length; i++)
        {
            var sender = i;
            replicas[i].Updated += update =>
            {
                // What an applied update brings isn't sent on: its author sent it to all.
                if (update.Origin is "remote")
                    return;
                for (var j = 0; j < inboxes.Length; j++)
                {
                    if (j == sender)
                        continue;
                    inboxes[j].Add(update.Update);
                    if (random.Next(5) == 0)
                        inboxes[j].Add(update.Update);
                }
            };
        }

        for (var step = 0; step < 300; step++)
        {
            var who = random.Next(replicas.Length);
            var doc = replicas[who];
            if (random.Next(3) > 0)
                RandomEdits.Edit(random, doc.GetText("content"));
            else if (inboxes[who].Count > 0)
                Receive(random, doc, inboxes[who]);
            Invariants.Check(doc, doc.GetText("content"));
        }

        for (var i = 0; i < replicas.Length; i++)
        {
            while (inboxes[i].Count > 0)
                Receive(random, replicas[i], inboxes[i]);
        }

        foreach (var doc in replicas)
        {
            doc.HasPending.ShouldBeFalse();
            doc.GetText("content").ToString().ShouldBe(replicas[0].GetText("content").ToString());
            doc.EncodeStateAsUpdate().ShouldBe(replicas[0].EncodeStateAsUpdate());
            Invariants.Check(doc, doc.GetText("content"));
        }
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void What_is_read_is_written_the_same(int seed)
    {
        var random = new Random(seed);
        var doc = Open(1);
        doc.Updated += update =>
        {
            var decoded = DecodedUpdate.ReadV1(update.Update, Budget.Default);
            Write(decoded).ShouldBe(update.Update);
        };
        for (var step = 0; step < 100; step++)
            RandomEdits.Edit(random, doc.GetText("content"));
        var state = doc.EncodeStateAsUpdate();
        Write(DecodedUpdate.ReadV1(state, Budget.Default)).ShouldBe(state);
    }

    /// <summary>Enough cuts for chunks and leaves to be cut themselves, then enough deletions to close them.</summary>
    [Fact]
    public void A_long_text_stays_sound_while_it_is_cut_up_and_emptied()
    {
        var random = new Random(1);
        var doc = Open(1);
        var other = Open(2);
        doc.Updated += update => other.ApplyUpdate(update.Update);
        var text = doc.GetText("content");
        var expected = new System.Text.StringBuilder(new string('a', 5000));
        text.Insert(0, expected.ToString());
        for (var i = 0; i < 3000; i++)
        {
            var index = random.Next(expected.Length);
            text.Insert(index, "z");
            expected.Insert(index, 'z');
        }

        text.ToString().ShouldBe(expected.ToString());
        Invariants.Check(doc, text);
        while (expected.Length > 0)
        {
            var index = random.Next(expected.Length);
            var length = Math.Min(random.Next(1, 20), expected.Length - index);
            text.Delete(index, length);
            expected.Remove(index, length);
        }

        text.ToString().ShouldBe("");
        Invariants.Check(doc, text);
        text.Insert(0, "again");
        other.GetText("content").ToString().ShouldBe("again");
        other.EncodeStateAsUpdate().ShouldBe(doc.EncodeStateAsUpdate());
    }

    /// <summary>Every order in which six concurrent updates of three clients can arrive.</summary>
    [Fact]
    public void Six_updates_of_three_clients_converge_in_all_720_orders()
    {
        var updates = new List<byte[]>();
        var start = Open(1);
        start.GetText("content").Insert(0, "ab");
        var common = start.EncodeStateAsUpdate();
        foreach (var client in (ulong[])[11, 12, 13])
        {
            var doc = Open(client);
            doc.ApplyUpdate(common);
            doc.Updated += update => updates.Add(update.Update);
            doc.GetText("content").Insert(1, "x");
            doc.GetText("content").Insert(client == 12 ? 1 : 2, "y");
        }

        var texts = new HashSet<string>();
        var states = new HashSet<string>();
        foreach (var order in Permutations([0, 1, 2, 3, 4, 5], 0))
        {
            var doc = Open(99);
            doc.ApplyUpdate(common);
            foreach (var index in order)
                doc.ApplyUpdate(updates[index]);
            doc.HasPending.ShouldBeFalse();
            texts.Add(doc.GetText("content").ToString());
            states.Add(Convert.ToBase64String(doc.EncodeStateAsUpdate()));
        }

        texts.ShouldHaveSingleItem();
        states.ShouldHaveSingleItem();
    }

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

    static void Receive(Random random, Doc doc, List<byte[]> inbox)
    {
        var index = random.Next(inbox.Count);
        doc.ApplyUpdate(inbox[index], "remote");
        inbox.RemoveAt(index);
    }

    static byte[] Write(DecodedUpdate update)
    {
        var writer = new ByteWriter(256);
        writer.WriteVarUint((uint)update.GroupCount);
        foreach (var group in update.Groups)
        {
            writer.WriteVarUint((uint)group.Count);
            writer.WriteVarUint(group.Client);
            writer.WriteVarUint((uint)update.Structs[group.First].Clock);
            for (var i = group.First; i < group.EndIndex; i++)
                UpdateWriterV1.WriteStruct(ref writer, update, in update.Structs[i]);
        }

        UpdateWriterV1.WriteDeletions(ref writer, update.Deletions);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }

    static Doc Open(ulong client) => new(new() { ClientId = client });
}
