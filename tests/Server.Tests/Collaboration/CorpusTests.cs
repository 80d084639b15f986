using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

/// <summary>
/// Real Markdown goes in and comes out byte for byte: the documentation that npm's package "next" ships, several hundred
/// files, as they are and with every kind of line end, mark and missing final newline.
/// </summary>
public sealed class CorpusTests(ITestOutputHelper output) : IAsyncLifetime
{
    const int Fewest = 400;

    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    RunningServer _server = null!;
    TestPerson _ana = null!;
    string _workspace = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start();
        _ana = await _server.SignUp("Ana");
        _workspace = await _ana.MakeWorkspace();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_public_documentation_set_comes_back_byte_for_byte()
    {
        var files = Corpus();
        var total = 0L;
        for (var i = 0; i < files.Count; i++)
        {
            var bytes = Variant(await File.ReadAllBytesAsync(files[i]), i % 6);
            var document = await Create(Path.GetFileName(files[i]), bytes, throughPut: i % 2 == 0);
            (await _ana.Http.GetByteArrayAsync($"{document}/content")).AsSpan().SequenceEqual(bytes).ShouldBeTrue(files[i]);
            total += bytes.Length;
        }
        output.WriteLine($"{files.Count} files, {total} bytes");
        files.Count.ShouldBeGreaterThan(Fewest);
    }

    // As it is; CRLF; CRLF with a mark; no final newline; old Mac line ends; every third line otherwise.
    static byte[] Variant(byte[] bytes, int kind)
    {
        var text = Utf8.GetString(bytes);
        return kind switch
        {
            1 => Utf8.GetBytes(text.ReplaceLineEndings("\r\n")),
            2 => [0xEF, 0xBB, 0xBF, .. Utf8.GetBytes(text.ReplaceLineEndings("\r\n"))],
            3 => Utf8.GetBytes(text.TrimEnd('\n')),
            4 => Utf8.GetBytes(text.ReplaceLineEndings("\r")),
            5 => Utf8.GetBytes(string.Concat(text.Split('\n').Select((line, n) => line + (n % 3 == 0 ? "\r\n" : "\n")))),
            _ => bytes,
        };
    }

    async Task<string> Create(string title, byte[] bytes, bool throughPut)
    {
        if (!throughPut)
        {
            var made = await _ana.Http.Ask(
                "POST", $"{_workspace}/documents", new { title, content = Encoding.UTF8.GetString(bytes) });
            made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
            return made.Header("Location")!;
        }
        var document = await _ana.MakeDocument(_workspace, title);
        (await _ana.Put(document, bytes, ifMatch: "\"1-0\"")).Status.ShouldBe(HttpStatusCode.OK);
        return document;
    }

    static List<string> Corpus()
    {
        var folder = Path.Combine(Here(), "..", "markdown-corpus", "package", "dist", "docs");
        if (!Directory.Exists(folder) && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip("Run tests/Server.Tests/markdown-corpus/fetch.sh first.");
        return [.. Directory.EnumerateFiles(folder, "*.md*", SearchOption.AllDirectories).Order()];
    }

    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
