using Amazon.Runtime;

namespace MDReader.Cloud;

/// <summary>Where blobs lie in S3: <c>s3://bucket?region=eu-central-1</c>, and for what speaks S3 elsewhere
/// <c>s3://key:secret@bucket?endpoint=https://host:port</c>. Without a key in the address, who asks is found as every AWS
/// client finds it: variables, profile, the task's role.</summary>
/// <param name="Bucket">Its name.</param>
/// <param name="Region">Where it is.</param>
/// <param name="Endpoint">Where it is asked, if not at AWS.</param>
/// <param name="Public">Where browsers reach the same, if they don't by <paramref name="Endpoint"/>.</param>
/// <param name="Credentials">Null: as every AWS client finds them.</param>
public sealed record S3Address(string Bucket, string Region, Uri? Endpoint, Uri? Public, AWSCredentials? Credentials)
{
    const string DefaultRegion = "us-east-1";

    /// <exception cref="FormatException">It isn't written like that.</exception>
    public static S3Address Read(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != "s3" || url.Host.Length == 0 || url.AbsolutePath.Trim('/').Length > 0)
            throw Wrong();
        var options = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[^1]));
        if (options.Keys.Except(["region", "endpoint", "public"]).Any())
            throw Wrong();
        var credentials = url.UserInfo.Split(':', 2) is [{ Length: > 0 } key, var secret]
            ? new BasicAWSCredentials(Uri.UnescapeDataString(key), Uri.UnescapeDataString(secret))
            : null;
        return new(url.Host, options.GetValueOrDefault("region", DefaultRegion), Read(options, "endpoint"), Read(options, "public"), credentials);
    }

    static Uri? Read(Dictionary<string, string> options, string name) =>
        !options.TryGetValue(name, out var text) ? null : Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : throw Wrong();

    static FormatException Wrong() =>
        new("Write MDREADER_S3 as s3://bucket?region=eu-central-1, with &endpoint=https://host:port for what isn't AWS, and "
            + "&public=https://host:port where browsers reach that by another address.");
}
