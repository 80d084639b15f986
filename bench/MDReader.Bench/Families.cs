using System.Text;
using MDReader.Crdt;
using MDReader.Crdt.Types;

namespace MDReader.Bench;

/// <summary>
/// The workloads that Yjs is usually measured by (github.com/dmonad/crdt-benchmarks, B1 to B3), made anew: one person
/// without conflicts, two at once, and very many at one place. B4 is a recorded trace. The same seed makes the same.
/// </summary>
static class Families
{
    const int N = 6_000;
    const int Many = 1_540;

    static readonly Random Chance = new(1);

    public static IEnumerable<Recording> All() =>
    [
        Alone("B1.1 append 6,000 characters", Enumerable.Range(0, N).Select(i => new Patch(i, 0, Letter()))),
        Alone("B1.2 insert 6,000 characters at once", [new(0, 0, Letters(N))]),
        Alone("B1.3 prepend 6,000 characters", Enumerable.Range(0, N).Select(_ => new Patch(0, 0, Letter()))),
        Alone("B1.4 insert 6,000 characters anywhere", Anywhere(N, 0, Letter)),
        Alone("B1.5 insert 6,000 words anywhere", Anywhere(N, 0, Word)),
        Alone("B1.6 insert 6,000 characters and delete them", [new(0, 0, Letters(N)), new(0, N, "")]),
        Alone("B1.7 insert and delete 6,000 times anywhere", InsertAndDelete(N, 0)),
        Numbers("B1.8 append 6,000 numbers", i => i),
        Recording.Of("B1.9 insert 6,000 numbers at once", Root.Array, [[Put(0, [.. Enumerable.Range(0, N)])]],
            Recording.Make(Root.Array, [[Put(0, [.. Enumerable.Range(0, N)])]])),
        Numbers("B1.10 prepend 6,000 numbers", _ => 0),
        Numbers("B1.11 insert 6,000 numbers anywhere", i => Chance.Next(i + 1)),
        Two("B2.1 two insert 6,000 characters at one place", () => [new(0, 0, Letters(N))]),
        Two("B2.2 two insert 6,000 characters anywhere", () => Anywhere(N, 100, Letter)),
        Two("B2.3 two insert 6,000 words anywhere", () => Anywhere(N, 100, Word)),
        Two("B2.4 two insert and delete 6,000 times", () => InsertAndDelete(N, 100)),
        Crowd("B3.1 1,540 set a number of a map", Root.Map, (doc, i) => doc.GetMap("map")["v"] = i),
        Crowd("B3.2 1,540 set an object of a map", Root.Map, (doc, i) =>
            doc.GetMap("map")["v"] = new Value.Object { ["name"] = $"{i}", ["address"] = "here" }),
        Crowd("B3.3 1,540 set a text of a map", Root.Map, (doc, i) => doc.GetMap("map")["v"] = new string('i', i)),
        Crowd("B3.4 1,540 insert a text into an array", Root.Array, (doc, i) =>
            doc.GetArray("array").Insert(0, (Value)$"{i}")),
        Crowd("B3.5 1,540 insert at one place of a text", Root.Text, (doc, i) => doc.GetText("text").Insert(0, $"{i}")),
    ];

    static Recording Alone(string name, IEnumerable<Patch> patches)
    {
        Patch[][] edits = [.. patches.Select(patch => (Patch[])[patch])];
        return Recording.Of(name, Root.Text, edits, Recording.Make(Root.Text, edits));
    }

    static Recording Numbers(string name, Func<int, int> index)
    {
        Patch[][] edits = [.. Enumerable.Range(0, N).Select(i => (Patch[])[Put(index(i), [i])])];
        return Recording.Of(name, Root.Array, edits, Recording.Make(Root.Array, edits));
    }

    static Patch Put(int index, int[] numbers) => new(index, 0, "", numbers);

    // Both begin with the same hundred characters, and hear of each other in the end.
    static Recording Two(string name, Func<IEnumerable<Patch>> patches)
    {
        var start = Recording.Make(Root.Text, [[new(0, 0, Letters(100))]]);
        var updates = new List<byte[]>(start);
        foreach (var client in (ulong[])[2, 3])
        {
            var doc = Recording.Open(client);
            doc.ApplyUpdate(start[0]);
            doc.Updated += update => updates.Add(update.Update);
            foreach (var patch in patches())
                Recording.Apply(doc, Root.Text, [patch]);
        }

        return Recording.Of(name, Root.Text, [], [.. updates]);
    }

    static Recording Crowd(string name, Root root, Action<Doc, int> edit)
    {
        var updates = new List<byte[]>(Many);
        for (var i = 0; i < Many; i++)
        {
            var doc = Recording.Open((ulong)Chance.NextInt64(1, uint.MaxValue));
            edit(doc, i);
            updates.Add(doc.EncodeStateAsUpdate());
        }

        return Recording.Of(name, root, [], [.. updates]);
    }

    static IEnumerable<Patch> Anywhere(int count, int length, Func<string> text)
    {
        for (; count > 0; count--)
        {
            var inserted = text();
            yield return new(Chance.Next(length + 1), 0, inserted);
            length += inserted.Length;
        }
    }

    static IEnumerable<Patch> InsertAndDelete(int count, int length)
    {
        for (; count > 0; count--)
        {
            var index = Chance.Next(length + 1);
            var removed = Math.Min(Chance.Next(1, 10), length - index);
            if (removed > 0 && Chance.Next(2) == 0)
            {
                yield return new(index, removed, "");
                length -= removed;
                continue;
            }

            var word = Word();
            yield return new(index, 0, word);
            length += word.Length;
        }
    }

    static string Letter() => Letters(1);

    static string Word() => Letters(Chance.Next(3, 9));

    static string Letters(int count)
    {
        var text = new StringBuilder(count);
        for (var i = 0; i < count; i++)
            text.Append((char)('a' + Chance.Next(26)));
        return text.ToString();
    }
}
