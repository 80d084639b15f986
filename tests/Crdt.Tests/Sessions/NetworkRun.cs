using System.Text.Json.Nodes;
using MDReader.Conformance;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.History;
using MDReader.Crdt.Protocol;
using MDReader.Crdt.Updates;

namespace Crdt.Tests.Sessions;

/// <summary>
/// Runs a session over a network that loses, delays, repeats and reorders the messages of the sync protocol, and whose
/// lines go down (after yjs's own test of that kind). When all has calmed down, the replicas' block stores are equal.
/// </summary>
sealed class NetworkRun
{
    readonly record struct Message(int From, byte[] Bytes);

    readonly Session _session;
    readonly Doc[] _docs;
    readonly UndoManager?[] _undo;
    readonly List<Message>[] _inboxes;
    readonly bool[] _isOffline;
    readonly Mirror?[] _mirrors;
    readonly List<byte[]> _log = [];

    NetworkRun(Session session)
    {
        _session = session;
        _docs = [.. session.Clients.Select(client => new Doc(new() { ClientId = client, Gc = session.Gc }))];
        _undo = [.. _docs.Select(doc => TwinRun.UndoOf(doc, session.Features))];
        _inboxes = [.. _docs.Select(_ => new List<Message>())];
        _isOffline = new bool[_docs.Length];
        // Who listens makes the engine note what changes; not everybody does.
        _mirrors = [.. _docs.Select((doc, number) => number % 2 == 0 ? new Mirror(doc) : null)];
        for (var i = 0; i < _docs.Length; i++)
        {
            var me = i;
            SessionEdits.LiveTypes(_docs[me], Features.All);
            _docs[me].Updated += update =>
            {
                if (update.Origin is "remote")
                    return;
                _log.Add(update.Update);
                for (var other = 0; other < _docs.Length; other++)
                    Send(me, other, Said((ref ByteWriter writer) => SyncMessage.WriteUpdate(ref writer, update.Update)));
            };
        }
    }

    public static string? Failure(Session session)
    {
        try
        {
            new NetworkRun(session).Run();
            return null;
        }
        catch (Exception e)
        {
            return e is Divergence ? e.Message : e.ToString();
        }
    }

    /// <summary>All updates that a session's replicas author.</summary>
    public static IReadOnlyList<byte[]> LogOf(Session session)
    {
        var run = new NetworkRun(session);
        run.Run();
        return run._log;
    }

    void Run()
    {
        foreach (var step in _session.Steps)
        {
            Take(step);
            Invariants.Check(_docs[step.Replica]);
            _mirrors[step.Replica]?.Check();
        }

        CalmDown();
        Compare();
    }

    void Take(Step step)
    {
        var me = step.Replica;
        var inbox = _inboxes[me];
        var choices = new Choices(step.Numbers is [var first, ..] ? first : []);
        switch (step.Verb)
        {
            case Verb.Edit:
                _docs[me].Transact(_ =>
                {
                    foreach (var numbers in step.Numbers)
                        SessionEdits.Make(_docs[me], _session.Features, numbers);
                }, "local");
                break;
            case Verb.Deliver when inbox.Count > 0:
                Receive(me, TakeFrom(inbox, choices), choices);
                break;
            case Verb.Lose when inbox.Count > 0:
                TakeFrom(inbox, choices);
                break;
            case Verb.Batch:
                ReceiveBatch(me, choices);
                break;
            case Verb.Sync:
                Ask(me, choices.Of(_docs.Length));
                break;
            case Verb.Switch:
                Switch(me);
                break;
            case Verb.Undo:
                _undo[me]?.Undo();
                break;
            case Verb.Redo:
                _undo[me]?.Redo();
                break;
        }
    }

    void Switch(int me)
    {
        _isOffline[me] = !_isOffline[me];
        // What was on the line is gone.
        _inboxes[me].Clear();
        foreach (var inbox in _inboxes)
            inbox.RemoveAll(message => message.From == me);
        for (var other = 0; other < _docs.Length; other++)
        {
            Ask(me, other);
            Ask(other, me);
        }
    }

    static Message TakeFrom(List<Message> inbox, Choices choices)
    {
        var at = choices.Of(inbox.Count);
        var taken = inbox[at];
        // One in a few arrives again.
        if (!choices.OneIn(6))
            inbox.RemoveAt(at);
        return taken;
    }

    void Send(int from, int to, byte[] message)
    {
        if (from != to && !_isOffline[from] && !_isOffline[to])
            _inboxes[to].Add(new(from, message));
    }

    void Ask(int me, int other) =>
        Send(me, other, Said((ref ByteWriter writer) => SyncMessage.WriteStep1(ref writer, _docs[me].StateVector)));

