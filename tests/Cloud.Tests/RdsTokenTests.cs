using Amazon.Runtime;
using MDReader.Cloud.Aws;
using Npgsql;

namespace Cloud.Tests;

/// <summary>What stands in the place of a password with MDREADER_DATABASE_SECRET=iam.</summary>
public sealed class RdsTokenTests
{
    [Fact]
    public async Task A_token_is_an_address_signed_for_the_user_and_good_for_a_quarter_of_an_hour()
    {
        // As a task's role has them, with a session that holds what addresses must escape.
        var token = await new RdsToken(new SessionAWSCredentials("AKIATEST", "test", "a+b/c="), "eu-central-1").Make(
            new NpgsqlConnectionStringBuilder { Host = "db.example.org", Port = 5432, Username = "mdreader" }, CancellationToken.None);
        token.ShouldStartWith("db.example.org:5432/?Action=connect&DBUser=mdreader&");
        token.ShouldContain("X-Amz-Algorithm=AWS4-HMAC-SHA256");
        token.ShouldContain("X-Amz-Expires=900");
        token.ShouldContain("%2Feu-central-1%2Frds-db%2Faws4_request");
        token.ShouldContain("X-Amz-Security-Token=a%2Bb%2Fc%3D");
        token.ShouldMatch("X-Amz-Signature=[0-9a-f]{64}");
    }
}
