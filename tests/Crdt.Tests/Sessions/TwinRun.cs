using System.Text.Json;
using System.Text.Json.Nodes;
using MDReader.Crdt;
using MDReader.Crdt.History;
using MDReader.Crdt.Updates;

namespace Crdt.Tests.Sessions;

/// <summary>
/// Runs a session in which every replica exists twice under one client id, here and in real yjs. Both make the same
/// edits and get the same messages, so that each update they author is equal byte for byte, and all that follows.
/// </summary>
sealed class TwinRun
{
    readonly Session _session;
    readonly YjsReplicas _yjs;
    readonly Doc[] _docs;
    readonly UndoManager?[] _undo;
    readonly YjsOutcome[] _twins;
    readonly List<byte[]>[] _inboxes;
    readonly bool[] _isOffline;

    TwinRun(Session session, YjsReplicas yjs)
    {
        (_session, _yjs) = (session, yjs);
        _docs = [.. session.Clients.Select(client => new Doc(new()
        {
            ClientId = client,
            Gc = session.Gc,
            CleanUpFormatting = session.Features.HasFlag(Features.CleanUp),
        }))];
        _undo = [.. _docs.Select(doc => UndoOf(doc, session.Features))];
        _twins = new YjsOutcome[_docs.Length];
        System.Array.Fill(_twins, new([], [0], false));
        _inboxes = [.. _docs.Select(_ => new List<byte[]>())];
        _isOffline = new bool[_docs.Length];
        foreach (var doc in _docs)
            SessionEdits.LiveTypes(doc, Features.All);
    }

    public static UndoManager? UndoOf(Doc doc, Features features) => !features.HasFlag(Features.Undo)
        ? null
        : new([.. SessionEdits.LiveTypes(doc, Features.All)], new()
        {
            Time = TimeProvider.System,
            CaptureTimeout = TimeSpan.Zero,
            TrackedOrigins = ["local"],
        });

    /// <summary>The edits so far, as they were chosen.</summary>
    readonly List<string> _edits = [];

    /// <summary>What differs, or null when all is equal to the end.</summary>
    public static string? Failure(Session session, YjsReplicas yjs)
    {
        try
        {
            yjs.Begin(session);
            new TwinRun(session, yjs).Run();
            return null;
        }
        catch (Exception e) when (e is not Xunit.Sdk.SkipException)
        {
            return e is Divergence ? e.Message : e.ToString();
        }
    }

    void Run()
    {
        foreach (var step in _session.Steps)
        {
            try
            {
                Take(step);
            }
            catch (Divergence e)
            {
                throw new Divergence($"at '{step}': {e.Message}");
            }
        }

        Settle();
        Compare();
    }

    /// <summary>What the session's edits come to, for people to read.</summary>
    public static string EditsOf(Session session, YjsReplicas yjs)
    {
        yjs.Begin(session);
        var run = new TwinRun(session, yjs);
        try
        {
            run.Run();
        }
        catch (Exception)
        {
            // It is a failing one that is looked at.
        }

        return string.Join('\n', run._edits);
    }

    void Take(Step step)
    {
        var me = step.Replica;
        var inbox = _inboxes[me];
        var choices = new Choices(step.Numbers is [var first, ..] ? first : []);
        switch (step.Verb)
        {
            case Verb.Edit:
                Edit(me, step.Numbers);
                break;
            case Verb.Deliver when inbox.Count > 0:
                Receive(me, TakeFrom(inbox, choices), choices);
                break;
            case Verb.Lose when inbox.Count > 0:
                TakeFrom(inbox, choices);
                break;
            case Verb.Batch when inbox.Count > 1:
                ReceiveBatch(me, choices);
                break;
            case Verb.Sync:
                Sync(choices.Of(_docs.Length), me, choices.Of(4));
                break;
            case Verb.Switch:
                _isOffline[me] = !_isOffline[me];
                break;
            case Verb.Undo or Verb.Redo when _session.Features.HasFlag(Features.Undo):
                Undo(me, step.Verb == Verb.Redo);
                break;
        }
    }

    static byte[] TakeFrom(List<byte[]> inbox, Choices choices)
    {
        var at = choices.Of(inbox.Count);
        var taken = inbox[at];
        inbox.RemoveAt(at);
        return taken;
    }

    /// <summary>Yjs keeps some things waiting that needn't: until it has them too, its twin would write differently.</summary>
    bool IsBehind(int me) => !_twins[me].StateVector.AsSpan().SequenceEqual(_docs[me].StateVector.Encode())
        || _twins[me].Pending != _docs[me].HasPending;

