using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

public class UpdateAlgebraTests
{
    public static TheoryData<int> AllSeeds => Seeds.Of(25);

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Merged_updates_do_what_each_of_them_does(int seed)
    {
        var random = new Random(seed);
        var (updates, whole) = SessionRecording.Make(random, 150);
        byte[][] shuffled = [.. updates, .. updates.Where(_ => random.Next(4) == 0)];
        random.Shuffle(shuffled);

        var merged = UpdateBytes.Merge(shuffled);

        var doc = SessionRecording.Open(3);
        doc.ApplyUpdate(merged);
        doc.EncodeStateAsUpdate().ShouldBe(whole.EncodeStateAsUpdate());
        doc.HasPending.ShouldBeFalse();
        merged.Length.ShouldBeLessThan(updates.Sum(update => update.Length));
        UpdateBytes.StateVectorOf(merged).ShouldBe(whole.StateVector);
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Batches_with_holes_merge_to_the_whole(int seed)
    {
        var random = new Random(seed);
        var (updates, whole) = SessionRecording.Make(random, 150);
        var batches = Enumerable.Range(0, 5).Select(_ => new List<byte[]>()).ToArray();
        foreach (var update in updates)
            batches[random.Next(batches.Length)].Add(update);

        var doc = SessionRecording.Open(3);
        foreach (var batch in batches)
            doc.ApplyUpdate(UpdateBytes.Merge(batch));
        var merged = UpdateBytes.Merge([.. batches.Select(batch => UpdateBytes.Merge(batch))]);

        doc.EncodeStateAsUpdate().ShouldBe(whole.EncodeStateAsUpdate());
        var once = SessionRecording.Open(4);
        once.ApplyUpdate(merged);
        once.EncodeStateAsUpdate().ShouldBe(whole.EncodeStateAsUpdate());
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_diff_brings_a_replica_up_to_date(int seed)
    {
        var random = new Random(seed);
        var (updates, whole) = SessionRecording.Make(random, 100);
        var replica = SessionRecording.Open(3);
        foreach (var update in updates.Take(random.Next(updates.Count)))
            replica.ApplyUpdate(update);
        var known = replica.StateVector.Encode();

        var diff = UpdateBytes.Diff(whole.EncodeStateAsUpdate(), known);

        diff.ShouldBe(whole.EncodeStateAsUpdate(known));
        replica.ApplyUpdate(diff);
        replica.EncodeStateAsUpdate().ShouldBe(whole.EncodeStateAsUpdate());
    }

    [Fact]
    public void A_log_of_keystrokes_merges_to_one_struct()
    {
        var updates = Typed(1000);

        var merged = UpdateBytes.Merge(updates);

        var contents = UpdateBytes.Inspect(merged);
        contents.Structs.ShouldHaveSingleItem().ToString()
            .ShouldBe($"1@0+1000 String in \"content\" \"{new string('x', 1000)}\"");
        contents.Span.ShouldHaveSingleItem().Length.ShouldBe(1000);
    }

    [Fact]
    public void A_hole_is_told_and_left_out_of_the_state_vector()
    {
        var updates = Typed(3);

        var merged = UpdateBytes.Merge([updates[0], updates[2]]);

        UpdateBytes.Inspect(merged).Structs.Select(item => $"{item.Kind}+{item.Length}")
            .ShouldBe(["String+1", "Skip+1", "String+1"]);
        UpdateBytes.StateVectorOf(merged)[1].ShouldBe(1);
        UpdateBytes.StateVectorOf(updates[2]).Count.ShouldBe(0);
    }

    [Fact]
    public void A_diff_that_cuts_a_pair_says_so()
    {
        var doc = SessionRecording.Open(1);
        doc.GetText("content").Insert(0, "a😀b");

        var diff = UpdateBytes.Diff(doc.EncodeStateAsUpdate(), [1, 1, 2]);

        UpdateBytes.Inspect(diff).Structs.ShouldHaveSingleItem().Text.ShouldBe("\uFFFDb");
    }

    [Fact]
    public void One_malformed_update_refuses_the_merge()
    {
        var updates = Typed(3);
        updates[1] = updates[1][..^2];

        Should.Throw<MalformedUpdateException>(() => UpdateBytes.Merge(updates))
            .Reason.ShouldBe(MalformedReason.Truncated);
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Damaged_bytes_are_refused_or_give_an_update(int seed)
    {
        var random = new Random(seed);
        var (updates, whole) = SessionRecording.Make(random, 60);
        var state = whole.EncodeStateAsUpdate();
        for (var round = 0; round < 300; round++)
        {
            var damaged = state.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                var merged = UpdateBytes.Merge([damaged, updates[random.Next(updates.Count)]]);
                UpdateBytes.Inspect(merged);
                UpdateBytes.Inspect(UpdateBytes.Diff(merged, [1, 11, (byte)random.Next(100)]));
                UpdateBytes.StateVectorOf(merged);
            }
            catch (MalformedUpdateException)
            {
                // Refused, which is as good.
            }
        }
    }

    [Fact]
    public void Merging_keystrokes_allocates_less_than_a_cache_line_each()
    {
        var updates = Typed(10_000);
        UpdateBytes.Merge(updates);

        var before = GC.GetAllocatedBytesForCurrentThread();
        UpdateBytes.Merge(updates);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // One cursor for each client's structs in an update; nothing for each struct.
        (allocated / updates.Length).ShouldBeLessThanOrEqualTo(128);
    }

    static byte[][] Typed(int count)
    {
        var updates = new List<byte[]>();
        var doc = SessionRecording.Open(1);
        doc.Updated += update => updates.Add(update.Update);
        for (var i = 0; i < count; i++)
            doc.GetText("content").Insert(i, "x");
        return [.. updates];
    }
}
