namespace MDReader.Crdt.Updates;

/// <summary>Structs by reference, in memory that is used again for the next update.</summary>
sealed class StructList
{
    DecodedStruct[] _structs = [];

    public int Count { get; private set; }

    public ref DecodedStruct this[int index] => ref _structs[index];

    /// <summary>A new struct at the end. <paramref name="atMost"/> bounds how many can still follow.</summary>
    public ref DecodedStruct Add(int atMost)
    {
        if (Count == _structs.Length)
            Array.Resize(ref _structs, Count + Math.Min(atMost, Math.Max(4, Count)));
        _structs[Count] = default;
        return ref _structs[Count++];
    }

    public void Clear()
    {
        Count = 0;
        if (_structs.Length > 1024)
            _structs = [];
    }
}
