using MDReader.Server.Pictures;

namespace Server.Tests.Pictures;

public sealed class DestinationsTests
{
    [Theory]
    [InlineData("![a](https://example.org/a.png)", "https://example.org/a.png")]
    [InlineData("![a](<https://example.org/a b.png> \"A\")", "https://example.org/a%20b.png")]
    [InlineData("![a][b]\n\n[b]: https://example.org/a.png", "https://example.org/a.png")]
    [InlineData("![a][b]\n\n[b]:https://example.org/a.png\n", "https://example.org/a.png")]
    [InlineData("![a](https://example.org/a_(b).png)", "https://example.org/a_(b).png")]
    [InlineData("![a](https://example.org/a\\_b\\).png)", "https://example.org/a_b).png")]
    [InlineData("![a](https://example.org/?a=1&amp;b=2)", "https://example.org/?a=1&b=2")]
    [InlineData("![a](https://example.org/?a=1&b=2)", "https://example.org/?a=1&b=2")]
    [InlineData("![a](https://example.org/Köln%20Süd/🦊.png)", "https://example.org/K%C3%B6ln%20S%C3%BCd/%F0%9F%A6%8A.png")]
    [InlineData("![a](https://bücher.example/a.png)", "https://xn--bcher-kva.example/a.png")]
    [InlineData("https://example.org/ab.png ![a](https://example.org/a.png)", "https://example.org/a.png")]
    public void An_address_is_found_as_a_renderer_spells_it(string text, string address) =>
        Destinations.Hold(text, new Uri(address), address).ShouldBeTrue();

    [Theory]
    [InlineData("![a](https://example.org/a.png)", "https://example.org/a.pn")]
    [InlineData("![a](https://example.org/a.png)", "https://example.org/")]
    [InlineData("![a](https://example.org/a.png)", "https://example.org/A.png")]
    [InlineData("![a](https://example.org/a.png)", "https://example.org/a.png?b")]
    [InlineData("![a](https://example.org/a.png?b)", "https://example.org/a.png")]
    [InlineData("![a](xhttps://example.org/a.png)", "https://example.org/a.png")]
    [InlineData("![a](https://example.org.evil.example/a.png)", "https://example.org")]
    [InlineData("![a](https://example.org/ü.png)", "https://example.org/%C3%B6.png")]
    [InlineData("", "https://example.org/")]
    public void Another_one_is_not(string text, string address) =>
        Destinations.Hold(text, new Uri(address), address).ShouldBeFalse();
}
