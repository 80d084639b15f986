using System.Buffers;
using System.Text;
using System.Threading.Channels;
using MDReader.Cloud.Redis;
using MDReader.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cloud.Tests;

public sealed class RespTests
{
    [Theory]
    [InlineData("+OK\r\n", "OK")]
    [InlineData("$5\r\nhello\r\n", "hello")]
    [InlineData("$0\r\n\r\n", "")]
    [InlineData(":-42\r\n", "-42")]
    [InlineData("*2\r\n+a\r\n$1\r\nb\r\n", "[a b]")]
    [InlineData("%1\r\n+key\r\n:7\r\n", "[key 7]")]
    [InlineData(">3\r\n+message\r\n+c\r\n+m\r\n", "[message c m]")]
    [InlineData("_\r\n", "nothing")]
    [InlineData("$-1\r\n", "nothing")]
    [InlineData("-ERR no\r\n", "!ERR no")]
    public void A_value_is_read_whole_however_it_arrives(string sent, string read)
    {
        var bytes = Encoding.UTF8.GetBytes(sent);
        for (var arrived = 0; arrived < bytes.Length; arrived++)
        {
            var part = new ReadOnlySequence<byte>(bytes, 0, arrived);
            Resp.Read(ref part).ShouldBeNull();
            part.Length.ShouldBe(arrived);
        }
        var whole = new ReadOnlySequence<byte>(bytes);
        Show(Resp.Read(ref whole)!).ShouldBe(read);
        whole.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData("?1\r\n")]
    [InlineData("\r\n")]
    [InlineData("$x\r\n")]
    [InlineData("$99999999999\r\n")]
    [InlineData("*99999999999\r\n")]
    public void What_is_no_value_is_refused(string sent) => Should.Throw<InvalidDataException>(() =>
    {
        var bytes = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(sent));
        Resp.Read(ref bytes);
    });

    [Fact]
    public void Values_are_not_nested_without_end()
    {
        var bytes = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("*1\r\n", 1000))));
        Should.Throw<InvalidDataException>(() => Resp.Read(ref bytes));
    }

    static string Show(Resp value) => value.Kind switch
    {
        RespKind.Null => "nothing",
        RespKind.Error => "!" + value.Text,
        RespKind.Number => $"{value.Number}",
        RespKind.Many or RespKind.Push => $"[{string.Join(' ', value.Items.Select(Show))}]",
        _ => value.Text,
    };
}

public sealed class SealTests
{
    readonly ManualTime _time = new();

    [Fact]
    public void What_another_process_sealed_is_opened_once()
    {
        var (one, other) = (Seal(key: 1), Seal(key: 1));
        var message = one.Seal("here", "hello"u8);
        other.Open("here", message)!.Value.ToArray().ShouldBe("hello"u8.ToArray());
        other.Open("here", message).ShouldBeNull("it was played again");
    }

    [Fact]
    public void What_is_forged_of_another_channel_stale_or_ones_own_is_not_opened()
    {
        var (one, other) = (Seal(key: 1), Seal(key: 1));
        Seal(key: 2).Open("here", one.Seal("here", "hello"u8)).ShouldBeNull();
        other.Open("there", one.Seal("here", "hello"u8)).ShouldBeNull();
        one.Open("here", one.Seal("here", "hello"u8)).ShouldBeNull();
        var message = one.Seal("here", "hello"u8);
        for (var i = 0; i < message.Length; i++)
        {
            message[i] ^= 1;
            other.Open("here", message).ShouldBeNull($"byte {i} was changed");
            message[i] ^= 1;
        }
        var stale = one.Seal("here", "hello"u8);
        _time.Advance(TimeSpan.FromMinutes(2));
        other.Open("here", stale).ShouldBeNull();
        other.Open("here", []).ShouldBeNull();
    }

    RelaySeal Seal(byte key) => new([.. Enumerable.Repeat(key, 32)], _time);
}

public sealed class RedisClientTests : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
    int _connections;
    RedisServer _server = null!;
    RedisClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server is missing.");
        _server = await RedisServer.Start();
        _client = new(RedisAddress.Read(_server.Address), TimeProvider.System, new Random(1), NullLogger<RedisClient>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync(CancellationToken.None);
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task However_many_channels_are_listened_to_each_is_heard()
    {
        foreach (var number in Enumerable.Range(0, 25_000))
            _client.Listen($"{number}", _ => _heard.Writer.TryWrite($"{number}"));
        await Connect();
        foreach (var number in new[] { 0, 12_000, 24_999 })
            (await Publish($"{number}")).ShouldBe($"{number}");
    }

    [Fact]
    public async Task A_message_that_its_listener_fails_at_ends_nothing()
    {
        _client.Listen("fault", _ => throw new InvalidDataException("A planted fault."));
        _client.Listen("sound", _ => _heard.Writer.TryWrite("heard"));
        await Connect();
        _client.Publish("fault", [1]).ShouldBeTrue();
        (await Publish("sound")).ShouldBe("heard");
        _connections.ShouldBe(1);
    }

    async Task Connect()
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _client.OnListening = () =>
        {
            Interlocked.Increment(ref _connections);
            listening.TrySetResult();
        };
        await _client.StartAsync(CancellationToken.None);
        await listening.Task.WaitAsync(Patience);
    }

    async Task<string> Publish(string channel)
    {
        _client.Publish(channel, [1]).ShouldBeTrue();
        return await _heard.Reader.ReadAsync().AsTask().WaitAsync(Patience);
    }
}

public sealed class AddressTests
{
    [Theory]
    [InlineData("redis://10.0.0.1", "10.0.0.1", 6379, false, null, null, 0)]
    [InlineData("rediss://me:p%40ss@redis.example:7000/3", "redis.example", 7000, true, "me", "p@ss", 3)]
    [InlineData("redis://:secret@h/", "h", 6379, false, null, "secret", 0)]
    public void Redis(string text, string host, int port, bool tls, string? user, string? password, int database) =>
        RedisAddress.Read(text).ShouldBe(new(host, port, tls, user, password, database));

    [Theory]
    [InlineData("localhost:6379")]
    [InlineData("http://localhost")]
    [InlineData("redis://h/x")]
    public void What_is_no_address_of_redis_says_how_to_write_one(string text) =>
        Should.Throw<FormatException>(() => RedisAddress.Read(text)).Message.ShouldContain("redis://");

    [Fact]
    public void Postgres()
    {
        var address = MDReader.Cloud.PostgresAddress.Read("postgres://me:p%40ss@db.example:5433/notes?sslmode=require&application_name=x");
        (address.Host, address.Port, address.Database).ShouldBe(("db.example", 5433, "notes"));
        (address.Username, address.Password, address.SslMode).ShouldBe(("me", "p@ss", Npgsql.SslMode.Require));
        address.ApplicationName.ShouldBe("x");
        MDReader.Cloud.PostgresAddress.Read("Host=h;Database=d").Host.ShouldBe("h");
        MDReader.Cloud.PostgresAddress.Read("postgres://h/d?sslmode=verify-full").SslMode.ShouldBe(Npgsql.SslMode.VerifyFull);
    }

    [Theory]
    [InlineData("postgres://host-without-a-database")]
    [InlineData("nonsense secret")]
    public void What_is_no_address_of_postgres_says_how_to_write_one_and_not_the_password(string text) =>
        Should.Throw<FormatException>(() => MDReader.Cloud.PostgresAddress.Read(text)).Message.ShouldNotContain("secret");
}