    void Edit(int me, int[][] edits)
    {
        if (IsBehind(me))
            return;
        var list = new JsonArray();
        var sent = Sent(me, () => _docs[me].Transact(_ =>
        {
            foreach (var numbers in edits)
            {
                if (SessionEdits.Make(_docs[me], _session.Features, numbers) is { } edit)
                    list.Add(edit);
            }
        }, "local"));
        var said = list.ToJsonString();
        _edits.Add($"{me} {said}");
        _twins[me] = _yjs.Edit(me, list);
        Publish(me, sent, said);
    }

    void Undo(int me, bool redo)
    {
        if (IsBehind(me))
            return;
        var what = redo ? "redo" : "undo";
        _edits.Add($"{me} {what}");
        var sent = Sent(me, () => _ = redo ? _undo[me]!.Redo() : _undo[me]!.Undo());
        _twins[me] = _yjs.Undo(me, redo);
        Publish(me, sent, what);
    }

    List<byte[]> Sent(int me, Action act)
    {
        var sent = new List<byte[]>();
        void Keep(UpdateEvent update)
        {
            if (update.Origin is not "remote")
                sent.Add(update.Update);
        }

        _docs[me].Updated += Keep;
        act();
        _docs[me].Updated -= Keep;
        return sent;
    }

    void Publish(int me, List<byte[]> sent, string said)
    {
        Divergence.Unless(sent.Count == _twins[me].Sent.Length,
            $"{said} sent {sent.Count} updates here, {_twins[me].Sent.Length} in yjs");
        for (var i = 0; i < sent.Count; i++)
        {
            Equal(sent[i], _twins[me].Sent[i], $"{said} sent");
            Equal(UpdateBytes.ToV2(sent[i]), _yjs.ToV2(sent[i]), $"{said} sent, in V2,");
            Send(me, sent[i]);
        }
    }

    void Send(int me, byte[] update)
    {
        for (var i = 0; i < _inboxes.Length; i++)
        {
            if (i == me || _isOffline[me] || _isOffline[i])
                continue;
            _inboxes[i].Add(update);
            // One in a few arrives twice.
            if (update.Length % 5 == 0)
                _inboxes[i].Add(update);
        }
    }

    void Receive(int me, byte[] update, Choices choices)
    {
        if (choices.OneIn(3))
            Apply(me, UpdateBytes.ToV2(update), v2: true);
        else
            Apply(me, update, v2: false);
    }

    void ReceiveBatch(int me, Choices choices)
    {
        var inbox = _inboxes[me];
        var batch = new List<byte[]>();
        for (var left = 2 + choices.Of(Math.Min(4, inbox.Count - 1)); left > 0; left--)
            batch.Add(TakeFrom(inbox, choices));
        var form = choices.Of(4);
        var inV2 = batch.Select(update => UpdateBytes.ToV2(update)).ToArray();
        var merged = form switch
        {
            0 => UpdateBytes.Merge(batch),
            1 => _yjs.Merge(batch, v2: false),
            2 => UpdateBytes.MergeV2(inV2),
            _ => _yjs.Merge(inV2, v2: true),
        };
        Apply(me, merged, v2: form > 1);
    }

    void Apply(int me, byte[] update, bool v2)
    {
        var wasBehind = IsBehind(me);
        var tidied = Sent(me, () =>
        {
            if (v2)
                _docs[me].ApplyUpdateV2(update, "remote");
            else
                _docs[me].ApplyUpdate(update, "remote");
        });
        Hear(me, update, v2);
        if (!_session.Features.HasFlag(Features.CleanUp))
            return;
        var isBehind = wasBehind || IsBehind(me);
        if (!isBehind)
            Divergence.Unless(tidied.Count == _twins[me].Sent.Length,
                $"{me} tidied {tidied.Count} times here, {_twins[me].Sent.Length} times in yjs");
        for (var i = 0; i < tidied.Count; i++)
        {
            if (isBehind)
                Send(me, tidied[i]);
            else
                Equal(tidied[i], _twins[me].Sent[i], $"what {me} tidied");
        }
    }

    /// <summary>The twin in yjs gets an update that its twin here has.</summary>
    void Hear(int me, byte[] update, bool v2)
    {
        _twins[me] = _yjs.Apply(me, update, v2);
        // What yjs tidies up of its own accord, its twin here is told.
        foreach (var tidied in _twins[me].Sent)
        {
            _docs[me].ApplyUpdate(tidied, "remote");
            Send(me, tidied);
        }

        if (!_twins[me].Pending)
            Equal(_docs[me].StateVector.Encode(), _twins[me].StateVector, $"the state vector of {me}");
    }

