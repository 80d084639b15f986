using MDReader.Crdt.Encoding;

namespace Crdt.Tests;

/// <summary>Writes updates V1 by hand, struct by struct, also such as no honest peer writes.</summary>
sealed class UpdateText
{
    readonly List<(ulong Client, int Clock, List<byte[]> Structs)> _groups = [];
    readonly List<(ulong Client, int Clock, int Length)> _deletions = [];

    delegate void Writing(ref ByteWriter writer);

    public UpdateText Of(ulong client, int clock)
    {
        _groups.Add((client, clock, []));
        return this;
    }

    public UpdateText Gc(int length) => Add(0, (ref ByteWriter writer) => writer.WriteVarUint((uint)length));

    public UpdateText Skip(int length) => Add(10, (ref ByteWriter writer) => writer.WriteVarUint((uint)length));

    public UpdateText Text(string root, string text) => Add(4, (ref ByteWriter writer) =>
    {
        writer.WriteVarUint(1);
        writer.WriteVarString(root);
        writer.WriteVarString(text);
    });

    /// <summary>A value of a key of a root map.</summary>
    public UpdateText Value(string root, string key, byte[] any) => Add(0x28, (ref ByteWriter writer) =>
    {
        writer.WriteVarUint(1);
        writer.WriteVarString(root);
        writer.WriteVarString(key);
        writer.WriteVarUint(1);
        writer.WriteBytes(any);
    });

    public UpdateText Text((ulong Client, int Clock)? origin, (ulong Client, int Clock)? rightOrigin, string text) =>
        Add(4 | (origin is null ? 0 : 0x80) | (rightOrigin is null ? 0 : 0x40), (ref ByteWriter writer) =>
        {
            WriteId(ref writer, origin);
            WriteId(ref writer, rightOrigin);
            writer.WriteVarString(text);
        });

    /// <summary>A text in a type that stands in an item.</summary>
    public UpdateText TextIn((ulong Client, int Clock) holder, string text) => Add(4, (ref ByteWriter writer) =>
    {
        writer.WriteVarUint(0);
        WriteId(ref writer, holder);
        writer.WriteVarString(text);
    });

    /// <summary>A type (0 array, 1 map, 2 text, 5 hook with a name …) in a root array.</summary>
    public UpdateText Type(string root, int type, string? name = null) => Add(7, (ref ByteWriter writer) =>
    {
        writer.WriteVarUint(1);
        writer.WriteVarString(root);
        writer.WriteVarUint((uint)type);
        if (name is not null)
            writer.WriteVarString(name);
    });

    public UpdateText Document(string root, string guid, byte[] options) => Add(9, (ref ByteWriter writer) =>
    {
        writer.WriteVarUint(1);
        writer.WriteVarString(root);
        writer.WriteVarString(guid);
        writer.WriteBytes(options);
    });

    public UpdateText Delete(ulong client, int clock, int length)
    {
        _deletions.Add((client, clock, length));
        return this;
    }

    public byte[] Bytes => Written((ref ByteWriter writer) =>
    {
        writer.WriteVarUint((uint)_groups.Count);
        foreach (var (client, clock, structs) in _groups)
        {
            writer.WriteVarUint((uint)structs.Count);
            writer.WriteVarUint(client);
            writer.WriteVarUint((uint)clock);
            foreach (var item in structs)
                writer.WriteBytes(item);
        }

        var clients = _deletions.GroupBy(range => range.Client).ToArray();
        writer.WriteVarUint((uint)clients.Length);
        foreach (var ranges in clients)
        {
            writer.WriteVarUint(ranges.Key);
            writer.WriteVarUint((uint)ranges.Count());
            foreach (var (_, clock, length) in ranges)
            {
                writer.WriteVarUint((uint)clock);
                writer.WriteVarUint((uint)length);
            }
        }
    });

    UpdateText Add(int info, Writing content)
    {
        _groups[^1].Structs.Add(Written((ref ByteWriter writer) =>
        {
            writer.WriteByte((byte)info);
            content(ref writer);
        }));
        return this;
    }

    static void WriteId(ref ByteWriter writer, (ulong Client, int Clock)? id)
    {
        if (id is not { } given)
            return;
        writer.WriteVarUint(given.Client);
        writer.WriteVarUint((uint)given.Clock);
    }

    static byte[] Written(Writing write)
    {
        var writer = new ByteWriter(64);
        try
        {
            write(ref writer);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }
}
