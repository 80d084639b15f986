namespace MDReader.TestKit;

/// <summary>With <c>MDREADER_TEST_DATABASE=postgres</c> every server of a test run stands on PostgreSQL instead of SQLite,
/// each on a database of its own.</summary>
public static class TestDatabase
{
    static readonly Lazy<Task<PostgresServer>> Postgres = new(() => PostgresServer.Start());

    public static bool IsPostgres => Environment.GetEnvironmentVariable("MDREADER_TEST_DATABASE") == "postgres";

    /// <summary>For <c>MDREADER_DATABASE</c>; null for SQLite.</summary>
    public static async Task<string?> Address() => IsPostgres ? await (await Postgres.Value).NewDatabase() : null;
}
