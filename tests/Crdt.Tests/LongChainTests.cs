using Crdt.Tests.Sessions;
using MDReader.Crdt;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

namespace Crdt.Tests;

/// <summary>What is long has short cuts: arrays of which many values are one block, keys that many have set.</summary>
public class LongChainTests
{
    [Fact]
    public void A_long_array_is_read_and_edited_anywhere()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var doc = new Doc(new() { ClientId = 1, Gc = seed % 2 == 0 });
            var array = doc.GetArray("array");
            var copy = new Doc(new() { ClientId = 2, Gc = doc.Gc });
            doc.Updated += update => copy.ApplyUpdate(update.Update);
            var expected = new List<Value>();
            for (var edit = 0; edit < 120; edit++)
            {
                var at = random.Next(expected.Count + 1);
                if (random.Next(3) > 0)
                {
                    var values = Enumerable.Range(0, random.Next(1, 300)).Select(_ => ValueOf(random)).ToArray();
                    array.Insert(at, values);
                    expected.InsertRange(at, values);
                }
                else
                {
                    var count = random.Next(expected.Count - at + 1) % 200;
                    array.Delete(at, count);
                    expected.RemoveRange(at, count);
                }

                if (expected.Count > 0 && random.Next(expected.Count) is var looked)
                    array[looked].ShouldBe(expected[looked], $"seed {seed}");
            }

            ((IEnumerable<Value>)array).ShouldBe(expected, false, $"seed {seed}");
            ((IEnumerable<Value>)copy.GetArray("array")).ShouldBe(expected, false, $"seed {seed}");
            var state = doc.EncodeStateAsUpdate();
            copy.EncodeStateAsUpdate().ShouldBe(state, $"seed {seed}");
            var (loaded, loadedV2) = (new Doc(new() { ClientId = 3 }), new Doc(new() { ClientId = 3 }));
            loaded.ApplyUpdate(state);
            loadedV2.ApplyUpdateV2(doc.EncodeStateAsUpdateV2());
            ((IEnumerable<Value>)loaded.GetArray("array")).ShouldBe(expected, false, $"seed {seed}");
            loadedV2.EncodeStateAsUpdate().ShouldBe(loaded.EncodeStateAsUpdate(), $"seed {seed}");
        }
    }

    static Value ValueOf(Random random) => random.Next(5) switch
    {
        0 => new string('x', random.Next(10)),
        1 => random.NextDouble(),
        2 => new Value[] { random.Next(100), "in" },
        3 when random.Next(40) == 0 => new byte[] { 1, 2, 3 },
        _ => random.Next(100_000),
    };

    [Fact]
    public void A_key_that_many_set_at_once_ends_the_same_whatever_order_they_arrive_in()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var updates = new List<byte[]>();
            for (var client = 1; client <= 60; client++)
            {
                var doc = new Doc(new() { ClientId = (ulong)random.Next(1, 1_000_000) });
                // Some have seen what others set, and set it twice.
                foreach (var seen in updates.Where(_ => random.Next(30) == 0).ToArray())
                    doc.ApplyUpdate(seen);
                doc.Updated += update => updates.Add(update.Update);
                for (var sets = random.Next(1, 3); sets > 0; sets--)
                    doc.GetMap("map")["key"] = client;
            }

            var replicas = Enumerable.Range(0, 4).Select(_ => new Doc(new() { ClientId = 0 })).ToArray();
            foreach (var replica in replicas)
            {
                foreach (var update in updates.OrderBy(_ => random.Next()).ToArray())
                    replica.ApplyUpdate(update);
                Invariants.Check(replica);
            }

            var loaded = new Doc(new() { ClientId = 0 });
            loaded.ApplyUpdate(replicas[0].EncodeStateAsUpdate());
            foreach (var replica in replicas)
            {
                StoreText.Of(replica).ShouldBe(StoreText.Of(replicas[0]), $"seed {seed}");
                replica.GetMap("map")["key"].ShouldBe(loaded.GetMap("map")["key"], $"seed {seed}");
            }
        }
    }
}
