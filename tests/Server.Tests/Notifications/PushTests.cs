using System.Net;
using System.Security.Cryptography;
using MDReader.Server.Notifications;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Notifications;

public sealed class PushTests : IAsyncLifetime
{
    readonly ManualTime _time = new();
    PushService _service = null!;
    RunningServer _server = null!;
    TestPerson _ana = null!;
    TestPerson _ben = null!;
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _service = await PushService.Start();
        _server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(_time), ("MDReader:Notifications:PushAnywhere", "true"));
        _ana = await _server.SignUp("Ana");
        _ben = await _server.SignUp("Ben");
        var workspace = await _ana.MakeWorkspace();
        await _ana.Http.Ask("PUT", $"{workspace}/members/{_ben.Id}", new { role = "commenter" });
        await Told(1);
        _document = await _ana.MakeDocument(workspace);
        await _ana.Put(_document, "The quick brown fox jumps."u8.ToArray(), ifMatch: "\"1-0\"");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _service.DisposeAsync();
    }

    Task<Answer> Subscribe(TestPerson who, string id = "1") =>
        who.Http.Ask("POST", "/api/v1/me/push-subscriptions", _service.Subscription(id));

    async Task Mention(string words = "look") => await _ana.Http.Ask("POST", $"{_document}/threads", new
    {
        anchor = new { start = 10, end = 19, @base = "1-1" },
        body = $"@[Ben]({_ben.Id}) {words}",
    });

    async Task Told(int times) => await Eventually.Holds(
        async () => (await _ben.Http.Ask("GET", "/api/v1/notifications"))["items"].GetArrayLength() == times,
        $"{times} notifications in the inbox");

    [Fact]
    public async Task A_browser_is_sent_what_only_it_can_read_signed_with_the_key_it_subscribed_to()
    {
        (await Subscribe(_ben)).Status.ShouldBe(HttpStatusCode.Created);
        var listed = await _ben.Http.Ask("GET", "/api/v1/me/push-subscriptions");
        listed["items"][0].GetProperty("service").GetString().ShouldBe("127.0.0.1");

        await Mention("здравствуй 🦊");

        var push = await Eventually.Get(() => _service.Pushes.FirstOrDefault(), "a push");
        push.Content.GetProperty("title").GetString().ShouldBe("Ana mentioned you in Notes");
        push.Content.GetProperty("body").GetString().ShouldBe("@Ben здравствуй 🦊");
        push.Content.GetProperty("path").GetString()!.ShouldStartWith($"/d/{_document.Split('/')[^1]}?thread=");
        push.SignatureFits.ShouldBeTrue();
        push.ServerKey.ShouldBe(listed["publicKey"].GetString());
        push.Claims.GetProperty("aud").GetString().ShouldBe(_service.Address);
        DateTimeOffset.FromUnixTimeSeconds(push.Claims.GetProperty("exp").GetInt64()).ShouldBe(_time.GetUtcNow().AddHours(12));
        push.Ttl.ShouldBe("86400");
    }

    [Fact]
    public async Task A_browser_is_its_last_subscriber_s_and_one_that_is_gone_is_forgotten()
    {
        await Subscribe(_ben);
        await Subscribe(_ana);
        (await _ben.Http.Ask("GET", "/api/v1/me/push-subscriptions"))["items"].GetArrayLength().ShouldBe(0);

        await Subscribe(_ben, "2");
        _service.Answer = HttpStatusCode.Gone;
        await Mention();
        await Eventually.Holds(
            async () => (await _ben.Http.Ask("GET", "/api/v1/me/push-subscriptions"))["items"].GetArrayLength() == 0,
            "the end of the subscription");
    }

    [Fact]
    public async Task A_service_that_fails_is_asked_again_and_nobody_is_woken_for_what_they_have_read()
    {
        await Subscribe(_ben);
        _service.Answer = HttpStatusCode.ServiceUnavailable;
        await Mention("first");
        await Eventually.Holds(() => _service.Asked > 0, "the first attempt");
        _service.Answer = HttpStatusCode.Created;
        await Eventually.Holds(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return _service.Pushes.Count == 1;
            },
            "the second attempt");

        _service.Answer = HttpStatusCode.ServiceUnavailable;
        var asked = _service.Asked;
        await Mention("second");
        await Eventually.Holds(() => _service.Asked > asked, "an attempt");
        await _ben.Http.Ask("POST", "/api/v1/notifications/read", new { before = _time.GetUtcNow() });
        _service.Answer = HttpStatusCode.Created;
        await Mention("third");
        await Eventually.Holds(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return _service.Pushes.Count == 2;
            },
            "the third");
        _time.Advance(TimeSpan.FromMinutes(1));
        await Mention("fourth");
        await Eventually.Holds(() => _service.Pushes.Count == 3, "the fourth");
        _service.Pushes.ShouldNotContain(push => push.Content.GetProperty("body").GetString() == "@Ben second");
    }

    [Theory]
    [InlineData("http://push.example/1", "/endpoint")]
    [InlineData("ftp://push.example/1", "/endpoint")]
    [InlineData("https://user@push.example/1", "/endpoint")]
    [InlineData("rubbish", "/endpoint")]
    public async Task A_push_service_is_spoken_to_by_https(string endpoint, string pointer)
    {
        await using var server = await RunningServer.Start();
        using var ana = await server.SignUp("Ana");
        var answer = await ana.Http.Ask("POST", "/api/v1/me/push-subscriptions", new
        {
            endpoint,
            keys = new
            {
                p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                auth = "BTBZMqHH6r4Tts7J_aSIgg",
            },
        });
        answer.Problem.ShouldBe("validation-failed");
        answer["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer);
    }

    [Theory]
    [InlineData("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw5")]
    [InlineData("AAAA")]
    [InlineData("not base64!")]
    public async Task A_key_that_is_no_point_of_the_curve_is_refused(string p256dh) =>
        (await _ben.Http.Ask("POST", "/api/v1/me/push-subscriptions", new
        {
            endpoint = $"{_service.Address}/push/9",
            keys = new { p256dh, auth = "BTBZMqHH6r4Tts7J_aSIgg" },
        }))["errors"][0].GetProperty("pointer").GetString().ShouldBe("/keys/p256dh");
}

