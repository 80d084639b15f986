using MDReader.Server.Platform;

namespace Cloud.Tests;

public sealed class BlobKeyTests
{
    [Theory]
    [InlineData("attachments/a/b", true)]
    [InlineData("documents/0196-a/versions/1.md", true)]
    [InlineData("a", false)]
    [InlineData("/a/b", false)]
    [InlineData("a/../b", false)]
    [InlineData("a/.b", false)]
    [InlineData("a//b", false)]
    [InlineData("a/b/", false)]
    [InlineData("a\\b/c", false)]
    [InlineData("a/B", false)]
    [InlineData("a/b\n", false)]
    [InlineData("a/b c", false)]
    public void A_key_leads_nowhere_else(string text, bool isKey) => (BlobKey.Read(text) is not null).ShouldBe(isKey);
}
