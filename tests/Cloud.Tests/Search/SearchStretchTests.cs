using System.Text.RegularExpressions;
using MDReader.Cloud.Search;

namespace Cloud.Tests.Search;

public sealed partial class SearchStretchTests
{
    [GeneratedRegex("'([^']+)':")]
    private static partial Regex Lexeme();

    [Fact]
    public void A_short_text_is_one_stretch_with_its_title()
    {
        var stretch = SearchStretch.Of("Über Café", "The fox, the 2nd fox.").ShouldHaveSingleItem();

        stretch.ShouldBe(new SearchStretch(0, 21, "'uber':1A 'cafe':2A 'the':4,6 'fox':5,8 '2nd':7 "));
    }

    [Fact]
    public void A_text_without_words_is_one_stretch() =>
        SearchStretch.Of("", " -- ").ShouldHaveSingleItem().ShouldBe(new SearchStretch(0, 4, ""));

    [Fact]
    public void Stretches_hold_every_word_and_overlap_by_the_longest_phrase()
    {
        var words = Enumerable.Range(0, 20_000).Select(number => $"w{number}").ToList();
        var stretches = SearchStretch.Of("", string.Join(' ', words)).ToList();

        var held = stretches.ConvertAll(stretch => Lexeme().Matches(stretch.Words).Select(match => match.Groups[1].Value).ToList());
        held[0].ShouldBe(words[..held[0].Count]);
        for (var i = 1; i < held.Count; i++)
        {
            held[i][..SearchStretch.Overlap].ShouldBe(held[i - 1][^SearchStretch.Overlap..]);
        }

        held.SelectMany(each => each).Distinct().ShouldBe(words);
        stretches.ShouldAllBe(stretch => stretch.Length <= SearchStretch.Longest + 10);
    }

    [Fact]
    public void Places_are_counted_in_code_points()
    {
        var text = string.Concat(Enumerable.Repeat("😀 word ", 3_000));
        var runes = text.EnumerateRunes().ToList();

        var stretches = SearchStretch.Of("", text).ToList();

        stretches.Count.ShouldBeGreaterThan(2);
        foreach (var stretch in stretches.Skip(1))
        {
            string.Concat(runes.Skip(stretch.Start).Take(4)).ShouldBe("word");
        }

        (stretches[^1].Start + stretches[^1].Length).ShouldBe(runes.Count);
    }

    // PostgreSQL keeps 255 places of a word, and no more than 2,046 bytes of one.
    [Fact]
    public void No_stretch_has_more_than_PostgreSQL_keeps()
    {
        var same = SearchStretch.Of("same", string.Concat(Enumerable.Repeat("same ", 10_000))).ToList();
        var long_ = SearchStretch.Of("", $"before {new string('ä', 100_000)} after").ShouldHaveSingleItem();

        same.ShouldAllBe(stretch => stretch.Words.Split(',', StringSplitOptions.None).Length <= 255);
        Lexeme().Matches(long_.Words).Select(match => match.Groups[1].Length).ShouldBe([6, 200, 5]);
    }
}
