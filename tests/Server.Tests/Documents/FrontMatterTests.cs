using MDReader.Server.Documents;

namespace Server.Tests.Documents;

public sealed class FrontMatterTests
{
    [Theory]
    [InlineData("---\ntags: [a, b]\n---\n", "a b")]
    [InlineData("---\ntags: a, b\n---\n", "a b")]
    [InlineData("---\ntags: a\n...\n", "a")]
    [InlineData("---\r\ntitle: x\r\ntags:\r\n  - a\r\n  - \"b, c\"\r\n---\r\ntext", "a|b, c")]
    [InlineData("---\ntags:\n- a\n- '#B'\nother:\n- c\n---", "a b")]
    [InlineData("---\ntags: [\"x, y\", 'z']\n---\n", "x, y|z")]
    [InlineData("---\ntags: [A, a, #a]\n---\n", "a")]
    [InlineData("---\ntags: []\n---\n", "")]
    [InlineData("---\nmore:\n  tags: [a]\n---\n", "")]
    [InlineData("text\n---\ntags: [a]\n---\n", "")]
    [InlineData("---\ntags: [a]\nno end", "")]
    [InlineData("--- \ntags: [ÄÖ]\n---", "äö")]
    [InlineData("", "")]
    [InlineData("---", "")]
    [InlineData("---\ntags: \"\n---", "\"")]
    [InlineData("---\ntags: ',\n---", "'")]
    public void Tags_are_read_from_the_front_of_a_text(string text, string tags)
    {
        var separator = tags.Contains('|', StringComparison.Ordinal) ? '|' : ' ';
        FrontMatter.Tags(text).ShouldBe(tags.Split(separator, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("---\nlang: de\n---\n", "de")]
    [InlineData("---\r\ntitle: x\r\nlanguage: 'pt-BR'\r\n---\r\ntext", "pt-BR")]
    [InlineData("---\nmore:\n  lang: de\n---\n", null)]
    [InlineData("---\nlang: \"><script>\n---\n", null)]
    [InlineData("---\ntitle: x\n---\nlang: de", null)]
    [InlineData("---\nlang: de\nno end", null)]
    [InlineData("lang: de", null)]
    [InlineData("", null)]
    public void A_text_says_its_language_in_the_front_of_it(string text, string? language) =>
        FrontMatter.Language(text).ShouldBe(language);

    [Fact]
    public void There_are_at_most_fifty_of_at_most_sixty_four_characters()
    {
        var many = FrontMatter.Tags($"---\ntags: [{string.Join(", ", Enumerable.Range(0, 1000))}]\n---\n");
        many.Count.ShouldBe(50);
        var @long = FrontMatter.Tags($"---\ntags: [{new string('x', 63)}😀{new string('y', 100)}]\n---\n");
        @long.ShouldBe([new string('x', 63)]);
    }

    [Fact]
    public void No_text_makes_it_fail_or_read_far()
    {
        var random = new Random(7);
        const string Pieces = "-\n\r:,[]'\"# tags.a\0😀";
        for (var round = 0; round < 20_000; round++)
        {
            var body = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => Pieces[random.Next(Pieces.Length)])]);
            var tags = FrontMatter.Tags("---\ntags:" + body + "\n---\n");
            tags.ShouldAllBe(tag => tag.Length > 0 && tag.Length <= 64 && !tag.Any(char.IsControl));
        }

        FrontMatter.Tags("---\ntags: [a]\n" + new string('\n', 1_000_000) + "---\n").ShouldBeEmpty();
    }

    [Fact]
    public void A_line_of_tags_holds_them_whole()
    {
        var line = TagLine.Of(["plan", "plan b"]);

        TagLine.Read(line).ShouldBe(["plan", "plan b"]);
        line.Contains(TagLine.Part("Plan"), StringComparison.Ordinal).ShouldBeTrue();
        line.Contains(TagLine.Part("lan"), StringComparison.Ordinal).ShouldBeFalse();
        TagLine.Of([]).ShouldBe("");
    }
}
