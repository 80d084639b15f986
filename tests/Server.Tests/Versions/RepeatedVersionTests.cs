using System.Net;
using System.Security.Cryptography;
using System.Text;
using MDReader.Server.Platform;
using MDReader.Server.Versions;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Versions;

/// <summary>Requests that were broken off by the end of a server, between their effect and their answer, and are sent again.</summary>
public sealed class RepeatedVersionTests(SharedServer shared) : IAsyncLifetime
{
    const int Begun = 102;

    readonly RunningServer _server = shared.Server;
    TestPerson _ana = null!;
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _ana = await _server.SignUp("Ana");
        _document = await _ana.MakeDocument(await _ana.MakeWorkspace());
        await Write("one\n");
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_version_is_made_once()
    {
        const string body = """{"name":"First"}""";
        var request = new KeyedRequest(_ana.Id, "k1", $"{_document}/versions", Hash(body));

        // As far as a server came that ended then.
        var (made, _) = await _server.Services.GetRequiredService<SavedVersions>().Name(
            Guid.Parse(_document.Split('/')[^1]), (1, 1), ("First", _ana.Id), request, default);
        var again = await Post("versions", body, "k1");

        again.Status.ShouldBe(HttpStatusCode.Created);
        again["id"].GetGuid().ShouldBe(made!.Id);
        again.Header("Location").ShouldBe($"/api/v1/versions/{made.Id}");
        again.Text.ShouldBe((await _ana.Http.Ask("GET", again.Header("Location")!)).Text);
        (await _ana.Http.Ask("GET", $"{_document}/versions"))["items"].GetArrayLength().ShouldBe(1);
        (await Post("versions", """{"name":"Second"}""", "k1")).Problem.ShouldBe("idempotency-key-reused");
    }

    [Fact]
    public async Task What_was_restored_stays_as_others_have_changed_it_since()
    {
        var body = await Version();
        var before = await Write("two\n");
        var restored = await Post("restore-version", body, "k1");
        restored.Status.ShouldBe(HttpStatusCode.OK, restored.Text);
        await Write("one\nthree\n");
        await Forget(before);

        var again = await Post("restore-version", body, "k1");

        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        (await Text()).ShouldBe("one\nthree\n");
        (await Post("restore-version", body, "k1")).Text.ShouldBe(again.Text, "this one is kept");
    }

    [Fact]
    public async Task What_was_to_be_restored_is_restored_and_what_others_have_written_stays()
    {
        var body = await Version();
        var before = await Write("two\n");
        await _server.Services.GetRequiredService<Idempotency>().BeginAt(
            new KeyedRequest(_ana.Id, "k1", $"{_document}/restore-version", Hash(body)), before, default);
        await Write("two\nthree\n");

        (await Post("restore-version", body, "k1")).Status.ShouldBe(HttpStatusCode.OK);

        (await Text()).ShouldBe("one\nthree\n");
        (await Post("restore-version", """{"versionId":"0198f0de-0000-7000-8000-000000000000"}""", "k1"))
            .Problem.ShouldBe("idempotency-key-reused");
    }

    [Fact]
    public async Task A_refused_restoration_leaves_the_key_free()
    {
        var body = await Version();
        await Write("two\n");
        (await Post("restore-version", """{"versionId":"0198f0de-0000-7000-8000-000000000000"}""", "k1")).Problem.ShouldBe("not-found");

        (await Post("restore-version", body, "k1")).Status.ShouldBe(HttpStatusCode.OK);
        (await Text()).ShouldBe("one\n");
    }

    // As if the server had ended before it kept the answer.
    Task Forget(string etag) => _server.Services.GetRequiredService<Database>().Write(
        async (db, token) =>
        {
            var kept = await db.Set<IdempotentAnswer>().AsNoTracking().SingleAsync(answer => answer.PrincipalId == _ana.Id, token);
            (await db.Set<IdempotentAnswer>().Where(answer => answer.PrincipalId == _ana.Id && answer.Key == kept.Key)
                .ExecuteUpdateAsync(row => row.SetProperty(answer => answer.Status, Begun).SetProperty(answer => answer.ETag, etag), token))
                .ShouldBe(1);
        },
        default);

    async Task<string> Version() =>
        $$"""{"versionId":"{{(await _ana.Http.Ask("POST", $"{_document}/versions", new { name = "One" }))["id"].GetString()}}"}""";

    async Task<string> Write(string text) =>
        (await _ana.Put(_document, Encoding.UTF8.GetBytes(text), ifMatch: "*")).Header("ETag")!;

    async Task<string> Text() => (await _ana.Http.Ask("GET", $"{_document}/content")).Text;

    Task<Answer> Post(string what, string body, string key) =>
        _ana.Http.Ask("POST", $"{_document}/{what}", body, ("Idempotency-Key", key));

    static byte[] Hash(string body) => SHA256.HashData(Encoding.UTF8.GetBytes(body));
}
