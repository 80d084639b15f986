namespace MDReader.TestKit;

/// <summary>A certificate for 127.0.0.1 that vouches for itself, in files that a database may read.</summary>
public sealed class Certificate : IDisposable
{
    readonly string _name = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"mdreader-certificate-{Guid.NewGuid():N}");

    Certificate()
    {
    }

    public static bool CanBeMade => Child.Has("openssl") || Environment.GetEnvironmentVariable("CI") == "true";

    public string Path => $"{_name}.pem";

    public string Key => $"{_name}.key";

    public static async Task<Certificate> New()
    {
        var certificate = new Certificate();
        // By whoever runs databases: they take no key that others can read.
        await Child.Run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", certificate.Key, "-out", certificate.Path);
        return certificate;
    }

    public void Dispose()
    {
        File.Delete(Path);
        File.Delete(Key);
    }
}
