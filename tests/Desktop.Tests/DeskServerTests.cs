using System.Net;
using System.Text;
using MDReader.Desktop;
using Microsoft.AspNetCore.Builder;

namespace Desktop.Tests;

public sealed class DeskServerTests : IAsyncLifetime
{
    readonly Room _room = new();
    readonly Door _door = new();
    readonly FakeWindow _window = new();
    Desk _desk = null!;
    WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        _desk = Desk.Open(_room.Data);
        _app = await DeskServer.Start(_room.Data, _desk, _door, _window);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _room.Dispose();
    }

    [Fact]
    public async Task Only_its_own_window_gets_in_and_each_entry_is_good_once()
    {
        using var stranger = Browser();
        foreach (var path in (string[])["/", "/health/ready", "/openapi/v1.json", $"/desk/file?path={_room.Of("notes.md")}", "/desk/enter?entry=guessed"])
            (await stranger.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var entry = _door.NewEntry();
        using var window = await In(entry);
        (await window.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await window.GetAsync("/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stranger.GetAsync($"/desk/enter?entry={entry}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_page_reads_and_writes_what_was_opened_and_nothing_else()
    {
        using var window = await In(_door.NewEntry());
        var file = _room.Write("notes/ä one.md", "old");
        var address = $"/desk/file?path={Uri.EscapeDataString(file)}";
        (await window.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await window.PutAsync(address, Body("new"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        File.ReadAllText(file).ShouldBe("old");

        _desk.Allow(_room.Of("notes"));
        (await window.GetStringAsync(address)).ShouldBe("old");
        (await window.PutAsync(address, Body("new\r\nline"))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        File.ReadAllText(file).ShouldBe("new\r\nline");
        (await window.GetStringAsync($"/desk/folder?path={Uri.EscapeDataString(_room.Of("notes"))}")).ShouldContain("one.md");
        (await window.GetAsync($"/desk/folder?path={Uri.EscapeDataString(_room.Path)}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Another_page_of_this_computer_writes_nothing()
    {
        using var window = await In(_door.NewEntry());
        var file = _desk.Allow(_room.Write("notes.md", "old"));
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/desk/file?path={Uri.EscapeDataString(file)}") { Content = Body("evil") };
        request.Headers.Add("Origin", "http://127.0.0.1:9");
        (await window.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        File.ReadAllText(file).ShouldBe("old");
    }

    [Fact]
    public async Task What_the_dialog_gives_is_opened()
    {
        using var window = await In(_door.NewEntry());
        var file = _room.Write("chosen.md", "text");
        _window.Choices = [file];
        var chosen = await window.PostAsync("/desk/choose?choice=Files", null);
        (await chosen.Content.ReadAsStringAsync()).ShouldContain("chosen.md");
        _desk.FindFile(file).ShouldBe(file);
    }

    [Fact]
    public async Task It_is_at_the_same_address_after_the_next_start()
    {
        var address = _app.Address();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = await DeskServer.Start(_room.Data, Desk.Open(_room.Data), _door, _window);
        _app.Address().ShouldBe(address);
    }

    [Fact]
    public async Task The_second_start_tells_the_first_what_to_open()
    {
        using var first = FirstInstance.TryBe(_room.Data);
        first.ShouldNotBeNull();
        FirstInstance.TryBe(_room.Data).ShouldBeNull();
        var told = new TaskCompletionSource<IReadOnlyList<string>>();
        var listening = first.Listen(told.SetResult);
        await FirstInstance.Tell(_room.Data, ["/one file.md", "/two.md"]);
        (await told.Task).ShouldBe(["/one file.md", "/two.md"]);
        first.Stop();
        await listening;
    }

    async Task<HttpClient> In(string entry)
    {
        var browser = Browser();
        (await browser.GetAsync($"/desk/enter?entry={entry}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        return browser;
    }

    HttpClient Browser() => new() { BaseAddress = _app.Address() };

    static ByteArrayContent Body(string text) => new(Encoding.UTF8.GetBytes(text));

    sealed class FakeWindow : IWindow
    {
        public IReadOnlyList<string> Choices { get; set; } = [];

        public bool CanChoose => true;

        public void Open(Uri page)
        {
        }

        public Task<IReadOnlyList<string>> Choose(Choice choice) => Task.FromResult(Choices);

        public void Run()
        {
        }

        public void Close()
        {
        }
    }
}
