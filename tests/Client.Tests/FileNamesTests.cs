using System.Text;
using MDReader.Client.Sync;

namespace Client.Tests;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("Notes", "Notes")]
    [InlineData("a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j")]
    [InlineData(" . hidden. ", "hidden")]
    [InlineData("...", "Untitled")]
    [InlineData("con", "_con")]
    [InlineData("LPT1.old", "_LPT1.old")]
    [InlineData("a\u0007b", "a_b")]
    public void Every_system_takes_the_name(string title, string name) => FileNames.For(title).ShouldBe(name);

    [Fact]
    public void A_long_title_is_cut_between_characters()
    {
        var name = FileNames.For(string.Concat(Enumerable.Repeat("🛶", 100)));

        Encoding.UTF8.GetByteCount(name).ShouldBe(200);
        name.EnumerateRunes().ShouldAllBe(rune => rune.Value == 0x1F6F6);
    }

    [Fact]
    public void A_name_that_is_taken_gets_a_number()
    {
        string[] taken = ["Notes.md", "Notes (2).md"];

        FileNames.Free("Notes", ".md", taken.Contains).ShouldBe("Notes (3).md");
    }
}
