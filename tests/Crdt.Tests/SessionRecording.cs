using MDReader.Crdt;

namespace Crdt.Tests;

/// <summary>A session of two replicas that write at once and meet now and then: its updates, in the order made.</summary>
static class SessionRecording
{
    public static (List<byte[]> Updates, Doc Whole) Make(Random random, int steps)
    {
        var updates = new List<byte[]>();
        var docs = new[] { Open(11), Open(7) };
        foreach (var doc in docs)
        {
            doc.Updated += update =>
            {
                if (update.Origin is not "meeting")
                    updates.Add(update.Update);
            };
        }

        for (var step = 0; step < steps; step++)
        {
            var doc = docs[random.Next(2)];
            RandomEdits.Edit(random, doc.GetText("content"));
            if (random.Next(10) == 0)
                Meet(docs);
        }

        Meet(docs);
        return (updates, docs[0]);
    }

    public static Doc Open(ulong client) => new(new() { ClientId = client });

    static void Meet(Doc[] docs)
    {
        docs[0].ApplyUpdate(docs[1].EncodeStateAsUpdate(docs[0].StateVector.Encode()), "meeting");
        docs[1].ApplyUpdate(docs[0].EncodeStateAsUpdate(docs[1].StateVector.Encode()), "meeting");
    }
}
