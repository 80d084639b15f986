using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;

namespace Crdt.Tests;

/// <summary>Recorded data that lies beside a checkout; without it these tests skip.</summary>
public class RecordedDataTests
{
    [Fact]
    public void Texts_of_the_small_y_crdt_data_set_are_read_right()
    {
        var reader = new ByteReader(File.ReadAllBytes(Find("ycrdt", "small-test-dataset.bin")));
        var tests = reader.ReadVarUint();
        for (var test = 0UL; test < tests; test++)
        {
            var doc = new Doc(new() { ClientId = 1 });
            for (var updates = reader.ReadVarUint(); updates > 0; updates--)
                doc.ApplyUpdate(reader.ReadVarBytes());
            doc.HasPending.ShouldBeFalse($"test {test}");
            doc.GetText("text").ToString()
                .ShouldBe(System.Text.Encoding.UTF8.GetString(reader.ReadVarUtf8()), $"test {test}");
            Invariants.Check(doc, doc.GetText("text"));
            // What the map and the array hold can be read with the engine's other types.
            AnyValue.Skip(ref reader, AnyValue.DeepestAllowed);
            AnyValue.Skip(ref reader, AnyValue.DeepestAllowed);
        }

        tests.ShouldBe(5320UL);
        reader.AtEnd.ShouldBeTrue();
    }

    [Theory]
    [InlineData("automerge-paper")]
    [InlineData("friendsforever")]
    [InlineData("b3-text-1540")]
    public void A_recorded_log_ends_in_the_state_that_yjs_ended_in(string name)
    {
        var doc = new Doc(new() { ClientId = 1 });
        foreach (var update in Log(Find("traces", $"{name}.v1log.gz")))
            doc.ApplyUpdate(update);

        doc.EncodeStateAsUpdate().ShouldBe(File.ReadAllBytes(Find("traces", $"{name}.final.v1.bin")));
    }

    /// <summary>Typed here instead of there, the same edits make the same document, to the byte.</summary>
    [Fact]
    public void Typing_a_recorded_document_gives_the_state_of_yjs()
    {
        var doc = new Doc(new() { ClientId = 2654435761 });
        var text = doc.GetText("text");
        using var file = new GZipStream(
            File.OpenRead(Find("traces", "automerge-paper.json.gz")), CompressionMode.Decompress);
        using var trace = JsonDocument.Parse(file);

        foreach (var patch in trace.RootElement.GetProperty("patches").EnumerateArray())
        {
            text.Delete(patch[0].GetInt32(), patch[1].GetInt32());
            text.Insert(patch[0].GetInt32(), patch[2].GetString());
        }

        text.ToString().ShouldBe(trace.RootElement.GetProperty("endContent").GetString());
        doc.EncodeStateAsUpdate().ShouldBe(File.ReadAllBytes(Find("traces", "automerge-paper.final.v1.bin")));
    }

    static IEnumerable<byte[]> Log(string path)
    {
        using var unpacked = new MemoryStream();
        using (var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
            file.CopyTo(unpacked);
        var bytes = unpacked.ToArray();
        for (var position = 4; position < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(position));
            yield return bytes[(position + 4)..(position + 4 + length)];
            position += 4 + length;
        }
    }

    static string Find(params ReadOnlySpan<string> path)
    {
        var found = RepositoryFolders.Shared(path);
        Assert.SkipUnless(File.Exists(found), $"The recorded data isn't at {found}.");
        return found;
    }
}
