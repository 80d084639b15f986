using MDReader.Crdt.Blocks;

namespace MDReader.Crdt.Updates;

/// <summary>Structs of several updates, put in order to be one update again.</summary>
sealed class UpdateParts
{
    readonly record struct Part(ulong Client, int Clock, int End, DecodedUpdate Source, int Index);

    readonly List<Part> _parts = [];
    int _bytes;

    public void Add(DecodedUpdate source, ulong client, int index)
    {
        ref var item = ref source.Structs[index];
        if (item.Kind == BlockKind.Skip)
            return;
        _parts.Add(new(client, item.Clock, item.End, source, index));
        _bytes += item.ContentBytes + item.KeyLength + (item.HasParentRoot ? item.RootName.Length : 0);
    }

    /// <summary>One update of all parts, by client and clock, without those that another one covers.</summary>
    public DecodedUpdate Join()
    {
        _parts.Sort(static (a, b) =>
            a.Client != b.Client ? b.Client.CompareTo(a.Client)
            : a.Clock != b.Clock ? a.Clock.CompareTo(b.Clock)
            : b.End.CompareTo(a.End));
        var joined = new DecodedUpdate();
        var bytes = new byte[_bytes];
        var written = 0;
        var first = 0;
        var end = 0;
        for (var i = 0; i < _parts.Count; i++)
        {
            var part = _parts[i];
            if (i > 0 && _parts[i - 1].Client != part.Client)
            {
                joined.AddGroup(new(_parts[i - 1].Client, first, joined.Structs.Count - first, TextBytes: 0, IsAlone: false));
                first = joined.Structs.Count;
                end = 0;
            }

            if (part.End <= end)
                continue;
            end = part.End;
            Copy(in part, joined, bytes, ref written);
        }

        if (_parts.Count > 0)
            joined.AddGroup(new(_parts[^1].Client, first, joined.Structs.Count - first, TextBytes: 0, IsAlone: false));
        joined.Own(bytes, written);
        return joined;
    }

    static void Copy(in Part part, DecodedUpdate joined, byte[] bytes, ref int written)
    {
        ref var item = ref joined.Structs.Add();
        item = part.Source.Structs[part.Index];
        item.ContentStart = CopyBytes(part.Source, item.ContentStart, item.ContentBytes, bytes, ref written);
        if (item.HasKey)
            item.KeyStart = CopyBytes(part.Source, item.KeyStart, item.KeyLength, bytes, ref written);
        if (item.HasParentRoot)
        {
            var (start, length) = item.RootName;
            item.RootName = (CopyBytes(part.Source, start, length, bytes, ref written), length);
        }
    }

    static int CopyBytes(DecodedUpdate source, int start, int length, byte[] bytes, ref int written)
    {
        var target = written;
        source.Slice(start, length).CopyTo(bytes.AsSpan(target));
        written += length;
        return target;
    }
}
