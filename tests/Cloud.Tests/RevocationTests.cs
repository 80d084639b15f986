using System.Net.WebSockets;
using MDReader.Cloud;
using MDReader.TestKit;
using Npgsql;

namespace Cloud.Tests;

/// <summary>
/// A right ends on one process while its person types on another: whoever ended it finds no later edit in the log, and the
/// socket is closed within the promised time, as far as the machine lets it (<see cref="MachineLag"/>).
/// </summary>
[Collection(typeof(Breaking))]
public sealed class RevocationTests(ThreeToBreak three, ITestOutputHelper output)
{
    public enum Right
    {
        Member,
        RoleInTheWorkspace,
        RoleInTheDocument,
        Token,
    }

    // Those whom other tests leave alone.
    const int Typist = 7, Other = 8;
    const int FewestLetters = 25;

    // To the server and its database and back; by PostgreSQL or Redis to the other process; to the database and back; to the client.
    const int Passes = 8;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    static readonly TimeSpan BetweenLetters = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData(Right.Member, true, 1)]
    [InlineData(Right.RoleInTheDocument, true, 1)]
    [InlineData(Right.Token, true, 1)]
    [InlineData(Right.Member, false, 3)]
    [InlineData(Right.RoleInTheDocument, false, 3)]
    [InlineData(Right.Token, false, 3)]
    public async Task Nothing_is_written_after_it_and_the_socket_is_closed(Right right, bool withRedis, int seconds)
    {
        var place = three.Place;
        using var owner = place.As(user: 0, node: 0);
        var shared = await Shared.Make(owner, place);
        if (!withRedis)
            await place.Redis!.Kill();
        try
        {
            // What a process does for the first time it compiles first; the promise is of one that has been running.
            await using (var first = await Opened.By(Other, shared, place))
            {
                await first.End(right, owner);
                await first.Client.Closed.WaitAsync(Patience);
            }
            await using var opened = await Opened.By(Typist, shared, place);
            var typist = opened.Client;
            // What is typed is refused by the log at once. Who types nothing has to be told.
            await using var reader = await opened.Again(place, node: 2);
            await using var lag = new MachineLag(place);
            var typing = Type(typist);
            await typist.Until(client => client.Saved > FewestLetters).WaitAsync(Patience);

            await opened.End(right, owner);
            var (ended, began) = (TimeProvider.System.GetUtcNow(), TimeProvider.System.GetTimestamp());
            var then = await Log(place, shared.Id);
            var took = await Task.WhenAll(ClosedAfter(typist), ClosedAfter(reader));
            var allowed = lag.Allow(TimeSpan.FromSeconds(seconds), Passes);
            await typing;

            var (seq, last) = await Log(place, shared.Id);
            output.WriteLine($"closed after {took[0].TotalMilliseconds:0} and {took[1].TotalMilliseconds:0} ms, allowed {allowed.TotalMilliseconds:0} ms; {seq} letters, the last "
                + $"{(ended - last).TotalMilliseconds:0} ms before the end; the machine's longest lag {lag.Longest.TotalMilliseconds:0} ms");
            (typist.CloseCode, reader.CloseCode).ShouldBe(right == Right.Token ? (4401, 4401) : (4403, 4403));
            took.ShouldAllBe(one => one < allowed);
            last.ShouldBeLessThanOrEqualTo(ended, "written after it was over");
            if (right != Right.Token)
                seq.ShouldBe(then.Seq, "written after it was over");
            // An answered step 2 is acknowledged too.
            var text = (await owner.Ask("GET", $"{shared.Path}/content")).Text;
            text.Length.ShouldBe((int)seq);
            typist.Saved.ShouldBeLessThanOrEqualTo(seq + 1, "acknowledged and not kept");

            async Task<TimeSpan> ClosedAfter(LiveClient client)
            {
                await client.Closed.WaitAsync(Patience);
                return TimeProvider.System.GetElapsedTime(began);
            }
        }
        finally
        {
            if (!withRedis)
            {
                place.Redis!.Resume();
                await place.AllIsWell();
            }
        }
    }

    [Theory]
    [InlineData(Right.Member)]
    [InlineData(Right.RoleInTheWorkspace)]
    [InlineData(Right.RoleInTheDocument)]
    public async Task Whoever_ends_it_is_answered_when_what_was_on_its_way_is_in_the_log(Right right)
    {
        var place = three.Place;
        using var owner = place.As(user: 0, node: 0);
        var shared = await Shared.Make(owner, place);
        await using var opened = await Opened.By(Typist, shared, place);
        await opened.Client.Type("a");
        await opened.Client.AllSaved().WaitAsync(Patience);
        await using var database = await Connect(place);
        await using (var holding = await database.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            // The append has passed the fence by then, and waits here.
            await Run(database, "lock table document_updates in share mode");
            await opened.Client.Type("b");
            await Eventually.Holds(() => Waits(database, "relation"), "the edit to be on its way");

            var ending = opened.End(right, owner);
            await Eventually.Holds(async () => ending.IsCompleted || await Waits(database, "transactionid"), "the end of the right to wait for it");
            ending.IsCompleted.ShouldBeFalse("It was answered while an edit was on its way.");
            await holding.CommitAsync(TestContext.Current.CancellationToken);
            await ending.WaitAsync(Patience);
        }
        (await Log(place, shared.Id)).Seq.ShouldBe(2);
        await opened.Client.Closed.WaitAsync(Patience);
        (await Log(place, shared.Id)).Seq.ShouldBe(2);
    }

    // Fifty times a second, until the server has closed, whatever the socket says.
    static async Task Type(LiveClient typist)
    {
        using var timer = new PeriodicTimer(BetweenLetters);
        try
        {
            while (!typist.IsClosed && await timer.WaitForNextTickAsync())
                await typist.Type("x");
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // It is closed.
        }
    }

    // How many edits the log has taken, and when it took the last of those that no snapshot has taken over.
    static async Task<(long Seq, DateTimeOffset Last)> Log(Installation place, string document)
    {
        await using var connection = await Connect(place);
        await using var command = new NpgsqlCommand("""
            select d.seq, coalesce((select max(at) from document_updates where document_id = d.id), 0) from documents d where d.id = @id
            """, connection);
        command.Parameters.AddWithValue("id", Guid.Parse(document));
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)));
    }

    static async Task<bool> Waits(NpgsqlConnection connection, string forWhat)
    {
        await using var command = new NpgsqlCommand("select count(*) from pg_locks where not granted and locktype = @what", connection);
        command.Parameters.AddWithValue("what", forWhat);
        return (long)(await command.ExecuteScalarAsync())! > 0;
    }

    static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<NpgsqlConnection> Connect(Installation place)
    {
        var connection = new NpgsqlConnection(PostgresAddress.Read(place.Database!).ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>A document in a workspace of its own, for two people besides its owner.</summary>
    sealed record Shared(string Workspace, string Id)
    {
        public string Path => $"/api/v1/documents/{Id}";

        public static async Task<Shared> Make(HttpClient owner, Installation place)
        {
            var workspace = $"/api/v1/workspaces/{(await owner.Ask("POST", "/api/v1/workspaces", new { name = "Typed" }))["id"].GetString()}";
            foreach (var user in (int[])[Typist, Other])
                await Done(owner.Ask("PUT", $"{workspace}/members/{place.Seeded.Users[user].Id}", new { role = "editor" }));
            return new(workspace, (await owner.Ask("POST", $"{workspace}/documents", new { title = "Typed" }))["id"].GetString()!);
        }
    }

    /// <summary>Somebody who has it open on the second process, by a token of their own.</summary>
    sealed record Opened(LiveClient Client, Shared Shared, string User, HttpClient Http, (string Id, string Secret) Token)
        : IAsyncDisposable
    {
        public static async Task<Opened> By(int user, Shared shared, Installation place)
        {
            var http = place.As(user, node: 0);
            var made = await http.Ask("POST", "/api/v1/me/tokens", new { name = "typing" });
            var token = (Id: made["id"].GetString()!, Secret: made["token"].GetString()!);
            return new(await Connect(place.Node(1), shared, token.Secret), shared, place.Seeded.Users[user].Id, http, token);
        }

        /// <summary>A second socket, on another process.</summary>
        public Task<LiveClient> Again(Installation place, int node) => Connect(place.Node(node), Shared, Token.Secret);

        static async Task<LiveClient> Connect(Uri node, Shared shared, string secret)
        {
            var client = await LiveClient.Connect(node, shared.Id, $"token={secret}&ack=1");
            await client.Synced().WaitAsync(Patience);
            return client;
        }

        public Task End(Right right, HttpClient owner) => Done(right switch
        {
            Right.Member => owner.Ask("DELETE", $"{Shared.Workspace}/members/{User}"),
            Right.RoleInTheWorkspace => owner.Ask("PUT", $"{Shared.Workspace}/members/{User}", new { role = "viewer" }),
            Right.RoleInTheDocument => owner.Ask("PUT", $"{Shared.Path}/permissions/{User}", new { role = "viewer" }),
            Right.Token => Http.Ask("DELETE", $"/api/v1/me/tokens/{Token.Id}"),
            _ => throw new ArgumentOutOfRangeException(nameof(right)),
        });

        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            Http.Dispose();
        }
    }

    static async Task Done(Task<Answer> asking)
    {
        var answer = await asking;
        ((int)answer.Status).ShouldBeInRange(200, 204, answer.Text);
    }
}
