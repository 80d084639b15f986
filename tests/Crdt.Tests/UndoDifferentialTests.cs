using System.Text;
using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.History;
using MDReader.Crdt.Positions;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

/// <summary>
/// Two people edit, undo and redo, each here and in real yjs at once, and both must write the same bytes. Where yjs's
/// search markers decide what is written, an edit comes from a helper that has a document of its own here or in yjs.
/// </summary>
public sealed class UndoDifferentialTests(UndoPeer yjs) : IClassFixture<UndoPeer>
{
    const int People = 2;

    sealed record Person(Doc Doc, UndoManager Undo, List<string> Events, Doc Helper)
    {
        public Queue<byte[]> Inbox { get; } = new();
    }

    public static TheoryData<int> AllSeeds => Seeds.Of(40, 199, 741);

    readonly StoppedClock _clock = new();

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Undo_and_redo_write_what_yjs_writes(int seed)
    {
        var random = new Random(seed);
        string[] all = ["text", "rich", "map", "array", "xml"];
        var roots = random.Next(3) == 0 ? all : [all[random.Next(all.Length)], all[random.Next(2)]];
        roots = [.. roots.Distinct()];
        var setup = new Setup(
            Gc: random.Next(3) > 0, roots, Scope: random.Next(4) == 0 ? [] : [.. roots.Take(random.Next(1, 3))],
            CaptureTimeout: random.Next(2) * 500, IgnoreRemoteMapChanges: random.Next(3) == 0,
            Declines: random.Next(5) == 0);
        if (setup.Scope.Length == 0)
            setup = setup with { CaptureTimeout = 0 };
        var people = Enumerable.Range(0, People).Select(number => Open(number, setup)).ToArray();
        for (var step = 0; step < 120; step++)
        {
            var number = random.Next(People);
            var what = Step(random, setup, people, number);
            Compare(people[number], number, setup, $"seed {seed}, step {step}: {number} {what}");
            ComparePositions(random, setup, people[number].Doc, number, $"seed {seed}, step {step}: {number} {what}");
        }
    }

    // Of all the places that were ever taken, with whom they were taken.
    readonly List<byte[]> _positions = [];

    /// <summary>Places in what was undone and redone since are found where yjs finds them.</summary>
    void ComparePositions(Random random, Setup setup, Doc doc, int number, string when)
    {
        var name = setup.Roots[random.Next(setup.Roots.Length)];
        if (RandomTypeEdits.Root(doc, name) is var root and not Map)
        {
            var index = random.Next(Length(root) + 1);
            var assoc = -random.Next(2);
            var taken = RelativePosition.At(root, index, assoc);
            var (bytes, json) = yjs.Position(number, name, index, assoc);
            taken.Encode().ShouldBe(bytes, when);
            Json(taken).ShouldBe(json, when);
            _positions.Add(bytes);
        }

        foreach (var position in _positions.TakeLast(8))
        {
            var read = RelativePosition.Decode(position, MDReader.Crdt.Encoding.Budget.Default);
            (read.ResolveAsWritten(doc)?.Index).ShouldBe(yjs.Resolve(number, position, follow: false), when);
            (read.Resolve(doc)?.Index).ShouldBe(yjs.Resolve(number, position, follow: true), when);
        }
    }