    void Sync(int from, int to, int form)
    {
        if (from == to || _isOffline[from] || _isOffline[to])
            return;
        var v2 = form % 2 == 1;
        var known = _docs[to].StateVector.Encode();
        var ours = v2 ? _docs[from].EncodeStateAsUpdateV2(known) : _docs[from].EncodeStateAsUpdate(known);
        var theirs = _yjs.Diff(from, known, v2);
        Apply(to, form < 2 ? ours : theirs, v2);
        // Yjs may leave waiting what it has all of, until it asks for what it lacks itself.
        if (IsBehind(to))
            Hear(to, _docs[from].EncodeStateAsUpdate(_twins[to].StateVector), v2: false);
    }

    /// <summary>Everything arrives, and what was lost is asked for, until nothing is on its way any more.</summary>
    void Settle()
    {
        System.Array.Fill(_isOffline, false);
        for (var round = 0; round < 20; round++)
        {
            for (var me = 0; me < _docs.Length; me++)
            {
                while (_inboxes[me].Count > 0)
                    Apply(me, TakeFrom(_inboxes[me], new([])), v2: false);
            }

            for (var me = 0; me < _docs.Length; me++)
            {
                for (var other = 0; other < _docs.Length; other++)
                    Sync(other, me, round == 0 ? (me + other) % 4 : 0);
            }

            if (round > 0 && _inboxes.All(inbox => inbox.Count == 0))
                return;
        }

        throw new Divergence("after twenty rounds there is still something to say");
    }

    void Compare()
    {
        var first = _docs[0].EncodeStateAsUpdate();
        for (var me = 0; me < _docs.Length; me++)
        {
            var doc = _docs[me];
            Invariants.Check(doc);
            Divergence.Unless(!doc.HasPending, $"replica {me} still waits for something");
            var theirs = _yjs.State(me);
            Equal(doc.StateVector.Encode(), theirs.Outcome.StateVector, $"the state vector of {me}");
            Equal(doc.StateVector.Encode(), _docs[0].StateVector.Encode(), $"the state vectors of {me} and 0");
            CompareContent(me, theirs.Roots);
            Equal(Snapshot.Of(doc).Encode(), theirs.Snapshot, $"the snapshot of {me}");
            Same(doc.EncodeStateAsUpdate(), theirs.Update, Features.Nesting, $"replica {me}");
            Same(doc.EncodeStateAsUpdate(), first, Features.Nesting | Features.Undo, $"replicas {me} and 0");
            if (doc.EncodeStateAsUpdate().AsSpan().SequenceEqual(theirs.Update))
                Equal(doc.EncodeStateAsUpdateV2(), theirs.UpdateV2, $"replica {me} in V2");
        }
    }

    void CompareContent(int me, JsonElement theirs)
    {
        var ours = JsonSerializer.SerializeToElement(new JsonObject
        {
            [SessionEdits.Text] = MDReader.Conformance.Dump.OfRoot(_docs[me], SessionEdits.Text, "text"),
            [SessionEdits.Array] = MDReader.Conformance.Dump.OfRoot(_docs[me], SessionEdits.Array, "array"),
            [SessionEdits.Map] = MDReader.Conformance.Dump.OfRoot(_docs[me], SessionEdits.Map, "map"),
            [SessionEdits.Xml] = MDReader.Conformance.Dump.OfRoot(_docs[me], SessionEdits.Xml, "xmlfragment"),
        });
        Divergence.Unless(JsonElement.DeepEquals(ours, theirs),
            $"replica {me} holds\n{ours.GetRawText()}\nand in yjs\n{theirs.GetRawText()}");
    }

    /// <summary>
    /// Equal byte for byte, but for what yjs itself leaves to the order of arrival: how garbage lies in pieces where
    /// types were deleted with what stood in them. Who may undo keeps what it deleted, and others don't.
    /// </summary>
    void Same(byte[] ours, byte[] theirs, Features looser, string what)
    {
        if ((_session.Features & looser) != 0)
            (ours, theirs) = (Reloaded(ours), Reloaded(theirs));
        Equal(ours, theirs, what);
    }

    static byte[] Reloaded(byte[] state)
    {
        var doc = new Doc(new() { ClientId = 0 });
        doc.ApplyUpdate(state);
        return doc.EncodeStateAsUpdate();
    }

    static void Equal(byte[] ours, byte[] theirs, string what) => Divergence.Unless(ours.AsSpan().SequenceEqual(theirs),
        $"{what} is here\n{Convert.ToHexStringLower(ours)}\nand there\n{Convert.ToHexStringLower(theirs)}");
}
