using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

public class UpdateV2Tests
{
    public static TheoryData<int> AllSeeds => Seeds.Of(25);

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_session_in_V2_ends_as_in_V1(int seed)
    {
        var random = new Random(seed);
        var (updates, whole) = SessionRecording.Make(random, 150);
        var inV2 = updates.Select(update => UpdateBytes.ToV2(update)).ToArray();
        random.Shuffle(inV2);
        var doc = SessionRecording.Open(3);

        foreach (var update in inV2)
            doc.ApplyUpdateV2(update);

        doc.EncodeStateAsUpdate().ShouldBe(whole.EncodeStateAsUpdate());
        doc.EncodeStateAsUpdateV2().ShouldBe(whole.EncodeStateAsUpdateV2());
        var merged = SessionRecording.Open(4);
        merged.ApplyUpdateV2(UpdateBytes.MergeV2(inV2));
        merged.EncodeStateAsUpdate().ShouldBe(whole.EncodeStateAsUpdate());
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Damaged_bytes_in_V2_are_refused_whole_or_leave_a_sound_document(int seed)
    {
        var random = new Random(seed);
        var (updates, whole) = SessionRecording.Make(random, 60);
        var state = whole.EncodeStateAsUpdateV2();
        for (var round = 0; round < 300; round++)
        {
            var doc = SessionRecording.Open(3);
            doc.ApplyUpdate(updates[0]);
            var before = doc.EncodeStateAsUpdate();
            var damaged = state.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                doc.ApplyUpdateV2(damaged);
            }
            catch (MalformedUpdateException)
            {
                doc.EncodeStateAsUpdate().ShouldBe(before, $"round {round}");
            }

            var copy = SessionRecording.Open(4);
            copy.ApplyUpdate(doc.EncodeStateAsUpdate());
            copy.GetText("content").ToString().ShouldBe(doc.GetText("content").ToString(), $"round {round}");
        }
    }

    [Fact]
    public void A_few_bytes_that_stand_for_millions_of_structs_are_refused()
    {
        // GC of length 1, for ever: 50 million of them.
        byte[] bomb = [0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0x80, 0xE1, 0xEB, 0x17, 0, 0];

        Should.Throw<MalformedUpdateException>(() => SessionRecording.Open(1).ApplyUpdateV2(bomb))
            .Reason.ShouldBe(MalformedReason.Budget);
    }

    [Fact]
    public void A_key_that_was_written_before_may_be_named_by_its_number()
    {
        // Two marks of client 1 in the root "t": bold begins, and bold ends by the first one's key.
        byte[] update =
        [
            0,
            2, 1, 0, // keys: number 0, twice
            2, 0x41, 0, // clients: 1, twice: whose structs, and whose origin
            1, 0, // left clock 0
            0,
            3, 0x06, 0, 0x86, // infos
            8, 5, .. "tbold"u8, 1, 4, // texts: t, bold
            1, 1, // in a root
            0,
            0,
            1, 2, 0, 120, 126, // one client, two structs from 0: true, null
            0,
        ];

        UpdateBytes.Inspect(UpdateBytes.ToV1(update)).Structs.Select(item => item.ToString())
            .ShouldBe(["1@0+1 Format in \"t\"", "1@1+1 Format after 1@0"]);
    }

    [Fact]
    public void What_goes_on_after_a_known_part_stands_where_that_stands()
    {
        var doc = SessionRecording.Open(1);
        doc.GetText("content").Insert(0, "a");
        var forger = SessionRecording.Open(1);
        forger.GetText("elsewhere").Insert(0, "abc");

        doc.ApplyUpdate(forger.EncodeStateAsUpdate());

        doc.GetText("content").ToString().ShouldBe("abc");
        doc.GetText("elsewhere").Length.ShouldBe(0);
        Invariants.Check(doc, doc.GetText("content"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("0.1")]
    [InlineData("1e+21")]
    [InlineData("1e-7")]
    [InlineData("123456789012345680000")]
    [InlineData("5e-324")]
    [InlineData("1.7976931348623157e+308")]
    [InlineData("\"a\\\"\\\\\\n\\u0001é😀\"")]
    [InlineData("[]")]
    [InlineData("{\"a\":[1,{\"b\":null}],\"c\":\"\"}")]
    public void Embedded_JSON_goes_to_any_and_back(string json)
    {
        var any = new ByteWriter(64);
        var again = new ByteWriter(64);
        JsonOfAny.WriteAny(System.Text.Encoding.UTF8.GetBytes(json), ref any);
        var reader = new ByteReader(any.Written);
        JsonOfAny.WriteJson(ref reader, ref again, maxDepth: 64);

        System.Text.Encoding.UTF8.GetString(again.Written).ShouldBe(json);
        reader.AtEnd.ShouldBeTrue();
        any.Dispose();
        again.Dispose();
    }

    [Fact]
    public void A_lone_surrogate_in_JSON_becomes_the_replacement()
    {
        var any = new ByteWriter(64);
        JsonOfAny.WriteAny("\"a\\ud83d\""u8, ref any);

        any.ToArray().ShouldBe([119, 4, (byte)'a', 0xEF, 0xBF, 0xBD]);
        any.Dispose();
    }

    [Fact]
    public void Texts_that_share_a_pair_each_get_the_replacement()
    {
        var writer = new ByteWriter(64);
        writer.WriteVarString("a😀b");
        writer.WriteBytes([0x42, 0]);
        var column = new StringColumnReader(writer.Written, start: 0);
        var texts = new ByteWriter(64);
        column.WriteMended(ref texts, column.Read());
        column.WriteMended(ref texts, column.Read());

        texts.ToArray().ShouldBe([.. "a\uFFFD"u8, .. "\uFFFDb"u8]);
        writer.Dispose();
        texts.Dispose();
    }
}
