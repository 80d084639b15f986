using Amazon.Runtime;

namespace MDReader.Cloud;

/// <summary>Where blobs lie in S3: <c>s3://bucket?region=eu-central-1</c>, and for what speaks S3 elsewhere
/// <c>s3://key:secret@bucket?endpoint=https://host:port</c>. Without a key in the address, who asks is found as every AWS
/// client finds it: variables, profile, the task's role.</summary>
public sealed record S3Address(string Bucket, string Region, Uri? Endpoint, AWSCredentials? Credentials)
{
    const string DefaultRegion = "us-east-1";

    /// <exception cref="FormatException">It isn't written like that.</exception>
    public static S3Address Read(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != "s3" || url.Host.Length == 0 || url.AbsolutePath.Trim('/').Length > 0)
            throw Wrong();
        var options = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[^1]));
        if (options.Keys.Except(["region", "endpoint"]).Any())
            throw Wrong();
        Uri? endpoint = null;
        if (options.TryGetValue("endpoint", out var address) && !Uri.TryCreate(address, UriKind.Absolute, out endpoint))
            throw Wrong();
        var credentials = url.UserInfo.Split(':', 2) is [{ Length: > 0 } key, var secret]
            ? new BasicAWSCredentials(Uri.UnescapeDataString(key), Uri.UnescapeDataString(secret))
            : null;
        return new(url.Host, options.GetValueOrDefault("region", DefaultRegion), endpoint, credentials);
    }

    static FormatException Wrong() =>
        new("Write MDREADER_S3 as s3://bucket?region=eu-central-1, with &endpoint=https://host:port for what isn't AWS.");
}
