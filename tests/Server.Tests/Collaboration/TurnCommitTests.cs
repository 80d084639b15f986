using System.Data.Common;
using System.Text;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

/// <summary>A write of a whole text whose commit fails, though it may have been made: what its author is told of it.</summary>
public sealed class TurnCommitTests
{
    static readonly Appended Overtaken = new Appended.Overtaken();

    readonly RoomHarness _house = new();
    readonly HarnessLog _log;
    readonly TurnCommit _commit;

    public TurnCommitTests()
    {
        _log = new(_house);
        _commit = new(_house.Room, _log);
    }

    [Fact]
    public async Task One_that_was_made_is_written_once_whatever_has_come_behind_it()
    {
        var answer = Write("mine");
        _log.Answers(batch =>
        {
            _house.Log.AddRange(batch.Edits);
            throw new AnswerLost();
        });
        await Should.ThrowAsync<AnswerLost>(_commit.Commit);
        _house.Log.Add(Elsewhere(" theirs", at: 4));
        Hear();
        _log.Answers(_ => Overtaken);

        await Publish();

        (await answer).ShouldBeWritten("\"1-1\"");
        await Publish();
        (_house.Text, _house.Log.Count, _house.Room.Seq).ShouldBe(("mine theirs", 2, 2));
    }

    [Fact]
    public async Task One_that_was_made_before_its_author_lost_the_right_is_written_too()
    {
        var answer = Write("mine");
        _log.Answers(batch =>
        {
            _house.Log.AddRange(batch.Edits);
            throw new AnswerLost();
        });
        await Should.ThrowAsync<AnswerLost>(_commit.Commit);
        _log.Answers(batch => new Appended.NotPermitted(batch.Edits[0].Author));

        await Publish();

        (await answer).ShouldBeWritten("\"1-1\"");
    }

    [Fact]
    public async Task One_that_was_made_while_its_group_failed_is_written_too()
    {
        var answer = Write("mine");
        _log.Answers(batch =>
        {
            _house.Log.AddRange(batch.Edits);
            return new Appended.Doubtful(Overtaken);
        });

        await Publish();

        (await answer).ShouldBeWritten("\"1-1\"");
    }

    [Fact]
    public async Task One_that_was_not_made_is_stale_where_another_process_wrote_as_the_same_client()
    {
        _house.Log.Add(Elsewhere("base"));
        Hear();
        await Publish();
        var elsewhere = Elsewhere("theirs, ");
        var answer = Write("mine, base");
        _log.Answers(_ => throw new AnswerLost());
        await Should.ThrowAsync<AnswerLost>(_commit.Commit);
        _house.Log.Add(elsewhere);
        _log.Answers(_ => Overtaken);

        await Publish();

        (await answer).ShouldBe(new WriteOutcome.Stale("\"1-2\""));
        _house.Text.ShouldBe("theirs, base");
    }

    [Fact]
    public async Task One_that_never_failed_is_stale_where_the_same_was_written_elsewhere()
    {
        var answer = Write("mine");
        _log.Answers(batch =>
        {
            _house.Log.AddRange(batch.Edits);
            return Overtaken;
        });

        await Publish();

        (await answer).ShouldBe(new WriteOutcome.Stale("\"1-1\""));
    }

    // It had been written again, and refused, when its author had lost the right meanwhile.
    [Fact]
    public async Task One_is_written_once_where_what_others_wrote_before_it_cant_be_read_at_first()
    {
        var answer = Write("mine");
        _house.Log.Add(Elsewhere("theirs"));
        _log.Answers(batch =>
        {
            _house.Log.AddRange(batch.Edits);
            return new Appended.Committed(2);
        });
        _log.FailsToRead = true;
        await Should.ThrowAsync<AnswerLost>(_commit.Commit);
        answer.IsCompleted.ShouldBeFalse();
        _log.FailsToRead = false;

        await Publish();

        (await answer).ShouldBeWritten("\"1-2\"");
        (_house.Log.Count, _house.Room.Seq).ShouldBe((2, 2));
    }

    // Windows of one browser tell each other what they see, and the other one may be at a process that is ahead.
    [Fact]
    public async Task Who_brings_what_another_wrote_and_this_room_has_not_heard_of_is_not_sent_away_for_it()
    {
        var ana = _house.Visit("Ana");
        _house.Log.Add(Elsewhere("theirs"));
        ana.Document.ApplyUpdate(_house.Log[0].Update.Span);
        ana.Type("mine, ");
        ana.SendBytes(ana.Document.EncodeStateAsUpdate());
        _log.Answers(batch => batch.Edits[0].Claims.Any(claim => claim.Client == RoomHarness.ServersClient)
            ? Overtaken
            : throw new InvalidOperationException("It claims what is the server's."));
        _log.Answers(batch =>
        {
            batch.Edits[0].Claims.ShouldBe([new Lease(ana.Document.ClientId, ana.Peer.UserId)]);
            _house.Log.AddRange(batch.Edits);
            return new Appended.Committed(2);
        });

        await Publish();

        ana.Closing.ShouldBeNull();
        (ana.Saved, _house.Text).ShouldBe((1, "mine, theirs"));
    }

    // As from a look at how far the log is.
    void Hear() => _commit.Hear(new(_house.Room.Epoch, _house.Log.Count, [], []));

    async Task Publish() => _house.Room.Publish((await _commit.Commit())!.Value);

    Task<WriteOutcome> Write(string text)
    {
        var answer = new TaskCompletionSource<WriteOutcome>();
        var wanted = new NewText.WholeFile(MarkdownFile.Parse(Encoding.UTF8.GetBytes(text)));
        var etag = MDReader.Server.Documents.Document.ContentEtag(1, _house.Room.Seq);
        _house.Room.Handle(new RoomMessage.Write(
            new(new(Guid.NewGuid(), wanted, Guid.NewGuid()), new WriteCondition.IfCurrent(etag, wanted.ChangesOf(_house.Text).Changes)),
            answer));
        return answer.Task;
    }

    // As the client that this process's room writes as.
    Edit Elsewhere(string text, int at = 0)
    {
        var opened = _house.Opened();
        opened.Doc.ClientId = RoomHarness.ServersClient;
        return opened.Write(new NewText.Edits([]), [new(at, 0, text)], Guid.NewGuid())!;
    }

    sealed class AnswerLost : DbException;

    /// <summary>The harness's log, which answers each append as the test says.</summary>
    sealed class HarnessLog(RoomHarness house) : IDocumentLog
    {
        readonly Queue<Func<Batch, Appended>> _answers = new();

        public bool FailsToRead { get; set; }

        public void Answers(Func<Batch, Appended> answer) => _answers.Enqueue(answer);

        public async Task<Appended> Append(Batch batch)
        {
            await Task.Yield();
            return _answers.Dequeue()(batch);
        }

        public Task<OpenedDocument?> Open() => Task.FromResult<OpenedDocument?>(house.Opened());

        public Task<(IReadOnlyList<LoggedEdit> Edits, IReadOnlyList<Lease> Leases)> Tail(long after)
        {
            if (FailsToRead)
                throw new AnswerLost();
            var edits = house.Log.Select((edit, i) => new LoggedEdit(i + 1, edit.Author, At: 0, edit.Update, edit.Format));
            return Task.FromResult<(IReadOnlyList<LoggedEdit>, IReadOnlyList<Lease>)>(
                ([.. edits.Where(edit => edit.Seq > after)], [.. house.Log.SelectMany(edit => edit.Claims)]));
        }
    }
}
