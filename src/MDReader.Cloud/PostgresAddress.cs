using Npgsql;

namespace MDReader.Cloud;

/// <summary>Where the database is, as people write it: <c>postgres://user:password@host:5432/name?sslmode=require</c>, or
/// Npgsql's own <c>Host=…;Database=…</c>.</summary>
public static class PostgresAddress
{
    static readonly string[] Schemes = ["postgres", "postgresql"];

    /// <exception cref="FormatException">It is neither.</exception>
    public static NpgsqlConnectionStringBuilder Read(string text)
    {
        var isUrl = Uri.TryCreate(text, UriKind.Absolute, out var url) && Schemes.Contains(url.Scheme);
        try
        {
            var address = isUrl ? OfUrl(url!) : new NpgsqlConnectionStringBuilder(text);
            return address is { Host.Length: > 0, Database.Length: > 0 }
                ? address
                : throw new FormatException("It needs a host and a database.");
        }
        // The text itself is not repeated: it holds a password.
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            throw new FormatException(
                $"Write MDREADER_DATABASE as postgres://user:password@host:5432/database. {wrong.Message}");
        }
    }

    static NpgsqlConnectionStringBuilder OfUrl(Uri url)
    {
        var address = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
        };
        if (!url.IsDefaultPort)
            address.Port = url.Port;
        if (url.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
        {
            address.Username = Uri.UnescapeDataString(user);
            if (password is [var secret])
                address.Password = Uri.UnescapeDataString(secret);
        }
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            if (pair.Split('=', 2) is [var name, var value])
                address[Keyword(name)] = Value(name, Uri.UnescapeDataString(value));
        return address;
    }

    // libpq's spelling of what Npgsql calls otherwise.
    static string Keyword(string name) => name switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "connect_timeout" => "Timeout",
        "application_name" => "Application Name",
        _ => name,
    };

    // "verify-full" is VerifyFull.
    static string Value(string name, string value) => name == "sslmode" ? value.Replace("-", "") : value;
}
