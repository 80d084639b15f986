using System.Net;
using MDReader.TestKit;

namespace Cloud.Tests;

// Who may come in, and what ends who is in.
public abstract partial class LiveEditingTests
{
    [Fact]
    public async Task A_ticket_opens_one_socket_on_whichever_process()
    {
        using var ana = _place.As(user: 1, node: 0);
        var ticket = (await ana.Ask("POST", $"{Path}/realtime-tickets"))["ticket"].GetString();
        var sockets = await Task.WhenAll(Enumerable.Range(0, 6).Select(async node =>
        {
            var socket = await LiveClient.Connect(_place.Door(node), _id, $"ticket={ticket}&ack=1");
            await socket.Synced().WaitAsync(Patience);
            return socket;
        }));
        sockets.Count(socket => socket.CloseCode == 4401).ShouldBe(5);
        sockets.Count(socket => socket.CloseCode is null).ShouldBe(1);
        foreach (var socket in sockets)
            await socket.DisposeAsync();
    }

    [Fact]
    public async Task A_ticket_from_before_its_revocation_opens_nothing_after_it()
    {
        using var ana = _place.As(user: 1, node: 0);
        var made = await ana.Ask("POST", "/api/v1/me/tokens", new { name = "short" });
        using var program = new HttpClient { BaseAddress = _place.Node(1) };
        program.DefaultRequestHeaders.Authorization = new("Bearer", made["token"].GetString());
        var ticket = (await program.Ask("POST", $"{Path}/realtime-tickets"))["ticket"].GetString();
        await ana.Ask("DELETE", $"/api/v1/me/tokens/{made["id"].GetString()}");
        await using var socket = await LiveClient.Connect(_place.Door(2), _id, $"ticket={ticket}&ack=1");
        await socket.Closed.WaitAsync(Patience);
        socket.CloseCode.ShouldBe(4401);
    }

    [Fact]
    public async Task Somebodys_sockets_are_counted_on_all_processes_together()
    {
        const int Limit = 50;
        var sockets = new List<LiveClient>();
        for (var number = 0; number < Limit; number++)
            sockets.Add(await Open(user: 11, node: number));
        sockets.ShouldAllBe(socket => socket.CloseCode == null);
        await using (var past = await Open(user: 11, node: 1))
            past.CloseCode.ShouldBe(4429);
        await sockets[^1].DisposeAsync();
        await Eventually.Holds(async () =>
        {
            await using var next = await Open(user: 11, node: 2);
            return next.CloseCode is null;
        }, "a closed socket to make room");
        foreach (var socket in sockets)
            await socket.DisposeAsync();
    }

    [Fact]
    public async Task A_viewer_sees_everything_and_writes_nothing()
    {
        await using var ana = await Open(user: 1, node: 0);
        await Role(user: 9, "viewer");
        await using var viewer = await Open(user: 9, node: 1);
        await ana.Type("look");
        await Until(viewer, client => client.Text == "look");
        await viewer.Type("not by me ");
        await viewer.Closed.WaitAsync(Patience);
        viewer.CloseCode.ShouldBe(4403);
        (await Read(node: 2)).ShouldBe("look");
        await Role(user: 9, "editor");
    }

    [Fact]
    public async Task A_client_id_that_somebody_writes_as_is_nobody_elses()
    {
        await using var ana = await Open(user: 1, node: 0);
        await ana.Type("mine");
        await ana.AllSaved().WaitAsync(Patience);
        var forged = new MDReader.Crdt.Doc(new() { ClientId = ana.Document.ClientId });
        byte[]? update = null;
        forged.GetText("content").Insert(0, "mine");
        forged.Updated += made => update = made.Update;
        forged.GetText("content").Insert(4, " and forged");
        await using var ben = await Open(user: 2, node: 1);
        await ben.SendUpdate(update!);
        await ben.Closed.WaitAsync(Patience);
        ben.CloseCode.ShouldBe(4403);
        (await Read(node: 2)).ShouldBe("mine");
    }

    [Fact]
    public async Task A_lowered_role_ends_open_sockets()
    {
        await using var ben = await Open(user: 10, node: 1);
        await Role(user: 10, "viewer");
        await ben.Closed.WaitAsync(Patience);
        ben.CloseCode.ShouldBe(4403);
        await Role(user: 10, "editor");
    }

    [Fact]
    public async Task A_revoked_token_ends_open_sockets()
    {
        using var ana = _place.As(user: 1, node: 0);
        var made = await ana.Ask("POST", "/api/v1/me/tokens", new { name = "short" });
        var token = made["token"].GetString();
        await using var socket = await LiveClient.Connect(_place.Door(1), _id, $"token={token}&ack=1");
        await socket.Synced().WaitAsync(Patience);
        await ana.Ask("DELETE", $"/api/v1/me/tokens/{made["id"].GetString()}");
        await socket.Closed.WaitAsync(Patience);
        socket.CloseCode.ShouldBe(4401);
    }

    [Fact]
    public async Task A_deleted_link_ends_its_guests_sockets_and_opens_nothing_more()
    {
        using var owner = _place.As(user: 0, node: 0);
        var link = await owner.Ask("POST", $"{Path}/links", new { role = "editor" });
        var opening = $"/api/v1/links/{link["token"].GetString()}/open";
        var guests = await Task.WhenAll(Enumerable.Range(0, 3).Select(async node =>
        {
            using var stranger = new HttpClient { BaseAddress = _place.Node(node) };
            var opened = await stranger.Ask("POST", opening, new { name = $"Guest {node}" });
            var token = opened["accessToken"].GetString();
            // On another process than the one that let them in.
            var socket = await LiveClient.Connect(_place.Door(node + 1), _id, $"token={token}&ack=1");
            await socket.Synced().WaitAsync(Patience);
            await socket.Type($"<{node}>");
            await socket.AllSaved().WaitAsync(Patience);
            return (Token: token, Socket: socket);
        }));

        await owner.Ask("DELETE", $"/api/v1/links/{link["id"].GetString()}");

        foreach (var (token, socket) in guests)
        {
            await socket.Closed.WaitAsync(Patience);
            socket.CloseCode.ShouldBe(4403);
            await socket.DisposeAsync();
            foreach (var node in Enumerable.Range(0, 3))
            {
                await using var again = await LiveClient.Connect(_place.Door(node), _id, $"token={token}&ack=1");
                await again.Closed.WaitAsync(Patience);
                again.CloseCode.ShouldNotBeNull();
            }
        }

        using var late = new HttpClient { BaseAddress = _place.Node(2) };
        (await late.Ask("POST", opening, new { name = "Late" })).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_document_in_the_trash_ends_its_sockets()
    {
        await using var ben = await Open(user: 2, node: 1);
        using var owner = _place.As(user: 0, node: 0);
        await owner.Ask("DELETE", Path);
        await ben.Closed.WaitAsync(Patience);
        ben.CloseCode.ShouldBe(4404);
    }

    [Fact]
    public async Task Guesses_are_counted_wherever_they_are_made()
    {
        var account = $"{Guid.NewGuid():N}@example.org";
        var answers = new List<HttpStatusCode>();
        for (var guess = 0; guess < 6; guess++)
        {
            using var http = new HttpClient { BaseAddress = _place.Node(guess) };
            var answer = await http.Ask("POST", "/api/v1/auth/login", new { email = account, password = $"guess {guess}" });
            answers.Add(answer.Status);
        }
        answers.ShouldBe([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 5), HttpStatusCode.TooManyRequests]);
    }
}
