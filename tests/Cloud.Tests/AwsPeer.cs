using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>An emulator of an AWS service from npm, on a loopback port.</summary>
sealed class AwsPeer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("mdreader-aws-");
    readonly System.Diagnostics.Process _process;

    AwsPeer(
        string program, string[] arguments, IReadOnlyDictionary<string, string> environment, (string Path, string Text)? file)
    {
        if (file is var (path, text))
            File.WriteAllText(_data.CreateSubdirectory(Path.GetDirectoryName(path)!).FullName + "/" + Path.GetFileName(path), text);
        var start = new System.Diagnostics.ProcessStartInfo(
            "node", ["--require", Here("loopback.cjs"), Here($"node_modules/{program}"), .. arguments.Select(WithPort)])
        {
            WorkingDirectory = _data.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = WithPort(value);
        _process = System.Diagnostics.Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += End;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Http = new HttpClient { BaseAddress = Address };
    }

    public int Port { get; } = HostProcess.FreePort();

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public HttpClient Http { get; }

    /// <summary>Whether the packages are there. In continuous integration missing ones are a failure, not a skip.</summary>
    public static bool IsInstalled => Directory.Exists(Here("node_modules")) || Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>The code that Cognito sends in every letter.</summary>
    public const string Code = "123456";

    /// <param name="issuer">What its tokens say that they come from, without the pool; null for its own address.</param>
    public static Task<AwsPeer> Cognito(string? issuer = null) => Start(
        "cognito-local/lib/bin/start.js",
        [],
        new()
        {
            ["PORT"] = "{port}",
            ["HOST"] = "127.0.0.1",
            ["CODE"] = Code,
        },
        issuer is null ? null : (".cognito/config.json", JsonSerializer.Serialize(new { TokenConfig = new { IssuerDomain = issuer } })));

    public static Task<AwsPeer> Ses() => Start("aws-ses-v2-local/dist/cli.js", ["--host", "127.0.0.1", "--port", "{port}"], []);

    public static Task<AwsPeer> Messages() => Start("fauxqs/dist/cli.js", [], new() { ["FAUXQS_PORT"] = "{port}", ["FAUXQS_LOGGER"] = "false" });

    /// <summary>The JSON protocol, unsigned: none of the emulators looks at signatures.</summary>
    public async Task<JsonElement> Call(string operation, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(operation.StartsWith("AmazonSQS", StringComparison.Ordinal)
            ? "application/x-amz-json-1.0"
            : "application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", operation);
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/x/aws4_request, SignedHeaders=host, Signature=b");
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        End(null, EventArgs.Empty);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
        _data.Delete(recursive: true);
    }

    static async Task<AwsPeer> Start(
        string program, string[] arguments, Dictionary<string, string> environment, (string Path, string Text)? file = null)
    {
        var peer = new AwsPeer(program, arguments, environment, file);
        using var late = new CancellationTokenSource(Patience);
        while (!await peer.Answers(late.Token))
            await Task.Delay(50, late.Token);
        return peer;
    }

    async Task<bool> Answers(CancellationToken late)
    {
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync("127.0.0.1", Port, late);
            return true;
        }
        catch (SocketException)
        {
            return !_process.HasExited ? false : throw new InvalidOperationException("The emulator didn't start; run npm ci in tests/Cloud.Tests/aws-peer.");
        }
    }

    string WithPort(string text) => text.Replace("{port}", $"{Port}", StringComparison.Ordinal);

    void End(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    static string Here(string path, [CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "aws-peer", path);
}
