using System.Buffers;
using MDReader.Crdt.Blocks;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;

namespace MDReader.Crdt.Updates;

/// <summary>An update as plain structs: decoded, structurally sound, within budget, and applied to nothing yet.</summary>
public sealed class DecodedUpdate
{
    /// <param name="Client">Whose structs these are.</param>
    /// <param name="First">The first one's place in <see cref="Structs"/>.</param>
    /// <param name="Count">How many there are.</param>
    /// <param name="TextBytes">What their texts take, so that room can be made at once.</param>
    /// <param name="IsAlone">They follow each other, and refer to nobody else's.</param>
    internal readonly record struct Group(ulong Client, int First, int Count, int TextBytes, bool IsAlone)
    {
        public int EndIndex => First + Count;
    }

    const int KeptBytes = 16 * 1024;
    const int KeptGroups = 2048;

    byte[] _bytes = [];
    int _length;
    Group[] _groups = [];

    internal DecodedUpdate() { }

    /// <summary>The structs of all clients; <see cref="Groups"/> says whose are whose.</summary>
    internal StructList Structs { get; } = new();

    /// <summary>Descending by client, each client once.</summary>
    internal ReadOnlySpan<Group> Groups => _groups.AsSpan(0, GroupCount);

    internal int GroupCount { get; private set; }

    internal IdSet Deletions { get; } = new();

    /// <summary>The update as it came, and behind an update V2 what is otherwise in V1. Structs name parts of it.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>From the budget that it was read with.</summary>
    internal long MaxConflictSteps { get; set; } = long.MaxValue;

    /// <summary>Its bytes are V1, and say what they do without holes or repetition: every struct is content, in order.</summary>
    internal bool IsCanonical { get; set; }

    public int StructCount => Structs.Count;

    /// <summary>What it deletes: descending by client, then ascending and apart from each other.</summary>
    public IReadOnlyList<ClientRange> DeletedRanges => Deletions.Ranges.ToArray();

    public int DeleteRangeCount => Deletions.Count;

    /// <summary>Per client, descending, the runs of clocks that structs are present for: a hole between two isn't.</summary>
    public IReadOnlyList<ClientRange> Clients
    {
        get
        {
            var runs = new List<ClientRange>(GroupCount);
            foreach (var group in Groups)
            {
                for (var i = group.First; i < group.EndIndex; i++)
                {
                    ref var item = ref Structs[i];
                    if (item.Kind == BlockKind.Skip)
                        continue;
                    if (runs.Count > 0 && runs[^1].Client == group.Client && runs[^1].End == item.Clock)
                        runs[^1] = runs[^1] with { End = item.End };
                    else
                        runs.Add(new(group.Client, item.Clock, item.End));
                }
            }

            return runs;
        }
    }

    /// <param name="bytes">The update; it is copied.</param>
    /// <param name="budget">What reading it may cost, and placing its structs when it is applied.</param>
    /// <exception cref="MalformedUpdateException">The bytes are no update, or one past the budget.</exception>
    public static DecodedUpdate ReadV1(ReadOnlySpan<byte> bytes, Budget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        var update = new DecodedUpdate { _bytes = new byte[bytes.Length] };
        UpdateReaderV1.Read(bytes, budget, update);
        return update;
    }

    /// <summary>True when nothing but plain text of that root (and what is left of deleted text) is in it.</summary>
    public bool IsOnlyText(string root)
    {
        var name = System.Text.Encoding.UTF8.GetBytes(root);
        for (var i = 0; i < Structs.Count; i++)
        {
            ref var item = ref Structs[i];
            if (item.Kind is not (BlockKind.String or BlockKind.Deleted or BlockKind.Gc or BlockKind.Skip))
                return false;
            if (item.HasParentItem || item.HasKey)
                return false;
            if (item.HasParentRoot && !Slice(item.RootName.Start, item.RootName.Length).SequenceEqual(name))
                return false;
        }

        return true;
    }

    /// <summary>Whether this character of ASCII is in its text.</summary>
    public bool HasInText(byte ascii)
    {
        for (var i = 0; i < Structs.Count; i++)
        {
            ref var item = ref Structs[i];
            if (item.Kind == BlockKind.String && Slice(item.ContentStart, item.ContentBytes).Contains(ascii))
                return true;
        }

        return false;
    }

    internal ReadOnlySpan<byte> Slice(int start, int length) => _bytes.AsSpan(start, length);

    /// <summary>Empties it for another update.</summary>
    internal void Reset(ReadOnlySpan<byte> bytes)
    {
        Structs.Clear();
        Deletions.Clear();
        GroupCount = 0;
        IsCanonical = false;
        if (_bytes.Length < bytes.Length)
            _bytes = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(_bytes);
        _length = bytes.Length;
    }

    /// <summary>Puts bytes behind those of the update; returns where they begin.</summary>
    internal int Append(ReadOnlySpan<byte> bytes)
    {
        var start = _length;
        if (_bytes.Length - start < bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(start + bytes.Length, _bytes.Length * 2));
            Bytes.CopyTo(larger);
            (var smaller, _bytes) = (_bytes, larger);
            if (smaller.Length > 0)
                ArrayPool<byte>.Shared.Return(smaller);
        }

        bytes.CopyTo(_bytes.AsSpan(start));
        _length += bytes.Length;
        return start;
    }

    /// <summary>Lets go of what a large update took.</summary>
    internal void Release()
    {
        if (_bytes.Length > KeptBytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }

        if (_groups.Length > KeptGroups)
            _groups = [];
        Structs.Clear();
        Deletions.Clear();
        GroupCount = 0;
    }

    /// <summary>Takes over the bytes that its structs name.</summary>
    internal void Own(byte[] bytes, int length) => (_bytes, _length) = (bytes, length);

    internal void AddGroup(Group group)
    {
        if (GroupCount == _groups.Length)
            Array.Resize(ref _groups, Math.Max(1, GroupCount * 2));
        _groups[GroupCount++] = group;
    }

    /// <summary>Puts the groups in order; false when a client occurs twice.</summary>
    internal bool SortGroups()
    {
        var groups = _groups.AsSpan(0, GroupCount);
        var sorted = true;
        for (var i = 1; i < groups.Length && sorted; i++)
            sorted = groups[i - 1].Client > groups[i].Client;
        if (sorted)
            return true;
        groups.Sort(static (a, b) => b.Client.CompareTo(a.Client));
        for (var i = 1; i < groups.Length; i++)
        {
            if (groups[i - 1].Client == groups[i].Client)
                return false;
        }

        return true;
    }

    internal int FindGroup(ulong client)
    {
        int low = 0, high = GroupCount - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = _groups[middle].Client;
            if (found == client)
                return middle;
            if (found > client)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }
}
