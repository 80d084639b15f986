namespace Client.Tests.Chaos;

/// <summary>
/// Two people's folders, a reader's, and the live workspace, all edited at random while the syncs and the server are killed
/// at random. Afterwards all of them are the same, in names and places too; and every word that was put in is there, and no
/// document has it twice, unless it was in what somebody deleted.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    static readonly bool IsLong = Environment.GetEnvironmentVariable("MDREADER_LONG") == "1";

    static int Rounds => IsLong ? 40 : 3;

    static int Edits => IsLong ? 60 : 25;

    [Fact]
    public async Task Whatever_is_killed_all_copies_come_together_and_no_word_is_lost()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MDREADER_CHAOS_SEED"), out var given)
            ? given : Environment.TickCount & 0xffff;
        output.WriteLine($"seed {seed} (MDREADER_CHAOS_SEED)");
        await using var scene = await Scene.Begin(new Random(seed));
        for (var round = 0; round < Rounds; round++)
            await scene.Round(Edits);
        await scene.ComeTogether();
        output.WriteLine(scene.Summary);
        var lost = scene.Words.Lost(scene.Texts).ToList();
        lost.ShouldBeEmpty($"seed {seed}; in the trash: {string.Join("; ", lost.Count == 0 ? [] : await scene.InTrash(lost))}");
        var doubled = Words.Doubled(scene.Texts).ToList();
        doubled.ShouldBeEmpty(doubled.Count == 0 ? null : $"seed {seed}; {scene.Told(doubled)}");
        scene.Words.Written.ShouldBeGreaterThan(Rounds * Edits / 3);
    }
}
