using System.Text;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

public sealed class TextDiffTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("same", "same", 0)]
    [InlineData("one two three", "one 2 three", 1)]
    [InlineData("one two three four", "1 two three 4", 2)]
    public void Only_what_differs_changes(string before, string after, int changes)
    {
        TextDiff.Between(before, after).Count().ShouldBe(changes);
        Apply(before, after).ShouldBe(after);
    }

    [Fact]
    public void Applying_the_changes_gives_the_new_text()
    {
        const int seed = 42;
        var random = new Random(seed);
        string[] words = ["alpha ", "beta\n", "γ", "👩‍👩‍👧", "  ", "\n", "x"];
        for (var round = 0; round < 1000; round++)
        {
            var before = Sentence(random, words);
            var after = Sentence(random, words);
            Apply(before, after).ShouldBe(after, $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void A_change_never_cuts_a_surrogate_pair()
    {
        // U+1F600 and U+1F601 share their high half, U+1F600 and U+1FA00 their low half.
        foreach (var (before, after) in new[] { ("a😀b", "a😁b"), ("a😀b", "a\U0001FA00b") })
            foreach (var change in TextDiff.Between(before, after))
            {
                char.IsLowSurrogate(before[change.Start]).ShouldBeFalse();
                char.IsHighSurrogate(before[change.Start + change.Length - 1]).ShouldBeFalse();
            }
    }

    [Fact]
    public void Two_megabytes_that_share_nothing_are_one_change()
    {
        var before = string.Concat(Enumerable.Repeat("old words here\n", 70_000));
        var after = string.Concat(Enumerable.Repeat("neue Woerter da\n", 70_000));
        Apply(before, after).ShouldBe(after);
    }

    static string Apply(string before, string after)
    {
        var text = new StringBuilder(before);
        foreach (var change in TextDiff.Between(before, after))
            text.Remove(change.Start, change.Length).Insert(change.Start, change.Inserted);
        return text.ToString();
    }

    static string Sentence(Random random, string[] words) =>
        string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => words[random.Next(words.Length)]));
}
