using MDReader.Cloud;
using MDReader.TestKit;
using Npgsql;

namespace Cloud.Tests;

/// <summary>PostgreSQL and Redis as a cloud has them: nothing goes unencrypted, and certificates are looked at.</summary>
public sealed class TlsTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Processes_meet_over_TLS_and_believe_no_certificate_that_nobody_vouches_for()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled && RedisServer.IsInstalled && Certificate.CanBeMade, "Install PostgreSQL, redis-server and openssl.");
        using var certificate = await Certificate.New();
        await using var postgres = await PostgresServer.Start(certificate);
        await using var redis = await RedisServer.Start(certificate);
        var database = await postgres.NewDatabase();
        await Should.ThrowAsync<NpgsqlException>(() => Open(database));
        await Should.ThrowAsync<NpgsqlException>(() => Open(database.Replace("verify-full", "disable")));

        var data = Directory.CreateTempSubdirectory("mdreader-tls-");
        var trusting = new Dictionary<string, string>
        {
            ["MDREADER_DATABASE"] = database,
            ["MDREADER_REDIS"] = redis.Address,
            ["SSL_CERT_FILE"] = certificate.Path,
        };
        var seeded = await HostProcess.Seed(data.FullName, users: 2, documents: 1, trusting);
        await using var one = await HostProcess.Start(data.FullName, settings: trusting);
        await using var other = await HostProcess.Start(data.FullName, settings: trusting);
        await Eventually.Holds(async () => await Status(one) == "ok" && await Status(other) == "ok", "Redis to be there for both");
        await using var ana = await Open(one, seeded, user: 0);
        await using var ben = await Open(other, seeded, user: 1);
        await ana.Type("Over TLS.");
        await ben.Until(client => client.Text == "Over TLS.").WaitAsync(Patience);

        // Trusts the database by a file, in which others stand as well, and Redis not at all.
        using var another = await Certificate.New();
        var trusted = Path.Combine(data.FullName, "trusted.pem");
        await File.WriteAllTextAsync(trusted, await File.ReadAllTextAsync(another.Path) + await File.ReadAllTextAsync(certificate.Path));
        await using var wary = await HostProcess.Start(data.FullName, settings: new Dictionary<string, string>
        {
            ["MDREADER_DATABASE"] = $"{database}&sslrootcert={trusted}",
            ["MDREADER_REDIS"] = redis.Address,
        });
        (await Status(wary)).ShouldBe("degraded");
        data.Delete(recursive: true);
    }

    static async Task Open(string address)
    {
        await using var connection = new NpgsqlConnection(PostgresAddress.Read(address).ConnectionString);
        await connection.OpenAsync();
    }

    static async Task<LiveClient> Open(HostProcess process, Seeded seeded, int user)
    {
        var client = await LiveClient.Connect(process.Address, seeded.Documents[0], $"token={seeded.Users[user].Token}&ack=1");
        await client.Synced().WaitAsync(Patience);
        return client;
    }

    static async Task<string?> Status(HostProcess process)
    {
        using var http = new HttpClient { BaseAddress = process.Address };
        return (await http.Ask("GET", "/health/ready"))["status"].GetString();
    }
}
