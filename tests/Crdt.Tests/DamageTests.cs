using System.Text.Json;
using MDReader.Crdt;
using MDReader.Crdt.Encoding;

namespace Crdt.Tests;

/// <summary>Updates of recorded sessions, damaged at random: refused without a trace, or as sound as any other.</summary>
[Collection(WithYjs.Name)]
public sealed class DamageTests(YjsPeer yjs)
{
    static readonly byte[][][] Sessions =
        [Read("01-text-plain"), Read("02-text-rich"), Read("03-map-any"), Read("04-array-nested"), Read("05-xml")];

    public static TheoryData<int> AllSeeds => Seeds.Of(10);

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_damaged_update_is_refused_whole_or_leaves_a_sound_document(int seed)
    {
        var random = new Random(seed);
        var accepted = 0;
        for (var round = 0; round < 200; round++)
        {
            var doc = HalfOfASession(random, out var rest);
            var before = doc.EncodeStateAsUpdate();
            try
            {
                doc.ApplyUpdate(Damage(random, rest));
                accepted++;
            }
            catch (MalformedUpdateException)
            {
                doc.EncodeStateAsUpdate().ShouldBe(before, $"seed {seed}, round {round}");
            }

            CheckSound(doc, $"seed {seed}, round {round}");
            // A good update must still find its way.
            foreach (var update in rest)
                doc.ApplyUpdate(update);
            CheckSound(doc, $"seed {seed}, round {round}, and then the rest");
        }

        accepted.ShouldBeInRange(1, 199);
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void What_is_accepted_loads_in_yjs_with_the_same_text(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 30; round++)
        {
            var doc = HalfOfASession(random, out var rest);
            try
            {
                doc.ApplyUpdate(Damage(random, rest));
            }
            catch (MalformedUpdateException)
            {
                continue;
            }

            yjs.Open(round, 99, gc: true);
            yjs.Apply(round, doc.EncodeStateAsUpdate());
            yjs.State(round).StateVector.ShouldBe(doc.StateVector.Encode(), $"seed {seed}, round {round}");
        }
    }

    static void CheckSound(Doc doc, string when)
    {
        Invariants.Check(doc, doc.GetText("text"));
        var state = doc.EncodeStateAsUpdate();
        var copy = new Doc(new() { ClientId = 8, Budget = Roomy });
        copy.ApplyUpdate(state);
        copy.StateVector.ShouldBe(doc.StateVector, when);
        copy.GetText("text").ToString().ShouldBe(doc.GetText("text").ToString(), when);
    }

    static byte[][] Read(string session)
    {
        using var vectors = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(RepositoryFolders.Fixtures("yjs"), $"{session}.json")));
        return [.. vectors.RootElement.GetProperty("updates").EnumerateArray()
            .Select(update => update.GetProperty("v1").GetBytesFromBase64()).Take(60)];
    }

    static Doc HalfOfASession(Random random, out byte[][] rest)
    {
        var updates = Sessions[random.Next(Sessions.Length)];
        var doc = new Doc(new() { ClientId = 7, Budget = Roomy });
        var half = random.Next(updates.Length / 2, updates.Length - 5);
        foreach (var update in updates.AsSpan(0, half))
            doc.ApplyUpdate(update);
        rest = updates[half..];
        return doc;
    }

    static byte[] Damage(Random random, byte[][] updates)
    {
        var damaged = updates[random.Next(updates.Length)].ToArray();
        for (var flips = random.Next(1, 4); flips > 0; flips--)
        {
            var at = random.Next(damaged.Length);
            damaged[at] = random.Next(3) switch
            {
                0 => (byte)(damaged[at] ^ (1 << random.Next(8))),
                1 => (byte)random.Next(256),
                _ => (byte)(damaged[at] + random.Next(-2, 3)),
            };
        }

        return damaged;
    }

    static Budget Roomy { get; } = Budget.Default with { MaxPendingBytes = 16 * 1024 * 1024 };
}
