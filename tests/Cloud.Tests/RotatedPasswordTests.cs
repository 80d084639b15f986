using System.Net;
using System.Text.Json;
using MDReader.Cloud;
using MDReader.Cloud.Aws;
using MDReader.TestKit;
using Npgsql;

namespace Cloud.Tests;

/// <summary>A password that changes under running processes.</summary>
public sealed class RotatedPasswordTests
{
    static readonly TimeSpan Often = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task New_connections_use_the_password_that_the_secret_holds_now()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "Install PostgreSQL.");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIATEST");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        await using var postgres = await PostgresServer.Start();
        var address = PostgresAddress.Read(await postgres.NewDatabase());
        address.Pooling = false;
        await Execute(address, "create role rotating login password 'first'");
        await postgres.AskForPassword("rotating");
        await using var secrets = new SecretsDouble { Password = "first" };
        var asRotating = new NpgsqlConnectionStringBuilder(address.ConnectionString) { Username = "rotating" };
        await Eventually.Holds(async () => !await Opens(new NpgsqlDataSourceBuilder(asRotating.ConnectionString).Build()), "a password to be needed");
        using var client = new AwsClient(new AwsAddress("secretsmanager", "us-east-1", secrets.Address),
            new Amazon.Runtime.BasicAWSCredentials("AKIATEST", "test"), TimeProvider.System);
        var password = new RotatedPassword(client, "mdreader/database");
        var source = new NpgsqlDataSourceBuilder(asRotating.ConnectionString);
        source.UsePeriodicPasswordProvider(async (_, cancellation) => await password.Read(cancellation), Often, Often);
        await using var running = source.Build();
        (await Opens(running)).ShouldBeTrue();

        await Execute(address, "alter role rotating password 'second'");
        (await Opens(running)).ShouldBeFalse();
        secrets.Password = "second";
        await Eventually.Holds(() => Opens(running), "the new password to be used");
        secrets.Asked.ShouldBe("mdreader/database");
        secrets.Signature.ShouldStartWith("AWS4-HMAC-SHA256 Credential=AKIATEST/");
    }

    static async Task Execute(NpgsqlConnectionStringBuilder address, string statement)
    {
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<bool> Opens(NpgsqlDataSource source)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>There is no emulator of Secrets Manager: this answers the one operation as its API reference describes it.</summary>
    sealed class SecretsDouble : IAsyncDisposable
    {
        readonly HttpListener _listener = new();
        readonly Task _answering;

        public SecretsDouble()
        {
            Address = new Uri($"http://127.0.0.1:{HostProcess.FreePort()}/");
            _listener.Prefixes.Add(Address.ToString());
            _listener.Start();
            _answering = Answer();
        }

        public Uri Address { get; }

        public string Password { get; set; } = "";

        public string? Asked { get; private set; }

        public string? Signature { get; private set; }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _answering;
            ((IDisposable)_listener).Dispose();
        }

        async Task Answer()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                using var body = await JsonDocument.ParseAsync(context.Request.InputStream);
                context.Request.Headers["X-Amz-Target"].ShouldBe("secretsmanager.GetSecretValue");
                Asked = body.RootElement.GetProperty("SecretId").GetString();
                Signature = context.Request.Headers["Authorization"];
                var answer = new { SecretString = JsonSerializer.Serialize(new { username = "mdreader", password = Password }) };
                context.Response.OutputStream.Write(JsonSerializer.SerializeToUtf8Bytes(answer));
                context.Response.Close();
            }
        }
    }
}
