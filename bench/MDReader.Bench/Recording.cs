using System.Buffers.Binary;
using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Ids;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

namespace MDReader.Bench;

/// <summary>The root that a document's content stands in, which is also its name.</summary>
enum Root
{
    Text,
    Array,
    Map,
}

/// <summary>One place of a list that was edited: units removed, and what was put there (numbers in an array).</summary>
readonly record struct Patch(int Index, int Remove, string Insert, int[] Numbers)
{
    public Patch(int index, int remove, string insert) : this(index, remove, insert, [])
    {
    }
}

/// <summary>
/// A document that all engines are measured on: the updates that made it, the state they end in, and the transactions
/// of patches if one person made them. It is handed to each engine as a folder of files.
/// </summary>
sealed record Recording(string Name, Root Root, Patch[][] Edits, byte[][] Updates, byte[] State)
{
    public byte[] StateV2 { get => field ??= UpdateBytes.ToV2(State, Budget.Unlimited); init; }

    /// <summary>The encoded state vector of a replica that has half of what each client wrote.</summary>
    public byte[] Half { get => field ??= HalfOf(UpdateBytes.StateVectorOf(State, Budget.Unlimited)); init; }

    public static Doc Open(ulong client = 1) => new(new() { ClientId = client, Budget = Budget.Unlimited });

    public static Recording Of(string name, Root root, Patch[][] edits, byte[][] updates) =>
        new(name, root, edits, updates, StateOf(updates));

    /// <summary>The updates that the edits of one person make, one per transaction.</summary>
    public static byte[][] Make(Root root, Patch[][] edits)
    {
        var updates = new List<byte[]>(edits.Length);
        var doc = Open();
        doc.Updated += update => updates.Add(update.Update);
        foreach (var transaction in edits)
            Apply(doc, root, transaction);
        return [.. updates];
    }

    public static void Apply(Doc doc, Root root, Patch[] transaction)
    {
        if (transaction is [{ Remove: 0 } or { Insert: "", Numbers: [] }])
            Apply(doc, root, in transaction[0]);
        else
            doc.Transact(_ => ApplyAll(doc, root, transaction));
    }

    static void ApplyAll(Doc doc, Root root, Patch[] transaction)
    {
        foreach (ref readonly var patch in transaction.AsSpan())
            Apply(doc, root, in patch);
    }

    static void Apply(Doc doc, Root root, in Patch patch)
    {
        if (root == Root.Array)
        {
            var array = doc.GetArray("array");
            array.Delete(patch.Index, patch.Remove);
            array.Insert(patch.Index, [.. patch.Numbers.Select(number => (Value)number)]);
            return;
        }

        var text = doc.GetText("text");
        text.Delete(patch.Index, patch.Remove);
        text.Insert(patch.Index, patch.Insert);
    }

    /// <summary>What a person sees of a document, for engines to be compared by.</summary>
    public static string Read(Doc doc, Root root) => root switch
    {
        Root.Text => doc.GetText("text").ToString(),
        Root.Array => doc.GetArray("array").Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => doc.GetMap("map").Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    static byte[] StateOf(byte[][] updates)
    {
        var doc = Open();
        foreach (var update in updates)
            doc.ApplyUpdate(update);
        return doc.EncodeStateAsUpdate();
    }

    static byte[] HalfOf(StateVector whole)
    {
        var half = new ByteWriter(64);
        try
        {
            half.WriteVarUint((uint)whole.Count);
            foreach (var (client, clock) in whole.Clocks)
            {
                half.WriteVarUint(client);
                half.WriteVarUint((uint)clock / 2);
            }

            return half.ToArray();
        }
        finally
        {
            half.Dispose();
        }
    }

    public void WriteTo(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "state.v1"), State);
        File.WriteAllBytes(Path.Combine(folder, "state.v2"), StateV2);
        File.WriteAllBytes(Path.Combine(folder, "half.sv"), Half);
        File.WriteAllText(Path.Combine(folder, "root"), Root.ToString());
        File.WriteAllText(Path.Combine(folder, "edits.json"), JsonSerializer.Serialize(Edits.Select(
            transaction => transaction.Select(patch =>
                new object[] { patch.Index, patch.Remove, Root == Root.Array ? patch.Numbers : patch.Insert }))));
        WriteLog(Path.Combine(folder, "log"));
    }

    void WriteLog(string path)
    {
        using var log = File.Create(path);
        var length = new byte[4];
        foreach (var update in Updates)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, update.Length);
            log.Write(length);
            log.Write(update);
        }
    }

    public static Recording ReadFrom(string folder)
    {
        var root = Enum.Parse<Root>(File.ReadAllText(Path.Combine(folder, "root")));
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "edits.json")));
        Patch[][] edits = [.. json.RootElement.EnumerateArray().Select(transaction =>
            (Patch[])[.. transaction.EnumerateArray().Select(ReadPatch)])];
        byte[][] updates = [.. UpdateLog.Split(File.ReadAllBytes(Path.Combine(folder, "log")))];
        return new(folder, root, edits, updates, File.ReadAllBytes(Path.Combine(folder, "state.v1")))
        {
            StateV2 = File.ReadAllBytes(Path.Combine(folder, "state.v2")),
            Half = File.ReadAllBytes(Path.Combine(folder, "half.sv")),
        };
    }

    static Patch ReadPatch(JsonElement patch) => patch[2].ValueKind == JsonValueKind.Array
        ? new(patch[0].GetInt32(), patch[1].GetInt32(), "", [.. patch[2].EnumerateArray().Select(n => n.GetInt32())])
        : new(patch[0].GetInt32(), patch[1].GetInt32(), patch[2].GetString()!);
}