    void Receive(int me, Message message, Choices choices)
    {
        var reader = new ByteReader(message.Bytes);
        var said = SyncMessage.Read(ref reader);
        if (said.Kind != SyncMessageKind.Step1)
        {
            if (choices.OneIn(3))
                _docs[me].ApplyUpdateV2(UpdateBytes.ToV2(said.Payload), "remote");
            else
                _docs[me].ApplyUpdate(said.Payload, "remote");
            return;
        }

        var lacking = _docs[me].EncodeStateAsUpdate(said.Payload);
        Send(me, message.From, Said((ref ByteWriter writer) => SyncMessage.WriteStep2(ref writer, lacking)));
    }

    void ReceiveBatch(int me, Choices choices)
    {
        var updates = new List<byte[]>();
        for (var left = 2 + choices.Of(4); left > 0 && _inboxes[me].Count > 0; left--)
        {
            var reader = new ByteReader(TakeFrom(_inboxes[me], choices).Bytes);
            if (SyncMessage.Read(ref reader) is { Kind: not SyncMessageKind.Step1 } said)
                updates.Add(said.Payload.ToArray());
        }

        if (updates.Count > 0)
            _docs[me].ApplyUpdate(UpdateBytes.Merge(updates), "remote");
    }

    delegate void Saying(ref ByteWriter writer);

    static byte[] Said(Saying say)
    {
        var writer = new ByteWriter(64);
        try
        {
            say(ref writer);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    void CalmDown()
    {
        System.Array.Fill(_isOffline, false);
        for (var round = 0; round < 2; round++)
        {
            for (var me = 0; me < _docs.Length; me++)
            {
                for (var other = 0; other < _docs.Length; other++)
                    Ask(me, other);
            }

            while (System.Array.FindIndex(_inboxes, inbox => inbox.Count > 0) is var me and >= 0)
                Receive(me, TakeFrom(_inboxes[me], new([])), new([]));
        }
    }

    void Compare()
    {
        var store = StoreOf(_docs[0]);
        var content = Content(_docs[0]);
        var snapshot = Snapshot.Of(_docs[0]).Encode();
        for (var me = 0; me < _docs.Length; me++)
        {
            var doc = _docs[me];
            Invariants.Check(doc);
            _mirrors[me]?.Check();
            Divergence.Unless(!doc.HasPending, $"replica {me} still waits for something");
            Divergence.Unless(Content(doc) == content, $"replicas 0 and {me} hold\n{content}\nand\n{Content(doc)}");
            Same(store, StoreOf(doc), $"replicas 0 and {me}");
            Divergence.Unless(Snapshot.Of(doc).Encode().AsSpan().SequenceEqual(snapshot), $"the snapshots of 0 and {me} differ");
        }

        Reloaded(store, "its state", doc => doc.ApplyUpdate(_docs[0].EncodeStateAsUpdate()));
        Reloaded(store, "its state in V2", doc => doc.ApplyUpdateV2(_docs[0].EncodeStateAsUpdateV2()));
        Reloaded(store, "all updates merged", doc => doc.ApplyUpdate(UpdateBytes.Merge(_log)));
        Reloaded(store, "all updates backwards", doc =>
        {
            foreach (var update in Enumerable.Reverse(_log))
                doc.ApplyUpdate(update);
        });
        Divergence.Unless(UpdateBytes.StateVectorOf(UpdateBytes.Merge(_log)).Equals(_docs[0].StateVector),
            $"the merged log has another state vector");
    }

    void Reloaded(string store, string what, Action<Doc> load)
    {
        var doc = new Doc(new() { ClientId = 0, Gc = _session.Gc });
        load(doc);
        Divergence.Unless(!doc.HasPending, $"a document of {what} still waits for something");
        Same(store, StoreOf(doc), $"replica 0 and a document of {what}");
    }

    /// <summary>Who may undo keeps what it deleted, and others don't: then what all have to keep is compared.</summary>
    string StoreOf(Doc doc)
    {
        if (!_session.Features.HasFlag(Features.Undo))
            return StoreText.Of(doc);
        var copy = new Doc(new() { ClientId = 0 });
        copy.ApplyUpdate(doc.EncodeStateAsUpdate());
        return StoreText.Of(copy);
    }

    static void Same(string one, string other, string what)
    {
        if (one == other)
            return;
        var lines = one.Split('\n').Zip(other.Split('\n')).FirstOrDefault(pair => pair.First != pair.Second);
        throw new Divergence($"{what} differ first where one has\n{lines.First}\nand the other\n{lines.Second}\nof\n{one}\nand\n{other}");
    }

    static string Content(Doc doc) => string.Concat(
        Sorted(Dump.OfRoot(doc, SessionEdits.Text, "text")), Sorted(Dump.OfRoot(doc, SessionEdits.Map, "map")),
        Sorted(Dump.OfRoot(doc, SessionEdits.Array, "array")), Sorted(Dump.OfRoot(doc, SessionEdits.Xml, "xmlfragment")));

    /// <summary>The order of a map's keys is a replica's own.</summary>
    static string Sorted(JsonNode? json) => json switch
    {
        JsonObject members => $"{{{string.Join(',', members
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => $"{member.Key}:{Sorted(member.Value)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Sorted))}]",
        null => "null",
        _ => json.ToJsonString(),
    };
}