public sealed class PushMessageTests
{
    /// <summary>RFC 8291, section 5.</summary>
    [Fact]
    public void The_example_of_the_standard_is_encrypted_as_it_says()
    {
        var serverPoint = Bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        using var server = ECDiffieHellman.Create(PushMessage.Key(serverPoint) with
        {
            D = Bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        });

        var message = PushMessage.Encrypt(
            "When I grow up, I want to be a watermelon"u8,
            Bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
            Bytes("BTBZMqHH6r4Tts7J_aSIgg"),
            server,
            Bytes("DGv6ra1nlYgDCS1FRnbzlw"));

        UrlText.Of(message).ShouldBe(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_y"
            + "l95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    static byte[] Bytes(string text) => UrlText.Read(text)!;
}

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.0.3", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:93.184.216.34", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fe80::1%3", false)]
    [InlineData("ff02::1", false)]
    public void What_belongs_to_the_internet_at_large_is_public(string address, bool isPublic) =>
        PublicAddresses.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Fact]
    public async Task A_name_that_means_a_private_address_too_or_by_now_is_not_dialled()
    {
        await using var service = await PushService.Start();
        var port = new Uri(service.Address).Port;
        var answers = new Queue<IPAddress[]>([
            [IPAddress.Loopback],
            [IPAddress.Parse("93.184.216.34"), IPAddress.Loopback],
            [IPAddress.Parse("::ffff:127.0.0.1")],
            [],
        ]);
        using var client = new HttpClient(PublicAddresses.Handler((_, _) => Task.FromResult(answers.Dequeue()), PublicAddresses.IsPublic));
        while (answers.Count > 0)
            await Should.ThrowAsync<HttpRequestException>(client.PostAsync($"http://rebound.example:{port}/push/1", content: null));
        foreach (var literal in new[] { "127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:7f00:1]" })
            await Should.ThrowAsync<HttpRequestException>(client.PostAsync($"http://{literal}:{port}/push/1", content: null));
        service.Asked.ShouldBe(0);
    }
}
