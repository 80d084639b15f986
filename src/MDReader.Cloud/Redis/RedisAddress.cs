namespace MDReader.Cloud.Redis;

/// <summary>Where Redis is: <c>redis://user:password@host:6379/0</c>, <c>rediss://</c> for TLS.</summary>
sealed record RedisAddress(string Host, int Port, bool Tls, string? User, string? Password, int Database)
{
    const int UsualPort = 6379;

    /// <exception cref="FormatException">It isn't such an address.</exception>
    public static RedisAddress Read(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("redis" or "rediss") || url.Host.Length == 0
            || !TryDatabase(url.AbsolutePath.Trim('/'), out var database))
            throw new FormatException("Write MDREADER_REDIS as redis://user:password@host:6379/0, with rediss:// for TLS.");
        var parts = url.UserInfo.Split(':', 2);
        return new(url.Host, url.Port > 0 ? url.Port : UsualPort, url.Scheme == "rediss",
            parts[0].Length > 0 ? Uri.UnescapeDataString(parts[0]) : null,
            parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : null, database);
    }

    /// <summary>Without the password, for logs.</summary>
    public override string ToString() => $"{Host}:{Port}";

    static bool TryDatabase(string path, out int database)
    {
        database = 0;
        return path.Length == 0 || int.TryParse(path, out database) && database >= 0;
    }
}
