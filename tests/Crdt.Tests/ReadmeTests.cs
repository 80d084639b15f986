using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.History;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Positions;
using MDReader.Crdt.Protocol;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

#pragma warning disable IDE0007 // The README names types, for those who read without an editor.

namespace Crdt.Tests;

/// <summary>The examples of the engine's README, word for word.</summary>
public class ReadmeTests
{
    readonly List<byte[]> _sent = [];
    readonly List<object> _drawn = [];

    void Send(byte[] message) => _sent.Add(message);

    void Draw(object what) => _drawn.Add(what);

    [Fact]
    public void The_examples_do_what_they_say()
    {
        var other = new Doc(new() { ClientId = 7 });
        other.GetText("content").Insert(0, "Hi");
        var received = other.EncodeStateAsUpdate();
        var theirStateVector = other.StateVector.Encode();
        const int selection = 5;

        var doc = new Doc(new() { ClientId = 1 });           // the id is yours to choose; never use one twice at a time
        doc.Updated += update => Send(update.Update);        // once per transaction, as update V1
        doc.GetText("content").Insert(0, "Hello");
        doc.ApplyUpdate(received, origin: "network");        // throws MalformedUpdateException, and then nothing changed
        var missing = doc.EncodeStateAsUpdate(theirStateVector);

        _sent.Count.ShouldBe(2);
        other.ApplyUpdate(missing);
        other.GetText("content").ToString().ShouldBe(doc.GetText("content").ToString());

        var task = (Map)doc.GetArray("tasks").Insert(0, NewType.Map);
        task["done"] = false;                                // plain values convert; -0, NaN, bytes and big integers are kept
        ((Text)task.Set("title", NewType.Text)).Insert(0, "Water the plants");
        doc.GetArray("tasks").Insert(1, NewType.CopyOf(task));         // types within and formats too; they share no history
        doc.GetArray("tasks").ChangedDeep += events => Draw(events);   // deltas and keys, by path, after each transaction
        doc.Transact(_ => task.Clear(), origin: "tidy up");            // what belongs together is one transaction

        _drawn.Count.ShouldBe(1);
        task.Count.ShouldBe(0);

        using var undo = new UndoManager(doc.GetText("content"), new() { Time = TimeProvider.System });
        undo.StackItemAdded += added => added.StackItem.Meta["selection"] = selection;
        doc.GetText("content").Insert(5, ", world");
        undo.Undo();                                         // takes back what was written here; null when there is nothing
        undo.Redo();

        doc.GetText("content").ToString().ShouldContain(", world");
        undo.UndoStack.ShouldHaveSingleItem().Meta["selection"].ShouldBe(5);

        var place = RelativePosition.At(doc.GetText("content"), 5);
        byte[] bytes = place.Encode();                       // or WriteJson, for awareness
        int? index = RelativePosition.Decode(bytes, Budget.Default).Resolve(doc)?.Index;
        var awareness = new Awareness(doc.ClientId, TimeProvider.System);
        awareness.Changed += change => Draw(change.Added);
        var said = awareness.SetLocalState("""{"name":"Ada"}"""u8.ToArray());
        Send(AwarenessUpdate.Encode([said]));

        index.ShouldBe(5);
        AwarenessUpdate.Read(_sent[^1], Budget.Default).ShouldHaveSingleItem().Client.ShouldBe(1UL);

        byte[][] updates = [received, missing];
        byte[] log = UpdateBytes.Merge(updates);                     // one update; text typed in a row is joined
        byte[] lacking = UpdateBytes.Diff(log, theirStateVector);    // what a replica lacks; state vectors are encoded
        StateVector known = UpdateBytes.StateVectorOf(log);
        foreach (var item in UpdateBytes.Inspect(log).Structs)       // 7@0+5 String in "content" "Hello"
            Console.WriteLine(item);
        byte[] small = UpdateBytes.ToV2(log);                        // and doc.ApplyUpdateV2, doc.EncodeStateAsUpdateV2

        known.Count.ShouldBe(2);
        UpdateBytes.Inspect(lacking).Structs.ShouldHaveSingleItem().ToString().ShouldStartWith("1@0+5 String");
        UpdateBytes.ToV1(small).ShouldBe(log);

        var kept = new Doc(new() { ClientId = 2, Gc = false });
        kept.GetText("content").Insert(0, "First thoughts");
        byte[] moment = Snapshot.Of(kept).Encode();          // a few bytes
        kept.GetText("content").Delete(0, 5);
        var then = Snapshot.Decode(moment).Restore(kept, new() { ClientId = 3 });

        then.GetText("content").ToString().ShouldBe("First thoughts");
    }

    [Fact]
    public void Every_example_of_the_README_is_run_here()
    {
        var readme = File.ReadAllLines(Path.Combine(RepositoryFolders.Root, "src", "MDReader.Crdt", "README.md"));
        var here = File.ReadAllText(Path.Combine(RepositoryFolders.TestSources, "ReadmeTests.cs"))
            .Split('\n').Select(line => line.Trim()).ToHashSet();
        var examples = 0;
        for (var line = 0; line < readme.Length; line++)
        {
            if (readme[line] != "```csharp")
                continue;
            examples++;
            while (readme[++line] != "```")
                here.ShouldContain(readme[line].Trim(), $"line {line + 1} of the README");
        }

        examples.ShouldBe(6);
    }
}
