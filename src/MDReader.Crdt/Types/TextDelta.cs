using System.Text;
using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Types;

/// <summary>
/// The delta from what a text was before a transaction to what it is now, as yjs tells it. Two sets of formats go
/// along the text: those that held before, and those that hold now; where kept text lies between them, the delta
/// formats it.
/// </summary>
sealed class TextDelta(Transaction transaction, SharedType type)
{
    enum Step
    {
        None,
        Insert,
        Retain,
        Delete,
    }

    readonly List<DeltaOp> _delta = [];
    readonly StringBuilder _inserted = new();
    readonly Value.Object _now = new();
    readonly Value.Object _before = new();

    // What the kept text is formatted with; null takes a format away.
    readonly Value.Object _reformat = new();
    Step _step;
    int _length;

    public IReadOnlyList<DeltaOp> Compute()
    {
        var store = transaction.Store;
        for (var number = type.Start; number != Block.None; number = store[number].Right)
        {
            ref var block = ref store[number];
            switch (block.Kind)
            {
                case BlockKind.String:
                    AddText(in block);
                    break;
                case BlockKind.Format:
                    AddMark(in block);
                    break;
                case BlockKind.Embed or BlockKind.Type:
                    AddEmbed(number);
                    break;
            }
        }

        Flush();
        while (_delta is [.., DeltaOp.Retain { Attributes: null }])
            _delta.RemoveAt(_delta.Count - 1);
        return _delta;
    }

    // Typing lengthens a block: of one block, the beginning may be old and the rest new.
    void AddText(in Block block)
    {
        var client = transaction.Store.Clients[block.Client];
        var known = client.IsExtended ? Math.Clamp(client.StateBefore - block.Clock, 0, block.Length) : block.Length;
        if (known > 0)
            AddKnown(in block, known);
        if (known == block.Length || block.Deleted)
            return;
        Go(Step.Insert);
        _inserted.Append(Contents.Text(transaction.Store, in block, known, block.Length - known));
    }

    void AddKnown(in Block block, int length)
    {
        if (block.Deleted && !Changes.Deletes(transaction, in block))
            return;
        Go(block.Deleted ? Step.Delete : Step.Retain);
        _length += length;
    }

    void AddEmbed(int number)
    {
        ref var block = ref transaction.Store[number];
        if (!transaction.IsNew(in block))
        {
            AddKnown(in block, 1);
            return;
        }

        if (block.Deleted)
            return;
        Flush();
        _delta.Add(new DeltaOp.InsertEmbed(Contents.At(transaction.Doc, number, 0), TextReading.Held(_now)));
    }

    void AddMark(in Block block)
    {
        var isNew = transaction.IsNew(in block);
        if (block.Deleted && (isNew || !Changes.Deletes(transaction, in block)))
            return;
        var (key, value) = Contents.Format(transaction.Store, in block);
        if (isNew && !AddNewMark(key, value))
            return;
        if (!isNew && block.Deleted)
            RemoveMark(key, value);
        else if (!isNew && !KeepMark(key, value))
            return;
        if (block.Deleted)
            return;
        if (_step == Step.Insert)
            Flush();
        FormatValue.Apply(_now, key, value);
    }

    /// <summary>False for a mark that changes nothing.</summary>
    bool AddNewMark(string key, Value value)
    {
        if (FormatValue.AreEqual(_now[key], value))
            return FormatValue.IsNull(value);
        FlushKept();
        if (FormatValue.AreEqual(value, _before[key]))
            _reformat.Remove(key);
        else
            _reformat.Set(key, value);
        return true;
    }

    void RemoveMark(string key, Value value)
    {
        _before.Set(key, value);
        if (FormatValue.AreEqual(_now[key], value))
            return;
        FlushKept();
        _reformat.Set(key, _now[key] ?? Value.Nothing);
    }

    /// <summary>False for a mark that changes nothing any more.</summary>
    bool KeepMark(string key, Value value)
    {
        _before.Set(key, value);
        if (_reformat[key] is not { } reformatted)
            return true;
        if (FormatValue.AreEqual(reformatted, value))
            return FormatValue.IsNull(reformatted);
        FlushKept();
        if (FormatValue.IsNull(value))
            _reformat.Remove(key);
        else
            _reformat.Set(key, value);
        return true;
    }

    void Go(Step step)
    {
        if (_step != step)
            Flush();
        _step = step;
    }

    void FlushKept()
    {
        if (_step == Step.Retain)
            Flush();
    }

    void Flush()
    {
        switch (_step)
        {
            case Step.Insert when _inserted.Length > 0:
                Add(new DeltaOp.InsertText(_inserted.ToString(), TextReading.Held(_now)));
                break;
            case Step.Retain when _length > 0:
                Add(new DeltaOp.Retain(_length, TextReading.Held(_reformat)));
                break;
            case Step.Delete when _length > 0:
                Add(new DeltaOp.Delete(_length));
                break;
        }

        _inserted.Clear();
        _length = 0;
        _step = Step.None;
    }

    // Marks that change nothing are no reason to tell one step in two parts.
    void Add(DeltaOp next)
    {
        var joined = _delta is [.., var last] ? Join(last, next) : null;
        if (joined is null)
            _delta.Add(next);
        else
            _delta[^1] = joined;
    }

    static DeltaOp? Join(DeltaOp last, DeltaOp next) => (last, next) switch
    {
        (DeltaOp.InsertText a, DeltaOp.InsertText b) when a.Attributes == b.Attributes =>
            a with { Text = a.Text + b.Text },
        (DeltaOp.Retain a, DeltaOp.Retain b) when a.Attributes == b.Attributes => a with { Length = a.Length + b.Length },
        (DeltaOp.Delete a, DeltaOp.Delete b) => new DeltaOp.Delete(a.Length + b.Length),
        _ => null,
    };
}
