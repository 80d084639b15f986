using System.Text.Json;
using MDReader.Crdt.Updates;

namespace Crdt.Tests.Fuzzing;

/// <summary>What mutation begins with: what yjs wrote, hostile bytes, and what was found before.</summary>
static class Seedlings
{
    const int LargestHostile = 4096;
    const int OfEachFile = 12;

    public static IEnumerable<byte[]> For(string decoder)
    {
        var seeds = decoder switch
        {
            "update-v1" => [.. Updates("v1"), .. Hostile("update"), .. Fixed("14-malformed", "bytes")],
            "algebra" => [.. Updates("v1"), .. Hostile("update")],
            "update-v2" => [.. Updates("v2"), .. Hostile("update2"), .. Fixed("14-malformed", "bytes")],
            "state-vector" => [.. Fixed("10-update-algebra", "sv"), .. Hostile("sv"), [0]],
            "snapshot" => [.. Fixed("12-relpos-snapshots", "v1"), .. Fixed("12-relpos-snapshots", "v2")],
            "awareness" => [.. Fixed("13-protocol", "update"), .. Hostile("awareness")],
            "sync" => [.. Fixed("13-protocol", "step1X"), .. Fixed("13-protocol", "step2fromX")],
            "position" => Fixed("12-relpos-snapshots", "bytes"),
            "any" => [.. Values.Select(Convert.FromHexString)],
            _ => [.. Json.Select(System.Text.Encoding.UTF8.GetBytes)],
        };
        return seeds.Concat(Found(decoder).Select(File.ReadAllBytes));
    }

    public static string FolderOf(string decoder) => Path.Combine(RepositoryFolders.Fixtures("fuzz"), decoder);

    public static string[] Found(string decoder) =>
        Directory.Exists(FolderOf(decoder)) ? [.. Directory.GetFiles(FolderOf(decoder), "*.bin").Order()] : [];

    static readonly string[] Values =
    [
        "7f", "7e", "7d05", "7d40", "7dffffffff07", "7c40490fdb", "7b400921fb54442d18", "7a0000000000000001",
        "79", "78", "7703616263", "760101617e", "7502787d01", "740301ff00", "7502760161750177017a7e",
    ];

    static readonly string[] Json =
    [
        "1", "-0.5e10", "null", "true", "\"a\\u00e9\\ud83d\\ude00\\ud83d\"", "[1,[2,{\"a\":[]}]]", "undefined",
        "{\"tname\":\"content\",\"assoc\":0}", "{\"type\":{\"client\":1,\"clock\":3},\"item\":{\"client\":1,\"clock\":5},\"assoc\":-1}",
    ];

    static IEnumerable<byte[]> Updates(string version) =>
        Directory.GetFiles(RepositoryFolders.Fixtures("yjs"), "*.json").Order()
            .SelectMany(file => Bytes(file, version).Take(OfEachFile))
            .Append(version == "v1" ? Decoders.HonestState : UpdateBytes.ToV2(Decoders.HonestState));

    static IEnumerable<byte[]> Fixed(string file, string name) =>
        Bytes(Path.Combine(RepositoryFolders.Fixtures("yjs"), $"{file}.json"), name).Take(OfEachFile * 4);

    static IEnumerable<byte[]> Hostile(string kind)
    {
        var folder = RepositoryFolders.Fixtures("hostile");
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        return [.. manifest.RootElement.EnumerateObject()
            .Where(vector => vector.Value.GetProperty("kind").GetString() == kind)
            .Select(vector => File.ReadAllBytes(Path.Combine(folder, $"{vector.Name}.bin")))
            .Where(bytes => bytes.Length <= LargestHostile)];
    }

    /// <summary>All members of that name, wherever they are in the file.</summary>
    static List<byte[]> Bytes(string file, string name)
    {
        var found = new List<byte[]>();
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        Collect(json.RootElement, name, found);
        return found;
    }

    static void Collect(JsonElement json, string name, List<byte[]> found)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in json.EnumerateArray())
                Collect(element, name, found);
        }

        if (json.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in json.EnumerateObject())
        {
            if (member.Name == name && member.Value.ValueKind == JsonValueKind.String
                && member.Value.TryGetBytesFromBase64(out var bytes))
                found.Add(bytes);
            else
                Collect(member.Value, name, found);
        }
    }
}
