using MDReader.Crdt.Blocks;

namespace Crdt.Tests;

public class BlockListTests
{
    public static TheoryData<int> AllSeeds => Seeds.Of(10);

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_list_cut_and_joined_at_random_finds_what_a_sorted_list_finds(int seed)
    {
        var random = new Random(seed);
        var list = new BlockList();
        var model = new SortedList<int, int>();
        list.Insert(0, 0);
        model.Add(0, 0);
        for (var step = 1; step <= 5000; step++)
        {
            var clock = random.Next(20_000);
            if (random.Next(3) > 0 && !model.ContainsKey(clock))
            {
                list.Insert(step, clock);
                model.Add(clock, step);
            }
            else if (model.Count > 1 && random.Next(2) == 0)
            {
                var removed = model.Keys[random.Next(1, model.Count)];
                list.Remove(removed);
                model.Remove(removed);
            }

            Compare(list, model, random.Next(20_000));
        }

        for (var clock = 0; clock < 20_000; clock += 7)
            Compare(list, model, clock);
        while (model.Count > 1)
        {
            list.Remove(model.Keys[^1]);
            model.RemoveAt(model.Count - 1);
            list.Last.ShouldBe(model.Values[^1]);
        }
    }

    static void Compare(BlockList list, SortedList<int, int> model, int clock)
    {
        int low = 0, high = model.Count;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = model.Keys[middle] <= clock ? (middle, high) : (low, middle);
        }

        list.Count.ShouldBe(model.Count);
        list.Find(clock).ShouldBe(model.Values[low]);
        list.CountFrom(clock).ShouldBe(model.Count - low);
        list.Last.ShouldBe(model.Values[^1]);
    }
}