    static string Json(RelativePosition position)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            position.WriteJson(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    sealed record Setup(
        bool Gc, string[] Roots, string[] Scope, int CaptureTimeout, bool IgnoreRemoteMapChanges, bool Declines)
    {
        /// <summary>Where types are deleted in types, how much garbage yjs joins depends on when.</summary>
        public bool HasNestedTypes => Roots.Any(root => root is not ("text" or "rich"));
    }

    Person Open(int number, Setup setup)
    {
        var client = (ulong)(number * 10 + 10);
        yjs.Open(number, client, setup.Gc, setup.Roots, setup.Scope, setup.CaptureTimeout,
            setup.IgnoreRemoteMapChanges, setup.Declines);
        var doc = new Doc(new() { ClientId = client, Gc = setup.Gc });
        var options = new UndoOptions
        {
            Time = _clock,
            CaptureTimeout = TimeSpan.FromMilliseconds(setup.CaptureTimeout),
            IgnoreRemoteMapChanges = setup.IgnoreRemoteMapChanges,
            TrackedOrigins = ["own"],
            DeleteFilter = item => !setup.Declines || item.Range.Start % 7 != 3,
        };
        foreach (var root in setup.Roots)
            RandomTypeEdits.Root(doc, root);
        var undo = setup.Scope.Length == 0
            ? new UndoManager(doc, options)
            : new UndoManager([.. setup.Scope.Select(root => RandomTypeEdits.Root(doc, root))], options);
        var events = new List<string>();
        undo.StackItemAdded += happened => events.Add(Line("added", happened));
        undo.StackItemUpdated += happened => events.Add(Line("updated", happened));
        undo.StackItemPopped += happened => events.Add(Line("popped", happened));
        undo.StackCleared += happened =>
            events.Add($"cleared {happened.UndoStackCleared} {happened.RedoStackCleared}".ToLowerInvariant());
        yjs.Open(HelperOf(number), client + 2, setup.Gc, setup.Roots, [], 0, false, false);
        return new(doc, undo, events, new(new() { ClientId = client + 1, Gc = setup.Gc }));
    }

    static string Line(string what, StackItemEvent happened) =>
        $"{what} {happened.Stack} {happened.ChangedTypes.Count}".ToLowerInvariant();

    string Step(Random random, Setup setup, Person[] people, int number)
    {
        var person = people[number];
        switch (random.Next(20))
        {
            case < 3:
                if (yjs.Edit(HelperOf(number), random.Next(), random.Next(1, 4), setup.Roots) is { } theirs)
                    Hear(people, number, theirs, "own");
                return "is helped by yjs";
            case < 5:
                var helper = person.Helper;
                if (SentBy(helper, () => helper.Transact(_ => EditHere(random, setup, helper))) is { } ours)
                    Hear(people, number, ours, "own");
                return "is helped here";
            case < 9:
                return Do(random, setup, people, number);
            case < 12:
                while (person.Inbox.TryDequeue(out var update))
                    Hear(people, number, update, "remote");
                return "hears";
            case < 15:
                Same(people, number, SentBy(person.Doc, () => person.Undo.Undo()), yjs.Undo(number), setup, "undo");
                return "undoes";
            case < 17:
                Same(people, number, SentBy(person.Doc, () => person.Undo.Redo()), yjs.Redo(number), setup, "redo");
                return "redoes";
            case 17:
                _clock.Advance(TimeSpan.FromMilliseconds(300));
                yjs.Advance(300);
                return "waits";
            case 18:
                person.Undo.StopCapturing();
                yjs.StopCapturing(number);
                return "stops capturing";
            default:
                var (undo, redo) = (random.Next(4) == 0, random.Next(3) == 0);
                if (undo && redo)
                    person.Undo.Clear();
                else if (undo)
                    person.Undo.ClearUndoStack();
                else if (redo)
                    person.Undo.ClearRedoStack();
                yjs.Clear(number, undo, redo);
                return $"clears {undo} {redo}";
        }
    }

    static void EditHere(Random random, Setup setup, Doc doc)
    {
        for (var count = random.Next(1, 4); count > 0; count--)
            RandomTypeEdits.Edit(random, doc, setup.Roots[random.Next(setup.Roots.Length)]);
    }

    static int HelperOf(int number) => People + number;

    /// <summary>Somebody else's update arrives; those of one's helper are passed on as one's own.</summary>
    void Hear(Person[] people, int number, byte[] update, string origin)
    {
        people[number].Doc.ApplyUpdate(update, origin);
        yjs.Apply(number, update, origin);
        people[number].Helper.ApplyUpdate(update);
        yjs.Apply(HelperOf(number), update, origin);
        if (origin == "own")
            Send(people, number, update);
    }

    string Do(Random random, Setup setup, Person[] people, int number)
    {
        var doc = people[number].Doc;
        var name = setup.Roots[random.Next(setup.Roots.Length)];
        var root = RandomTypeEdits.Root(doc, name);
        var key = "abc"[random.Next(3)].ToString();
        double? value = random.Next(2) == 0 ? random.Next(100) : null;
        var (index, length) = Range(random, root);
        if (root is Map keyed ? value is null && !keyed.ContainsKey(key) : length == 0)
            return "has nothing to delete";
        var ours = SentBy(doc, () => doc.Transact(_ => Do(root, key, value, index, length), "own"));
        var theirs = yjs.Do(number, name, key, value, index, length);
        Same(people, number, ours, theirs, setup, "edit");
        return $"edits {name} {index}+{length} {key} {value}";
    }

    static (int Index, int Length) Range(Random random, AbstractType root)
    {
        var all = Length(root);
        var index = random.Next(all + 1);
        return (index, Math.Min(all - index, random.Next(1, 6)));
    }

    static int Length(AbstractType root) => root switch
    {
        MDReader.Crdt.Types.Text text => text.Length,
        MDReader.Crdt.Types.Array array => array.Count,
        XmlFragment xml => xml.Length,
        _ => 0,
    };

    static void Do(AbstractType root, string key, double? value, int index, int length)
    {
        switch (root)
        {
            case Map map when value is { } set:
                map[key] = set;
                break;
            case Map map:
                map.Remove(key);
                break;
            case MDReader.Crdt.Types.Text text:
                text.Delete(index, length);
                break;
            case MDReader.Crdt.Types.Array array:
                array.Delete(index, length);
                break;
            case XmlFragment xml:
                xml.Delete(index, length);
                break;
        }
    }

    void Same(Person[] people, int number, byte[]? ours, byte[]? theirs, Setup setup, string what)
    {
        if (ours is null || theirs is null)
            (ours is null).ShouldBe(theirs is null, what);
        else
        {
            Lines(ours).ShouldBe(Lines(theirs), what);
            if (!setup.HasNestedTypes)
                ours.ShouldBe(theirs, what);
            people[number].Helper.ApplyUpdate(theirs);
            yjs.Apply(HelperOf(number), theirs, "own");
            Send(people, number, theirs);
        }
    }

    static void Send(Person[] people, int from, byte[] update)
    {
        for (var to = 0; to < people.Length; to++)
        {
            if (to != from)
                people[to].Inbox.Enqueue(update);
        }
    }

    static byte[]? SentBy(Doc doc, Action act)
    {
        byte[]? sent = null;
        void Keep(UpdateEvent update) => sent = update.Update;
        doc.Updated += Keep;
        act();
        doc.Updated -= Keep;
        return sent;
    }

    void Compare(Person person, int number, Setup setup, string when)
    {
        var expected = yjs.StateOf(number);
        var state = person.Doc.EncodeStateAsUpdate();
        if (setup.HasNestedTypes)
            Lines(Joined(state, setup)).ShouldBe(Lines(Joined(expected.Update, setup)), when);
        else
            state.ShouldBe(expected.Update, $"{when}\n{Lines(state)}\nin yjs:\n{Lines(expected.Update)}");
        Json(person.Doc, setup).ShouldBe(expected.Json, when);
        // For a whole document, yjs takes up transactions in which nothing changed.
        if (setup.Scope.Length > 0)
        {
            (person.Undo.UndoStack.Count, person.Undo.RedoStack.Count).ShouldBe((expected.Undo, expected.Redo), when);
            string.Join(", ", person.Events).ShouldBe(expected.Events, when);
        }

        person.Events.Clear();
        foreach (var root in setup.Roots.Where(root => root is "text" or "rich"))
            Invariants.Check(person.Doc, person.Doc.GetText(root));
    }

    static string Lines(byte[] update)
    {
        var contents = UpdateBytes.Inspect(update);
        return string.Join('\n', contents.Structs.Select(item => item.ToString())
            .Concat(contents.Deletions.Select(range => $"deletes {range.Client}@{range.Start}+{range.Length}")));
    }

    /// <summary>The state as it is when its garbage is joined.</summary>
    static byte[] Joined(byte[] state, Setup setup)
    {
        var doc = new Doc(new() { ClientId = 1, Gc = setup.Gc });
        doc.ApplyUpdate(state);
        return doc.EncodeStateAsUpdate();
    }

    static string Json(Doc doc, Setup setup) => new Value.List([.. setup.Roots.Select(root => root == "rich"
        ? DeltaJson.Of(doc.GetText(root).ToDelta())
        : RandomTypeEdits.Root(doc, root).ToJson())]).ToJsonText();
}
