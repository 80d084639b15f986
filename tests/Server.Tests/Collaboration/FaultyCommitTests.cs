using System.Data.Common;
using System.Net;
using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Server.Tests.Collaboration;

/// <summary>The one committer of a process, and what stands on it.</summary>
public sealed class FaultyCommitTests : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly Fuse _fuse = new();
    RunningServer _server = null!;
    TestPerson _ana = null!;
    string _workspace = "";
    string _document = "";

    string Id => _document.Split('/')[^1];

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(services => Put(services, _fuse), ("MDReader:Collaboration:InboxLimit", "1"));
        _ana = await _server.SignUp("Ana");
        _workspace = await _ana.MakeWorkspace();
        _document = await _ana.MakeDocument(_workspace);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_commit_that_fails_in_no_known_way_is_not_the_last()
    {
        await using (var ana = await Open(_document))
        {
            _fuse.Fails = true;
            await ana.Type("lost");
            await ana.Closed.WaitAsync(Patience);
            ana.CloseCode.ShouldBe(1012);
            _fuse.Fails = false;
        }

        await using var again = await Open(_document);
        await again.Type("saved");
        await again.AllSaved().WaitAsync(Patience);
        again.Text.ShouldBe("saved");
    }

    [Fact]
    public async Task A_room_that_is_stuck_keeps_the_word_of_a_restart_from_no_other()
    {
        var others = new List<LiveClient>();
        foreach (var title in new[] { "B", "C", "D", "E" })
            others.Add(await Open(await _ana.MakeDocument(_workspace, title)));
        await using var ana = await Open(_document);
        _fuse.Holds = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await ana.Type("one");
        await _fuse.Holding.Task.WaitAsync(Patience);
        // Its inbox takes one of them.
        await ana.Type("two");
        await ana.Type("three");

        var rooms = _server.Services.GetRequiredService<Rooms>();
        using var late = new CancellationTokenSource();
        var stopping = rooms.StoppingAsync(late.Token);
        await Task.WhenAll(others.Select(other => other.Closed)).WaitAsync(Patience);
        others.ShouldAllBe(other => other.CloseCode == 1012);
        await late.CancelAsync();
        await rooms.StopAsync(late.Token).WaitAsync(Patience);
        await stopping.WaitAsync(Patience);
        _fuse.Holds.SetResult();
        foreach (var other in others)
            await other.DisposeAsync();
    }

    [Fact]
    public async Task A_log_with_a_gap_is_an_error_and_not_waited_for()
    {
        var document = Guid.Parse(Id);
        await _server.Services.GetRequiredService<Database>().Write(
            (db, token) => db.Documents.Where(one => one.Id == document)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.Seq, 5), token), default);
        await Should.ThrowAsync<InvalidOperationException>(
            () => _server.Services.GetRequiredService<UpdateLog>().Open(document).WaitAsync(Patience));
    }

    [Fact]
    public async Task The_server_writes_as_one_client_however_often_a_document_is_opened()
    {
        var log = _server.Services.GetRequiredService<UpdateLog>();
        await _ana.Put(_document, "one"u8.ToArray(), ifMatch: "*");
        var first = (await log.Open(Guid.Parse(Id)))!;
        first.Leases.OwnerOf(first.Doc.ClientId).ShouldBe(Guid.Empty);
        (await log.Open(Guid.Parse(Id)))!.Doc.ClientId.ShouldBe(first.Doc.ClientId);

        // The next opening writes as the same one.
        var session = await _server.Services.GetRequiredService<Database>().Read(
            (db, token) => db.Sessions.Where(session => session.UserId == _ana.Id).Select(session => session.Id).SingleAsync(token), default);
        var edit = first.Write(new NewText.Edits([]), [new(3, 0, " two")], _ana.Id)! with { Credential = session };
        edit.Claims.ShouldBeEmpty();
        (await log.Append(new(Guid.Parse(Id), first.Epoch, [edit], OnlyAfter: first.Seq))).ShouldBe(new Appended.Committed(first.Seq + 1));
        (await log.Open(Guid.Parse(Id)))!.Text.ToString().ShouldBe("one two");
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"1-1\"")]
    public async Task A_write_whose_commit_is_made_and_never_answered_is_made_once_and_answered(string ifMatch)
    {
        await _ana.Put(_document, "one"u8.ToArray(), ifMatch: "\"1-0\"");
        _fuse.LosesAnswers = 1;

        var answer = await _ana.Put(_document, "one, two"u8.ToArray(), ifMatch);

        (answer.Status, answer.Header("ETag")).ShouldBe((HttpStatusCode.OK, "\"1-2\""));
        _fuse.LosesAnswers.ShouldBe(0);
        var read = await _ana.Http.Ask("GET", $"{_document}/content");
        (read.Text, read.Header("ETag")).ShouldBe(("one, two", "\"1-2\""));
    }

    [Fact]
    public async Task A_group_that_failed_is_tried_again_one_by_one_and_what_is_refused_then_is_doubtful()
    {
        var append = new FirstAnswerLost();
        var services = _server.Services;
        using var commits = new GroupCommit(
            _ => Task.FromResult<IAppend>(append), services.GetRequiredService<WriteGate>(),
            services.GetRequiredService<Announcements>(), TimeProvider.System, NullLogger<GroupCommit>.Instance);
        var (one, two) = (commits.Append(new(Guid.NewGuid(), 1, [], OnlyAfter: 0)), commits.Append(new(Guid.NewGuid(), 1, [])));

        await commits.StartAsync(default);

        (await one).ShouldBe(new Appended.Doubtful(new Appended.Overtaken()));
        (await two).ShouldBe(new Appended.Committed(2));
        await commits.StopAsync(default);
    }

    [Fact]
    public async Task A_clock_that_is_moved_while_a_commit_is_made_holds_up_no_later_one()
    {
        var time = new FakeTime();
        var services = _server.Services;
        using var commits = new GroupCommit(
            _ => Task.FromResult<IAppend>(new SlowByTheClock(time)), services.GetRequiredService<WriteGate>(),
            services.GetRequiredService<Announcements>(), time, NullLogger<GroupCommit>.Instance);
        await commits.StartAsync(default);

        for (var commit = 0; commit < 3; commit++)
            (await commits.Append(new(Guid.NewGuid(), 1, [])).WaitAsync(Patience)).ShouldBe(new Appended.Committed(1));

        await commits.StopAsync(default);
    }

    async Task<LiveClient> Open(string document)
    {
        var client = await LiveClient.Connect(_server.Address, document.Split('/')[^1], $"token={_ana.AccessToken}&ack=1");
        await client.Synced().WaitAsync(Patience);
        return client;
    }

    static void Put(IServiceCollection services, Fuse fuse)
    {
        var opens = services.Last(service => service.ServiceType == typeof(OpenAppend)).ImplementationFactory!;
        services.AddSingleton<OpenAppend>(provider =>
        {
            var open = (OpenAppend)opens(provider);
            return async cancellation => new FusedAppend(await open(cancellation), fuse);
        });
    }

    sealed class Fuse
    {
        public bool Fails { get; set; }

        /// <summary>So many commits are made, and the word of it never comes back.</summary>
        public int LosesAnswers { get; set; }

        public TaskCompletionSource? Holds { get; set; }

        public TaskCompletionSource Holding { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    sealed class AnswerLost : DbException;

    sealed class FusedAppend(IAppend append, Fuse fuse) : IAppend
    {
        public async Task<AppendedGroup> Commit(IReadOnlyList<Batch> group, DateTimeOffset now)
        {
            if (fuse.Fails)
                throw new InvalidOperationException("A planted fault.");
            if (fuse.Holds is { } held)
            {
                fuse.Holding.TrySetResult();
                await held.Task;
            }
            var appended = await append.Commit(group, now);
            if (fuse.LosesAnswers == 0)
                return appended;
            fuse.LosesAnswers--;
            throw new AnswerLost();
        }

        public ValueTask DisposeAsync() => fuse.Fails
            ? throw new InvalidOperationException("A planted fault.")
            : append.DisposeAsync();
    }

    sealed class SlowByTheClock(FakeTime time) : IAppend
    {
        public Task<AppendedGroup> Commit(IReadOnlyList<Batch> group, DateTimeOffset now)
        {
            time.Advance(TimeSpan.FromMinutes(14));
            return Task.FromResult(new AppendedGroup([.. group.Select(_ => new Appended.Committed(1))], []));
        }

        public ValueTask DisposeAsync() => default;
    }

    sealed class FirstAnswerLost : IAppend
    {
        bool _isLost;

        public Task<AppendedGroup> Commit(IReadOnlyList<Batch> group, DateTimeOffset now)
        {
            if (!Interlocked.Exchange(ref _isLost, true))
                return Task.FromException<AppendedGroup>(new AnswerLost());
            IReadOnlyList<Appended> outcomes =
                [.. group.Select<Batch, Appended>(batch => batch.OnlyAfter is null ? new Appended.Committed(2) : new Appended.Overtaken())];
            return Task.FromResult(new AppendedGroup(outcomes, []));
        }

        public ValueTask DisposeAsync() => default;
    }
}
