using MDReader.Crdt;
using MDReader.Crdt.Types;

namespace Crdt.Tests;

/// <summary>One listener here and one in real yjs hear the same updates, and are told the same of them.</summary>
public sealed class ObserverDifferentialTests(UndoPeer yjs) : IClassFixture<UndoPeer>
{
    const int Author = 0, Listener = 1;

    static readonly string[] AllRoots = ["text", "rich", "map", "array", "xml"];

    public static TheoryData<int> AllSeeds => Seeds.Of(30, found: 456);

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Events_paths_deltas_and_keys_are_those_of_yjs(int seed)
    {
        var random = new Random(seed);
        var roots = random.Next(2) == 0 ? AllRoots : AllRoots[random.Next(AllRoots.Length)..][..1];
        var gc = random.Next(3) > 0;
        yjs.Open(Author, 10, gc, roots, [], 0, false, false);
        yjs.Open(Listener, 20, gc, roots, [], 0, false, false);
        yjs.Observe(Listener);
        var author = new Doc(new() { ClientId = 30, Gc = gc });
        var listener = new Doc(new() { ClientId = 40, Gc = gc });
        var told = new SortedDictionary<string, Value>(StringComparer.Ordinal);
        foreach (var name in roots)
            RandomTypeEdits.Root(listener, name).ChangedDeep += events => told.Add(name, Json(name, events));

        for (var step = 0; step < 80; step++)
        {
            var update = Edit(random, author, roots);
            if (update is null)
                continue;
            author.ApplyUpdate(update);
            yjs.Apply(Author, update, "other");
            yjs.Apply(Listener, update, "other");
            listener.ApplyUpdate(update, "other");

            new Value.List([.. told.Values]).ToJsonText().ShouldBe(yjs.Told(Listener), $"seed {seed}, step {step}");
            told.Clear();
        }
    }

    byte[]? Edit(Random random, Doc author, string[] roots)
    {
        if (random.Next(2) == 0)
            return yjs.Edit(Author, random.Next(), random.Next(1, 5), roots);
        byte[]? sent = null;
        void Keep(UpdateEvent update) => sent = update.Update;
        author.Updated += Keep;
        author.Transact(_ =>
        {
            for (var count = random.Next(1, 5); count > 0; count--)
                RandomTypeEdits.Edit(random, author, roots[random.Next(roots.Length)]);
        });
        author.Updated -= Keep;
        return sent;
    }

    static Value.Object Json(string root, IReadOnlyList<TypeEvent> events) => new Value.Object
    {
        ["root"] = root,
        ["events"] = new Value.List([.. events.Select(Json)]),
    };

    static Value.Object Json(TypeEvent told) => new Value.Object
    {
        ["path"] = new Value.List(told.Path),
        ["delta"] = DeltaJson.Of(told.Delta),
        ["keys"] = Value.Object.Of(told.Keys.OrderBy(key => key.Key, StringComparer.Ordinal)
            .Select(key => KeyValuePair.Create(key.Key, (Value)Json(key.Value)))),
    };

    static Value.Object Json(KeyChange change) => change switch
    {
        KeyChange.Added => new Value.Object { ["action"] = "add" },
        KeyChange.Updated(var old) => new Value.Object { ["action"] = "update", ["oldValue"] = DeltaJson.Plain(old) },
        KeyChange.Deleted(var old) => new Value.Object { ["action"] = "delete", ["oldValue"] = DeltaJson.Plain(old) },
        _ => throw new InvalidOperationException("There are no other changes."),
    };
}
