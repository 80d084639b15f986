using MDReader.Crdt;

namespace Crdt.Tests;

/// <summary>
/// Sessions in which every replica exists twice, here and in real yjs: each edit is authored by one of the two and
/// delivered to both, in orders, repetitions and losses of its own.
/// </summary>
[Collection(WithYjs.Name)]
public sealed class YjsDifferentialTests(YjsPeer yjs)
{

    public static TheoryData<int> AllSeeds => Seeds.Of(12);

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Mixed_sessions_end_as_inyjs_byte_for_byte(int seed)
    {
        var random = new Random(seed);
        var gc = seed % 4 != 0;
        var ours = new List<Doc>();
        var inboxes = new List<(bool ToYjs, int Replica, List<byte[]> Updates)>();
        var authors = random.Next(2, 5);
        for (var i = 0; i < authors; i++)
        {
            var client = (ulong)random.NextInt64(1, seed % 3 == 0 ? 1L << 53 : uint.MaxValue);
            // Even replicas are written here, odd ones in yjs; the twin only listens.
            var listener = (ulong)(1000 + i);
            ours.Add(new(new() { ClientId = i % 2 == 0 ? client : listener, Gc = gc }));
            yjs.Open(i, i % 2 == 0 ? listener : client, gc);
            inboxes.Add((false, i, []));
            inboxes.Add((true, i, []));
        }

        for (var step = 0; step < 150; step++)
        {
            if (random.Next(2) == 0)
                Author(random, ours, inboxes);
            else
                Deliver(random, ours, inboxes[random.Next(inboxes.Count)]);
        }

        foreach (var inbox in inboxes)
        {
            while (inbox.Updates.Count > 0)
                Deliver(random, ours, inbox);
        }

        var expected = yjs.State(0);
        for (var i = 0; i < authors; i++)
        {
            var theirs = yjs.State(i);
            theirs.Pending.ShouldBeFalse();
            theirs.Text.ShouldBe(expected.Text);
            ours[i].HasPending.ShouldBeFalse();
            ours[i].GetText("content").ToString().ShouldBe(expected.Text);
            ours[i].StateVector.Encode().ShouldBe(expected.StateVector);
            ours[i].EncodeStateAsUpdate().ShouldBe(expected.Update);
            Invariants.Check(ours[i], ours[i].GetText("content"));
        }
    }

    /// <summary>What one lacks of the other, asked for by state vector, both ways and in the middle of things.</summary>
    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Sync_by_state_vector_brings_both_to_the_same(int seed)
    {
        var random = new Random(seed);
        var doc = new Doc(new() { ClientId = 1 });
        yjs.Open(0, 2, gc: true);
        for (var round = 0; round < 20; round++)
        {
            for (var edit = random.Next(6); edit > 0; edit--)
                RandomEdits.Edit(random, doc.GetText("content"));
            if (random.Next(2) == 0)
                yjs.Edit(0, [(0, RandomEdits.Piece(random), 0)]);
            var stateVector = doc.StateVector.Encode();
            yjs.Apply(0, doc.EncodeStateAsUpdate(yjs.State(0).StateVector));
            doc.ApplyUpdate(yjs.Diff(0, stateVector));

            yjs.State(0).Text.ShouldBe(doc.GetText("content").ToString());
            yjs.State(0).Update.ShouldBe(doc.EncodeStateAsUpdate());
        }
    }

    /// <summary>One of the two twins authors; the other gets the update like everybody else.</summary>
    void Author(Random random, List<Doc> ours, List<(bool ToYjs, int Replica, List<byte[]> Updates)> inboxes)
    {
        var who = random.Next(ours.Count);
        var inYjs = who % 2 == 1;
        var text = inYjs ? yjs.State(who).Text : ours[who].GetText("content").ToString();
        var edits = Plan(random, text);
        var sent = inYjs ? yjs.Edit(who, edits) : EditOurs(ours[who], edits);
        foreach (var (toYjs, replica, updates) in inboxes)
        {
            if (toYjs == inYjs && replica == who)
                continue;
            updates.Add(sent);
            if (random.Next(6) == 0)
                updates.Add(sent);
        }
    }

    static List<(int Index, string Insert, int Remove)> Plan(Random random, string text)
    {
        var edits = new List<(int, string, int)>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            if (text.Length > 0 && random.Next(10) < 4)
            {
                var index = WholePair(text, random.Next(text.Length));
                var end = WholePair(text, Math.Min(text.Length, index + random.Next(1, 9)));
                if (end > index)
                {
                    edits.Add((index, "", end - index));
                    text = text.Remove(index, end - index);
                    continue;
                }
            }

            var at = WholePair(text, random.Next(2) == 0 ? text.Length : random.Next(text.Length + 1));
            var piece = RandomEdits.Piece(random);
            edits.Add((at, piece, 0));
            text = text.Insert(at, piece);
        }

        return edits;
    }

    // yjs would cut the pair, and we widen: here both are to do the same.
    static int WholePair(string text, int index) =>
        index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) ? index - 1 : index;

    static byte[] EditOurs(Doc doc, List<(int Index, string Insert, int Remove)> edits)
    {
        byte[] sent = [];
        void Keep(UpdateEvent update) => sent = update.Update;
        doc.Updated += Keep;
        doc.Transact(_ =>
        {
            foreach (var (index, insert, remove) in edits)
            {
                if (insert.Length > 0)
                    doc.GetText("content").Insert(index, insert);
                else
                    doc.GetText("content").Delete(index, remove);
            }
        });
        doc.Updated -= Keep;
        return sent;
    }

    void Deliver(Random random, List<Doc> ours, (bool ToYjs, int Replica, List<byte[]> Updates) inbox)
    {
        if (inbox.Updates.Count == 0)
            return;
        var index = random.Next(inbox.Updates.Count);
        var update = inbox.Updates[index];
        inbox.Updates.RemoveAt(index);
        if (inbox.ToYjs)
            yjs.Apply(inbox.Replica, update);
        else
            ours[inbox.Replica].ApplyUpdate(update);
    }
}
