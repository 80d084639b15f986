using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

/// <summary>Clients that wrote into each other's text need each other in turn, within one update.</summary>
public sealed class InterleavedTests
{
    [Fact]
    public void An_update_of_clients_that_need_each_other_in_turn_misses_nothing()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var writers = Enumerable.Range(1, random.Next(2, 5)).Select(id => new Doc(new() { ClientId = (ulong)id })).ToList();
            for (var turn = 0; turn < 60; turn++)
            {
                var writer = writers[random.Next(writers.Count)];
                var text = writer.GetText("content");
                if (text.Length > 0 && random.Next(5) == 0)
                    text.Delete(random.Next(text.Length), 1);
                else
                    text.Insert(random.Next(text.Length + 1), "x");
                if (random.Next(2) == 0)
                    writers[random.Next(writers.Count)].ApplyUpdate(writer.EncodeStateAsUpdate());
            }
            foreach (var writer in writers)
                Takes(seed, writer);
        }
    }

    static void Takes(int seed, Doc writer)
    {
        var reader = new Doc(new() { ClientId = 99 });
        var update = DecodedUpdate.ReadV1(writer.EncodeStateAsUpdate(), Budget.Default);
        reader.Examine(update).MissingDependencies.ShouldBeFalse($"seed {seed}");
        reader.Apply(update);
        reader.HasPending.ShouldBeFalse($"seed {seed}");
        reader.GetText("content").ToString().ShouldBe(writer.GetText("content").ToString(), $"seed {seed}");
    }
}
