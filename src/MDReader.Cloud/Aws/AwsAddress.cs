using Microsoft.Extensions.Configuration;

namespace MDReader.Cloud.Aws;

/// <summary>Where a service is, and what a signature for it names.</summary>
/// <param name="Service">Its name in signatures, such as <c>ses</c>.</param>
sealed record AwsAddress(string Service, string Region, Uri Endpoint)
{
    const string EverythingElsewhere = "AWS_ENDPOINT_URL";

    /// <summary>As every AWS client finds it: <c>AWS_ENDPOINT_URL_…</c>, <c>AWS_ENDPOINT_URL</c>, or the service's own
    /// address in the region.</summary>
    /// <param name="variable">What follows <c>AWS_ENDPOINT_URL_</c>, such as <c>SESV2</c>.</param>
    /// <param name="host">What the host begins with, such as <c>email</c>.</param>
    public static AwsAddress Find(IConfiguration configuration, string service, string variable, string host, string region)
    {
        var elsewhere = configuration[$"{EverythingElsewhere}_{variable}"] ?? configuration[EverythingElsewhere];
        return new(service, region, elsewhere is { Length: > 0 } ? new Uri(elsewhere) : new Uri($"https://{host}.{region}.amazonaws.com"));
    }

    /// <summary><c>AWS_REGION</c>, as a task on ECS has it.</summary>
    public static string RegionOf(IConfiguration configuration) =>
        configuration["AWS_REGION"] ?? configuration["AWS_DEFAULT_REGION"] ?? "us-east-1";
}
