using System.Text.Json;
using System.Text.Json.Nodes;

namespace MDReader.Cloud.Aws;

/// <summary>The database's password as Secrets Manager holds it now. RDS changes it while processes run, so it is kept for
/// a minute only.</summary>
sealed class RotatedPassword(AwsClient secrets, string secret)
{
    /// <summary>How long a password is believed to be the current one.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>How soon it is asked for again where that came to nothing.</summary>
    public static readonly TimeSpan AskedAgain = TimeSpan.FromSeconds(2);

    /// <exception cref="AwsException">It can't be had.</exception>
    public async Task<string> Read(CancellationToken cancellationToken)
    {
        var answer = await secrets.Call("secretsmanager.GetSecretValue", "1.1", new JsonObject { ["SecretId"] = secret }, cancellationToken);
        var held = JsonDocument.Parse(answer.GetProperty("SecretString").GetString()!).RootElement;
        return held.GetProperty("password").GetString()!;
    }
}
