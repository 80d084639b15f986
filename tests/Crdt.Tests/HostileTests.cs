using System.Text.Json;
using Crdt.Tests.Fuzzing;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

/// <summary>
/// Malicious updates, and the broken ones that yjs was tried with: refused without a trace, or taken and then loaded by
/// real yjs with the same outcome. What they cost is measured, too.
/// </summary>
[Collection(WithYjs.Name)]
public sealed class HostileTests(YjsPeer yjs)
{
    public static TheoryData<string> Vectors
    {
        get
        {
            using var manifest = Manifest();
            return [.. manifest.RootElement.EnumerateObject()
                .Where(vector => vector.Value.GetProperty("kind").GetString() is "update" or "update2")
                .Select(vector => vector.Name)];
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Hostile_updates_are_refused_or_load_in_yjs(string name)
    {
        using var manifest = Manifest();
        var v2 = manifest.RootElement.GetProperty(name).GetProperty("kind").GetString() == "update2";
        var bytes = File.ReadAllBytes(Path.Combine(RepositoryFolders.Fixtures("hostile"), $"{name}.bin"));

        RefuseOrLoad(bytes, v2, Decoders.HonestState, TimeSpan.FromMilliseconds(bytes.Length > 100_000 ? 250 : 50));
    }

    [Fact]
    public void Broken_updates_are_refused_or_load_in_yjs()
    {
        using var vectors = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(RepositoryFolders.Fixtures("yjs"), "14-malformed.json")));
        foreach (var test in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            RefuseOrLoad(
                test.GetProperty("bytes").GetBytesFromBase64(), test.GetProperty("v").GetInt32() == 2,
                vectors.RootElement.GetProperty("baseV1").GetBytesFromBase64(), TimeSpan.FromMilliseconds(50));
        }
    }

    void RefuseOrLoad(byte[] bytes, bool v2, byte[] honest, TimeSpan allowed)
    {
        var before = Open(honest).EncodeStateAsUpdate();
        var fastest = TimeSpan.MaxValue;
        var doc = Open(honest);
        var taken = false;
        // Of three times, as what runs first is compiled then.
        for (var i = 0; i < 3; i++)
        {
            doc = Open(honest);
            var time = ThreadTime.Now;
            taken = Takes(doc, bytes, v2);
            time = ThreadTime.Now - time;
            fastest = time < fastest ? time : fastest;
        }

        fastest.ShouldBeLessThan(allowed);
        Invariants.Check(doc);
        var state = doc.EncodeStateAsUpdate();
        if (!taken)
        {
            state.ShouldBe(before);
            return;
        }

        var (text, stateVector, pending) = yjs.Load(state);
        pending.ShouldBe(doc.HasPending);
        stateVector.ShouldBe(doc.StateVector.Encode());
        text.ShouldBe(doc.GetText("content").ToString());
    }

    static Doc Open(byte[] state)
    {
        var doc = new Doc(new() { ClientId = 9 });
        doc.ApplyUpdate(state);
        return doc;
    }

    static bool Takes(Doc doc, byte[] bytes, bool v2)
    {
        try
        {
            if (v2)
                doc.ApplyUpdateV2(bytes);
            else
                doc.ApplyUpdate(bytes);
            return true;
        }
        catch (MalformedUpdateException)
        {
            return false;
        }
    }

    static JsonDocument Manifest() => JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(RepositoryFolders.Fixtures("hostile"), "manifest.json")));
}
