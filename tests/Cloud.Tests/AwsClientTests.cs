using System.Net;
using System.Text;
using MDReader.Cloud.Aws;
using MDReader.TestKit;

namespace Cloud.Tests;

/// <summary>A service that stumbles, refuses and is away.</summary>
public sealed class AwsClientTests : IAsyncDisposable
{
    readonly HttpListener _listener = new();
    readonly Queue<(int Status, string Body)> _answers = [];
    readonly AwsClient _client;
    readonly Task _answering;
    int _asked;

    public AwsClientTests()
    {
        var address = new Uri($"http://127.0.0.1:{HostProcess.FreePort()}/");
        _listener.Prefixes.Add(address.ToString());
        _listener.Start();
        _answering = Answer();
        _client = new AwsClient(new AwsAddress("test", "us-east-1", address), credentials: null, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _listener.Stop();
        await _answering;
        ((IDisposable)_listener).Dispose();
    }

    [Fact]
    public async Task What_passes_is_tried_again()
    {
        _answers.Enqueue((500, ""));
        _answers.Enqueue((400, """{"__type":"com.amazon#ThrottlingException","message":"slower"}"""));
        _answers.Enqueue((200, """{"said":"yes"}"""));
        (await Ask()).ShouldBe("yes");
        _asked.ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"__type":"com.amazonaws#NotAuthorizedException:http://x","message":"no"}""", "NotAuthorizedException")]
    [InlineData("<ErrorResponse><Error><Code>InvalidParameter</Code><Message>no</Message></Error></ErrorResponse>", "InvalidParameter")]
    [InlineData("no words that one could read", "BadRequest")]
    public async Task A_refusal_is_told_by_its_name_and_not_tried_again(string body, string code)
    {
        _answers.Enqueue((400, body));
        (await Should.ThrowAsync<AwsException>(Ask)).Code.ShouldBe(code);
        _asked.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_there_is_told_as_such()
    {
        _listener.Stop();
        (await Should.ThrowAsync<AwsException>(Ask)).Code.ShouldBe("Unreachable");
    }

    async Task<string?> Ask() =>
        (await _client.Call("Test.Say", "1.1", [], CancellationToken.None)).GetProperty("said").GetString();

    async Task Answer()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _asked++;
                var (status, body) = _answers.Dequeue();
                context.Response.StatusCode = status;
                context.Response.OutputStream.Write(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
