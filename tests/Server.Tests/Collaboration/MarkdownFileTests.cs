using System.Text;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

public sealed class MarkdownFileTests
{
    [Theory]
    [InlineData("")]
    [InlineData("no final newline")]
    [InlineData("\n")]
    [InlineData("a\nb\n")]
    [InlineData("a\r\nb\r\n")]
    [InlineData("a\rb\r")]
    [InlineData("a\r\nb\nc\rd\r\r\n\n\re")]
    [InlineData("\uFEFFmarked\r\n")]
    [InlineData("\uFEFF\uFEFFmarked twice")]
    [InlineData("in the \uFEFF middle, 👩‍👩‍👧 and é\r\n")]
    public void A_file_comes_out_as_it_went_in(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        MarkdownFile.Parse(bytes).ToBytes().ShouldBe(bytes);
    }

    [Fact]
    public void Any_sequence_of_line_ends_comes_out_as_it_went_in()
    {
        const int seed = 20260101;
        var random = new Random(seed);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(12)];
            random.GetItems("\r\nab"u8, bytes);
            MarkdownFile.Parse(bytes).ToBytes().ShouldBe(bytes, $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void The_text_has_line_feeds_only_and_no_mark()
    {
        var file = MarkdownFile.Parse("\uFEFFa\r\nb\rc\n"u8);
        file.Text.ShouldBe("a\nb\nc\n");
        file.ByteOrderMark.ShouldBeTrue();
        file.LineEnds.ShouldBe([LineEnd.CrLf, LineEnd.Cr, LineEnd.Lf]);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused() =>
        Should.Throw<DecoderFallbackException>(() => MarkdownFile.Parse([(byte)'a', 0xC3, 0x28]));

    [Fact]
    public void A_bare_CR_that_comes_to_stand_before_a_bare_LF_stays_a_line_of_its_own()
    {
        var file = new MarkdownFile("\n\n", false, [LineEnd.Cr, LineEnd.Lf]);
        MarkdownFile.Parse(file.ToBytes()).LineEnds.Count.ShouldBe(2);
    }
}
