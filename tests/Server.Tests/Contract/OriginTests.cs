using System.Net;
using System.Net.Http.Headers;
using MDReader.Server.Access;
using MDReader.TestKit;

namespace Server.Tests.Contract;

/// <summary>What a foreign page could make a browser send changes nothing, on no route.</summary>
public sealed class OriginTests : IAsyncLifetime
{
    Scene _scene = null!;
    IReadOnlyList<ApiOperation> _unsafe = null!;

    public async ValueTask InitializeAsync()
    {
        _scene = await Scene.Begin();
        _unsafe = [.. (await ApiDocument.Of(_scene.Server.Http)).Operations.Where(operation => operation.Method is not ("GET" or "HEAD"))];
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task No_unsafe_route_takes_a_request_from_a_foreign_page(string header, string value)
    {
        var owner = _scene.Members[Role.Owner].Http;
        var failures = new List<string>();
        foreach (var operation in _unsafe)
        {
            var answer = await owner.Ask(operation.Method, Anywhere(operation), new { }, (header, value));
            if ((answer.Status, answer.Problem) is not (HttpStatusCode.Forbidden, "origin-not-allowed"))
            {
                failures.Add($"{operation.Id} with {header}: {value} was answered {(int)answer.Status} {answer.Problem}");
            }
        }

        _unsafe.Count.ShouldBeGreaterThan(80);
        failures.ShouldBeEmpty();
    }

    // These a page may send anywhere without asking first.
    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task No_route_takes_what_a_form_can_send_for_JSON(string mediaType)
    {
        var owner = _scene.Members[Role.Owner].Http;
        var failures = new List<string>();
        foreach (var operation in _unsafe.Where(operation => operation.Bodies.Keys.Any(type => type.EndsWith("json", StringComparison.Ordinal))))
        {
            using var body = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } };
            var answer = await owner.Ask(operation.Method, Anywhere(operation), body);
            if (answer.Status != HttpStatusCode.UnsupportedMediaType)
            {
                failures.Add($"{operation.Id} as {mediaType} was answered {(int)answer.Status} {answer.Problem}");
            }
        }

        failures.ShouldBeEmpty();
    }

    static string Anywhere(ApiOperation operation) =>
        System.Text.RegularExpressions.Regex.Replace(operation.Path, @"\{[^}]+\}", $"{Guid.NewGuid()}");
}
