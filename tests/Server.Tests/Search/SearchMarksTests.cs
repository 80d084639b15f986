using MDReader.Server.Platform;

namespace Server.Tests.Search;

public sealed class SearchMarksTests
{
    static string Shown(string marked) => marked.Replace(SearchHit.Open, '[').Replace(SearchHit.Close, ']');

    static SearchMarks Marks(params SearchTerm[] terms) => new(terms);

    static SearchTerm Word(string word) => new([word], IsBegun: false);

    static string Numbers(int from, int to) => string.Join(' ', Enumerable.Range(from, to - from).Select(number => $"n{number}"));

    [Theory]
    [InlineData("The Café, a cafe", "The [Café], a [cafe]")]
    [InlineData("cafes", "cafes")]
    [InlineData("", "")]
    public void Words_are_marked_whatever_their_case_and_accents(string title, string marked) =>
        Shown(Marks(Word("cafe")).Mark(title)).ShouldBe(marked);

    [Fact]
    public void A_word_that_is_begun_is_marked_whole() =>
        Shown(Marks(new SearchTerm(["quick", "br"], IsBegun: true)).Mark("a quick, brown fox; quick fox")).ShouldBe("a [quick, brown] fox; quick fox");

    [Fact]
    public void Finds_that_overlap_are_marked_once() =>
        Shown(Marks(new SearchTerm(["b", "b"], IsBegun: false), Word("b")).Mark("a b b b c")).ShouldBe("a [b b][ b] c");

    [Fact]
    public void A_snippet_shows_where_most_terms_stand_together()
    {
        var text = $"apple {Numbers(0, 50)} pear {Numbers(50, 60)} apple {Numbers(60, 100)}";

        var snippet = Shown(Marks(Word("apple"), Word("pear")).Snippet(text, isBeginning: true, isEnd: true));

        snippet.ShouldStartWith("…n44 n45 n46 n47 n48 n49 [pear] n50");
        snippet.ShouldContain("n59 [apple] n60");
        snippet.ShouldEndWith("…");
    }

    [Theory]
    [InlineData(true, true, "# The [fox].")]
    [InlineData(false, true, "…# The [fox].")]
    [InlineData(true, false, "# The [fox].…")]
    public void A_snippet_says_where_it_was_cut(bool isBeginning, bool isEnd, string shown) =>
        Shown(Marks(Word("fox")).Snippet("# The fox.", isBeginning, isEnd)).ShouldBe(shown);

    [Fact]
    public void A_snippet_of_a_text_without_the_words_is_its_beginning() =>
        Shown(Marks(Word("title")).Snippet(Numbers(0, 100), isBeginning: true, isEnd: true)).ShouldBe($"{Numbers(0, 24)}…");

    [Fact]
    public void A_snippet_of_a_whole_text_begins_before_the_term_that_comes_last()
    {
        var text = $"apple {Numbers(0, 2_000)} a pear, an apple {Numbers(2_000, 4_000)} apple pear";

        var snippet = Shown(Marks(Word("apple"), Word("pear")).Snippet(text));

        snippet.ShouldStartWith("…n1995 n1996 n1997 n1998 n1999 a [pear], an [apple] n2000");
        snippet.ShouldEndWith("…");
    }

    [Fact]
    public void A_snippet_of_a_whole_text_shows_phrases_where_they_stand_whole()
    {
        var text = $"quick {Numbers(0, 1_000)} brown {Numbers(1_000, 2_000)} quick brownie";

        Shown(Marks(new SearchTerm(["quick", "brown"], IsBegun: true)).Snippet(text)).ShouldEndWith("n1999 [quick brownie]");
        Shown(Marks(new SearchTerm(["quick", "brown"], IsBegun: false)).Snippet(text)).ShouldStartWith("quick n0 n1");
    }

    [Theory]
    [InlineData("----")]
    [InlineData("")]
    public void A_text_without_words_is_shown_as_it_is(string text) =>
        Marks(Word("fox")).Snippet(text, isBeginning: true, isEnd: true).ShouldBe(text);

    [Fact]
    public void Long_words_and_gaps_make_no_long_snippet()
    {
        var (word, gap) = (new string('x', 5_000), new string('-', 5_000));

        foreach (var text in (string[])[$"{word} {gap} fox {gap} {word}", $"fox{gap}{word}", $"{gap}fox {word}{gap}"])
        {
            var snippet = Shown(Marks(Word("fox")).Snippet(text, isBeginning: true, isEnd: true));
            snippet.ShouldContain("[fox]");
            snippet.Length.ShouldBeLessThan(420);
        }
    }

    [Fact]
    public void A_character_is_never_cut_in_two()
    {
        var snippet = Marks(Word("fox")).Snippet($"a{string.Concat(Enumerable.Repeat("𐐀", 3_000))}", isBeginning: true, isEnd: true);

        snippet.EnumerateRunes().ShouldNotContain(System.Text.Rune.ReplacementChar);
        Should.NotThrow(() => Marks(Word("fox")).Snippet("\udc00 fox"));
    }
}
