using MDReader.Desktop;

namespace Desktop.Tests;

public sealed class DeskTests : IDisposable
{
    readonly Room _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public void A_file_is_found_once_it_was_opened_and_still_after_the_next_start()
    {
        var file = _room.Write("notes.md", "text");
        var desk = Desk.Open(_room.Data);
        desk.FindFile(file).ShouldBeNull();
        desk.Allow(file).ShouldBe(file);
        desk.FindFile(file).ShouldBe(file);
        Desk.Open(_room.Data).FindFile(file).ShouldBe(file);
        desk.FindFile(_room.Write("other.md", "text")).ShouldBeNull();
    }

    [Fact]
    public void Of_an_opened_folder_only_the_Markdown_is_found()
    {
        var inner = _room.Write("notes/deep/one.md", "text");
        var key = _room.Write("notes/deep/id_rsa", "secret");
        var beside = _room.Write("notes-beside/two.md", "text");
        var desk = Desk.Open(_room.Data);
        desk.Allow(_room.Of("notes"));
        desk.FindFile(inner).ShouldBe(inner);
        desk.FindFile(key).ShouldBeNull();
        desk.FindFile(beside).ShouldBeNull();
        desk.FindFile(_room.Of("notes/../notes-beside/two.md")).ShouldBeNull();
        desk.FindFile(_room.Of("notes/gone.md")).ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_link_leads_out_of_an_opened_folder(bool linksAFolder)
    {
        var secret = _room.Write("elsewhere/secret.md", "text");
        Directory.CreateDirectory(_room.Of("notes"));
        var link = _room.Of("notes/link");
        if (linksAFolder)
            Directory.CreateSymbolicLink(link, _room.Of("elsewhere"));
        else
            File.CreateSymbolicLink(link + ".md", secret);
        var desk = Desk.Open(_room.Data);
        desk.Allow(_room.Of("notes"));
        desk.FindFile(linksAFolder ? Path.Combine(link, "secret.md") : link + ".md").ShouldBeNull();
    }

    [Fact]
    public void A_link_that_was_opened_is_written_where_it_leads()
    {
        var file = _room.Write("real.md", "old");
        var link = _room.Of("link.md");
        File.CreateSymbolicLink(link, file);
        var desk = Desk.Open(_room.Data);
        desk.Allow(link);
        FileText.Replace(desk.FindFile(link)!, "new"u8);
        File.ReadAllText(file).ShouldBe("new");
        new FileInfo(link).LinkTarget.ShouldBe(file);
    }

    [Fact]
    public void A_folder_is_listed_in_order_without_what_is_hidden_or_installed()
    {
        foreach (var name in (string[])["b.md", "A.markdown", "deep/c.txt", "picture.png", ".hidden/d.md", ".e.md", "node_modules/f.md"])
            _room.Write($"notes/{name}", "text");
        Desk.MarkdownIn(_room.Of("notes")).ShouldBe(["A.markdown", "b.md", "deep/c.txt"]);
    }

    [Fact]
    public void A_replaced_file_keeps_its_mode_and_leaves_nothing_beside_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Files have no mode here.");
            return;
        }

        var file = _room.Write("notes/script.md", "old");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.UserExecute);
        var mode = File.GetUnixFileMode(file);
        FileText.Replace(file, "new"u8);
        File.ReadAllText(file).ShouldBe("new");
        File.GetUnixFileMode(file).ShouldBe(mode);
        Directory.GetFiles(_room.Of("notes")).ShouldBe([file]);
    }

    [Fact]
    public void What_is_not_there_cannot_be_opened() =>
        Should.Throw<DesktopException>(() => Desk.Open(_room.Data).Allow(_room.Of("gone.md"))).Message.ShouldContain("gone.md");
}
