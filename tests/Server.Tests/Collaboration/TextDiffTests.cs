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
        TextDiff.Between(before, after).Count.ShouldBe(changes);
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

    [Theory]
    [InlineData("alpha beta", "alphabet alpha beta", 0, 0, "alphabet ")]
    [InlineData("a letter", "a lettre", 2, 6, "lettre")]
    [InlineData("我喜欢苹果", "我喜欢梨", 3, 2, "梨")]
    [InlineData("one two three", "one three", 4, 4, "")]
    public void Words_that_stay_are_kept_whole(string before, string after, int start, int length, string inserted) =>
        TextDiff.Between(before, after).ShouldBe([new TextChange(start, length, inserted)]);

    [Fact]
    public void In_a_long_text_a_few_changes_far_apart_change_nothing_between_them()
    {
        var random = new Random(3);
        var words = Enumerable.Range(0, 100_000).Select(_ => $"w{random.Next(5000)}").ToArray();
        var before = string.Join(' ', words);
        for (var i = 0; i < 40; i++)
            words[random.Next(words.Length)] = $"new{i}";
        var changes = TextDiff.Between(before, string.Join(' ', words));
        changes.Sum(change => change.Inserted.Length).ShouldBeLessThan(40 * 6);
        changes.Count.ShouldBe(40);
    }

    /// <summary>Texts made so that a diff takes long; without a limit on its steps this test doesn't end.</summary>
    [Theory]
    [InlineData("shares nothing")]
    [InlineData("the same words in another order")]
    [InlineData("two letters")]
    [InlineData("one letter, half as many")]
    public void Two_hostile_megabytes_are_compared_all_the_same(string kind)
    {
        const int length = 2 * 1024 * 1024;
        var random = new Random(5);
        var (before, after) = kind switch
        {
            "shares nothing" => (Repeat("old words here\n", length), Repeat("neue Woerter da\n", length)),
            "two letters" => (Two(), Two()),
            "one letter, half as many" => (Repeat("-", length), Repeat("-", length / 2) + "x"),
            _ => Shuffled(),
        };
        Rebuild(before, TextDiff.Between(before, after)).ShouldBe(after);

        string Two() => string.Create(length, random, (text, chance) =>
        {
            foreach (ref var letter in text)
                letter = chance.Next(2) == 0 ? '-' : '.';
        });

        (string, string) Shuffled()
        {
            var words = Enumerable.Range(0, length / 7).Select(i => i.ToString("x6")).ToArray();
            var first = string.Join(' ', words);
            random.Shuffle(words);
            return (first, string.Join(' ', words));
        }
    }

    static string Repeat(string piece, int length) =>
        string.Concat(Enumerable.Repeat(piece, (length / piece.Length) + 1))[..length];

    static string Rebuild(string before, IReadOnlyList<TextChange> changes)
    {
        var text = new StringBuilder();
        var at = 0;
        foreach (var change in changes.Reverse())
        {
            text.Append(before, at, change.Start - at).Append(change.Inserted);
            at = change.End;
        }
        return text.Append(before, at, before.Length - at).ToString();
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
