using System.Net;
using System.Text;
using MDReader.Server.Pictures;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Server.Tests.Pictures;

public sealed class FarPictureTests : IAsyncLifetime
{
    static readonly byte[] Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray();

    // What each name means, one answer after another; the last stays.
    readonly Dictionary<string, Queue<IPAddress[]>> _names = [];
    PictureHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await PictureHost.Start();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    Task<RunningServer> Start(params (string, string)[] settings) => RunningServer.Start(
        services => services.AddSingleton<ResolveHost>(Resolve), [.. PictureHost.Settings, .. settings]);

    Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken)
    {
        var answers = _names[host];
        return Task.FromResult(answers.Count > 1 ? answers.Dequeue() : answers.Peek());
    }

    void Mean(string name, params string[][] answers) =>
        _names[name] = new(answers.Select(answer => Array.ConvertAll(answer, IPAddress.Parse)));

    static async Task<string> Write(TestPerson person, string text)
    {
        var document = await person.MakeDocument(await person.MakeWorkspace());
        (await person.Put(document, Encoding.UTF8.GetBytes(text), ifMatch: "*")).Status.ShouldBe(HttpStatusCode.OK);
        return document;
    }

    static Task<Answer> Ask(TestPerson person, string document, string address) =>
        person.Http.Ask("GET", $"{document}/pictures?address={Uri.EscapeDataString(address)}");

    [Fact]
    public async Task A_picture_is_passed_on_as_what_it_is_and_its_server_learns_nothing_of_who_asked()
    {
        await using var server = await Start();
        using var ana = await server.SignUp("Ana");
        var document = await Write(ana, $"![A boat]({_host.Address})\n");
        _host.Behaviour = async context =>
        {
            context.Response.Headers.SetCookie = "who=ana";
            await PictureHost.Show(Uploads.Png, "text/html")(context);
        };

        var answer = await Ask(ana, document, _host.Address);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        (await answer.Message.Content.ReadAsByteArrayAsync()).ShouldBe(Uploads.Png);
        answer.Header("Content-Type").ShouldBe("image/png");
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
        answer.Header("Content-Security-Policy").ShouldBe("default-src 'none'; frame-ancestors 'none'; sandbox");
        answer.Header("Set-Cookie").ShouldBeNull();
        _host.Requests.ShouldHaveSingleItem().ShouldBe(["Host", "Accept", "User-Agent"], ignoreOrder: true);
    }

    [Fact]
    public async Task It_is_fetched_once_for_all_who_open_the_page_and_again_after_a_day()
    {
        var time = new ManualTime();
        var kept = new KeptPictures(time, Options.Create(new PicturesOptions { KeptBytes = 100 }));
        Uri first = new("http://a.example/1"), second = new("http://a.example/2"), third = new("http://a.example/3");
        kept.Keep(first, new(new byte[40], "image/png"));
        time.Advance(TimeSpan.FromHours(1));
        kept.Keep(second, new(new byte[60], "image/png"));
        (kept.Find(first), kept.Find(second)).ShouldSatisfyAllConditions(
            found => found.Item1.ShouldNotBeNull(), found => found.Item2.ShouldNotBeNull());

        kept.Keep(third, new(new byte[1], "image/png"));
        kept.Find(first).ShouldBeNull("the oldest goes where there is no room");
        time.Advance(TimeSpan.FromHours(23.5));
        kept.Find(second).ShouldNotBeNull();
        time.Advance(TimeSpan.FromHours(0.5));
        kept.Find(second).ShouldBeNull();

        await using var server = await Start(("MDReader:Pictures:PerMinute", "1"));
        using var ana = await server.SignUp("Ana");
        var document = await Write(ana, $"![]({_host.Address}) ![]({_host.Address}?2)");
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Ask(ana, document, $"{_host.Address}")));
        (await Ask(ana, document, _host.Address)).Status.ShouldBe(HttpStatusCode.OK, "what is kept isn't counted");
        (await Ask(ana, document, $"{_host.Address}?2")).Problem.ShouldBe("rate-limited");
        answers.ShouldContain(answer => answer.Status == HttpStatusCode.OK);
        _host.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Where_it_is_off_nobody_is_called_and_clients_are_told()
    {
        await using var server = await Start(("MDReader:Pictures:FromElsewhere", "false"));
        using var ana = await server.SignUp("Ana");
        var document = await Write(ana, $"![A boat]({_host.Address})");
        (await Ask(ana, document, _host.Address)).Problem.ShouldBe("pictures-off");
        _host.Requests.ShouldBeEmpty();

        (await server.Http.Ask("GET", "/api/v1/config"))["features.picturesFromElsewhere"].GetBoolean().ShouldBeFalse();
        await using var on = await Start();
        (await on.Http.Ask("GET", "/api/v1/config"))["features.picturesFromElsewhere"].GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Only_what_stands_in_the_present_text_is_fetched_and_only_for_who_may_read_it()
    {
        await using var server = await Start();
        using var ana = await server.SignUp("Ana");
        using var eve = await server.SignUp("Eve");
        var document = await Write(ana, $"![A boat]({_host.Address})");
        (await Ask(eve, document, _host.Address)).Problem.ShouldBe("not-found");
        (await Ask(ana, document, $"http://127.0.0.1:{_host.Port}/boat.pn")).Problem.ShouldBe("not-found");
        (await Ask(ana, document, $"http://127.0.0.1:{_host.Port}/")).Problem.ShouldBe("not-found");
        await ana.Put(document, "Nothing to see.\n"u8.ToArray(), ifMatch: "*");
        (await Ask(ana, document, _host.Address)).Problem.ShouldBe("not-found");
        _host.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/boat.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/api/v1/me")]
    [InlineData("//127.0.0.1/boat.png")]
    [InlineData("http://ana@127.0.0.1/boat.png")]
    [InlineData("http://127.0.0.1:8080/boat.png")]
    [InlineData("https://127.0.0.1:6379/")]
    public async Task No_other_schemes_and_ports_are_called_and_nobody_s_name_and_password(string address)
    {
        await using var server = await Start(("MDReader:Pictures:AnyPort", "false"));
        using var ana = await server.SignUp("Ana");
        var document = await Write(ana, $"![A boat]({address})");
        (await Ask(ana, document, address)).Problem.ShouldBe("bad-request");
    }

    [Fact]
    public async Task A_name_that_means_an_address_of_this_network_is_not_called_whatever_else_it_means()
    {
        Mean("mixed.example", ["93.184.216.34", "127.0.0.1"]);
        Mean("mapped.example", ["::ffff:127.0.0.1"]);
        Mean("translated.example", ["64:ff9b::7f00:1"]);
        Mean("own.example", ["127.0.0.1"]);
        Mean("nobody.example", [[]]);
        string[] hosts = [.. _names.Keys, "127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:7f00:1]"];
        await using var server = await Start(("MDReader:Pictures:AnyAddress", "false"));
        using var ana = await server.SignUp("Ana");
        foreach (var host in hosts)
        {
            var address = $"http://{host}:{_host.Port}/boat.png";
            var document = await Write(ana, $"![A boat]({address})");
            (await Ask(ana, document, address)).Problem.ShouldBe("picture-failed", host);
        }

        _host.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_means_another_address_by_the_time_it_is_called_again_is_not_called()
    {
        // Public is here what the second loopback address isn't.
        Mean("rebound.example", ["127.0.0.1"], ["127.0.0.2"]);
        using var client = new HttpClient(PublicAddresses.Handler(Resolve, address => address.Equals(IPAddress.Loopback)));
        client.DefaultRequestHeaders.ConnectionClose = true;
        (await client.GetAsync($"http://rebound.example:{_host.Port}/")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<HttpRequestException>(client.GetAsync($"http://rebound.example:{_host.Port}/"));
        _host.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var server = await Start();
        using var ana = await server.SignUp("Ana");
        var document = await Write(ana, $"![A boat]({_host.Address})");
        _host.Behaviour = context =>
        {
            context.Response.Redirect("/elsewhere.png");
            return Task.CompletedTask;
        };
        (await Ask(ana, document, _host.Address)).Problem.ShouldBe("picture-failed");
        _host.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_no_picture_by_its_first_bytes_is_not_passed_on_whatever_it_is_called()
    {
        await using var server = await Start();
        using var ana = await server.SignUp("Ana");
        var document = await Write(ana, $"![A boat]({_host.Address})");
        Func<HttpContext, Task>[] behaviours =
        [
            PictureHost.Show(Svg, "image/svg+xml"), PictureHost.Show(Svg, "image/png"),
            PictureHost.Show("<!doctype html>"u8.ToArray(), "image/png"), PictureHost.Show([], "image/png"),
            PictureHost.Show(Uploads.Png, "image/png", StatusCodes.Status404NotFound),
        ];
        foreach (var behaviour in behaviours)
        {
            _host.Behaviour = behaviour;
            (await Ask(ana, document, _host.Address)).Problem.ShouldBe("picture-failed");
        }
    }

    [Fact]
    public async Task One_that_is_too_large_or_too_slow_is_given_up()
    {
        await using var server = await Start(
            ("MDReader:Pictures:LargestPicture", "100000"), ("MDReader:Pictures:Patience", "00:00:01"));
        using var ana = await server.SignUp("Ana");
        var document = await Write(ana, $"![A boat]({_host.Address})");
        var large = new byte[100_001];
        Uploads.Png.CopyTo(large, 0);
        foreach (var isAnnounced in new[] { true, false })
        {
            _host.Behaviour = async context =>
            {
                context.Response.ContentLength = isAnnounced ? large.Length : null;
                await context.Response.Body.WriteAsync(large);
            };
            (await Ask(ana, document, _host.Address)).Problem.ShouldBe("picture-failed");
        }

        foreach (var hasBegun in new[] { true, false })
        {
            var gone = new TaskCompletionSource();
            _host.Behaviour = async context =>
            {
                context.RequestAborted.Register(gone.SetResult);
                if (hasBegun)
                    await context.Response.Body.WriteAsync(Uploads.Png);
                await gone.Task;
            };
            (await Ask(ana, document, _host.Address)).Problem.ShouldBe("picture-failed");
            await gone.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }

        _host.Behaviour = PictureHost.Show(large[..100_000], "image/png");
        (await Ask(ana, document, _host.Address)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Four_are_fetched_at_once_and_who_asks_for_the_same_waits_for_the_same()
    {
        await using var server = await Start();
        using var ana = await server.SignUp("Ana");
        string[] addresses = [.. Enumerable.Range(0, 9).Select(number => $"{_host.Address}?{number}")];
        var document = await Write(ana, string.Join('\n', addresses));
        var (atWork, most) = (0, 0);
        using var turn = new SemaphoreSlim(0);
        _host.Behaviour = async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref atWork));
            await turn.WaitAsync();
            Interlocked.Decrement(ref atWork);
            await PictureHost.Show(Uploads.Png, "image/png")(context);
        };

        var asked = addresses.Concat(addresses).Select(address => Ask(ana, document, address)).ToList();
        await Eventually.Holds(() => Volatile.Read(ref atWork) == 4, "four at work");
        turn.Release(addresses.Length);
        (await Task.WhenAll(asked)).ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        most.ShouldBe(4);
        _host.Requests.Count.ShouldBe(addresses.Length);
    }
}
