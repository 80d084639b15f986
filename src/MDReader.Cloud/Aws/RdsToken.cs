using Amazon.Runtime;
using Amazon.Runtime.Signing;
using Npgsql;

namespace MDReader.Cloud.Aws;

/// <summary>What RDS takes in place of a password: a signed address, good for 15 minutes, for whoever may
/// <c>rds-db:connect</c>.</summary>
sealed class RdsToken(AWSCredentials credentials, string region)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    public async Task<string> Make(NpgsqlConnectionStringBuilder database, CancellationToken cancellationToken)
    {
        var address = new Uri($"https://{database.Host}:{database.Port}/?Action=connect&DBUser={Uri.EscapeDataString(database.Username!)}");
        var signed = await AWSSigV4Signer.PresignAsync(
            new AWSSigningRequest { HttpMethod = HttpMethod.Get, RequestUri = address },
            new AWSSigV4Parameters { Credentials = credentials, Region = Amazon.RegionEndpoint.GetBySystemName(region), Service = "rds-db" },
            Lifetime,
            cancellationToken);
        return signed.Uri.AbsoluteUri["https://".Length..];
    }
}
