using MDReader.Client.Sync;

namespace Client.Tests;

public sealed class ThreeWayTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("a b c", "a x b c", "a b y c", "a x b y c")]
    [InlineData("a b c", "a c", "a b c d", "a c d")]
    [InlineData("a b c", "a b c", "a", "a")]
    [InlineData("one", "one two", "one three", "one two three")]
    [InlineData("one", "one two", "one two", "one two")]
    [InlineData("one", "one two three", "one two", "one two three")]
    [InlineData("one", "one three", "one two three", "one two three")]
    [InlineData("one", "one banana", "one a", "one banana a")]
    [InlineData("", "ours", "theirs", "ours theirs")]
    [InlineData("a\r\nb\r\n", "a\r\nb\r\nc\r\n", "z\r\nb\r\n", "z\r\nb\r\nc\r\n")]
    public void Both_changes_are_there(string ancestor, string ours, string theirs, string merged) =>
        ThreeWay.Merge(ancestor, ours, theirs).ShouldBe(merged);

    [Fact]
    public void Whatever_either_side_puts_in_is_there_once_and_what_it_deletes_is_gone()
    {
        const int seed = 20261126;
        for (var round = 0; round < 500; round++)
        {
            var random = new Random(seed + round);
            var words = Enumerable.Range(0, random.Next(60)).Select(n => $"w{n}").ToList();
            var ours = Change(words, random, 'o');
            var theirs = Change(words, random, 't');

            var merged = ThreeWay.Merge(Text(words), Text(ours), Text(theirs)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

            var wanted = ours.Concat(theirs).Where(word => word[0] != 'w')
                .Concat(words.Where(word => ours.Contains(word) && theirs.Contains(word)));
            merged.ShouldBe(wanted, ignoreOrder: true, $"seed {seed + round}");
        }
        output.WriteLine($"seed {seed}");
    }

    [Fact]
    public void Large_texts_with_nothing_in_common_are_merged_as_wholes()
    {
        var (ours, theirs) = (Text(Enumerable.Range(0, 20_000).Select(n => $"o{n}")), Text(Enumerable.Range(0, 20_000).Select(n => $"t{n}")));

        ThreeWay.Merge(Text(Enumerable.Range(0, 20_000).Select(n => $"w{n}")), ours, theirs).ShouldBe(ours + theirs);
    }

    [Fact]
    public void What_is_no_text_is_kept_whole() =>
        ThreeWay.Merge([1], [0xFF, 1], [0xFE, 2]).ShouldBe([0xFF, 1, 0xFE, 2]);

    static string Text(IEnumerable<string> words) => string.Concat(words.Select(word => $"{word} "));

    static List<string> Change(List<string> words, Random random, char side)
    {
        var changed = words.Where(_ => random.Next(5) > 0).ToList();
        for (var number = random.Next(8); number > 0; number--)
            changed.Insert(random.Next(changed.Count + 1), $"{side}{number}");
        return changed;
    }
}
