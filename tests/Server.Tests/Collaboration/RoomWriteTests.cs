using System.Text;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

/// <summary>Whole texts written into a room while people type in it.</summary>
public sealed class RoomWriteTests
{
    readonly RoomHarness _house = new();

    [Fact]
    public async Task A_write_over_the_version_read_is_one_edit_that_everybody_sees()
    {
        var ana = _house.Visit("Ana");
        ana.Type("one two three");
        ana.Send();
        _house.EndTurn();
        var outcome = Write("one 2 three", "\"1-1\"");
        (await outcome).ShouldBeWritten("\"1-2\"");
        (ana.Text, _house.Log.Count).ShouldBe(("one 2 three", 2));
    }

    [Fact]
    public async Task A_read_after_a_write_and_an_edit_of_one_turn_names_the_last_version()
    {
        var ana = _house.Visit("Ana");
        var (written, read) = (new TaskCompletionSource<WriteOutcome>(), new TaskCompletionSource<Content>());
        _house.Room.Handle(new RoomMessage.Write(Over("written "u8.ToArray(), "\"1-0\""), written));
        ana.Type("typed ");
        ana.Send();
        _house.EndTurn();
        _house.Room.Handle(new RoomMessage.Read(read));
        _house.EndTurn();
        (await written.Task).ShouldBeWritten("\"1-1\"");
        (await read.Task).Etag.ShouldBe("\"1-2\"");
    }

    [Fact]
    public async Task A_write_over_a_stale_version_is_refused_even_by_an_edit_of_the_same_turn()
    {
        var ana = _house.Visit("Ana");
        ana.Type("typed");
        ana.Send();
        (await Write("written", "\"1-0\"")).ShouldBe(new WriteOutcome.Stale("\"1-1\""));
        _house.Text.ShouldBe("typed");
    }

    [Fact]
    public async Task A_write_since_an_earlier_state_keeps_what_was_typed_meanwhile()
    {
        var ana = _house.Visit("Ana");
        ana.Type("The quick fox.\n");
        ana.Send();
        _house.EndTurn();
        var earlier = new EarlierState(_house.Opened());
        ana.Type("very ", at: 4);
        ana.Send();
        _house.EndTurn();
        var outcome = await Write(Since(earlier, "The quick brown fox.\n"));
        outcome.ShouldBeWritten("\"1-3\"", merged: true, overlaps: 0);
        ana.Text.ShouldBe("The very quick brown fox.\n");
    }

    [Fact]
    public async Task Line_ends_and_mark_stay_while_people_edit_around_them()
    {
        var file = "\uFEFFone\r\ntwo\r\nthree\nfour"u8.ToArray();
        await Write(Over(file));
        var ana = _house.Visit("Ana");
        ana.Type("zero\n");
        ana.Send();
        _house.EndTurn();
        (await Read()).ShouldBe(Encoding.UTF8.GetBytes("\uFEFFzero\r\none\r\ntwo\r\nthree\nfour"));
    }

    [Fact]
    public async Task Only_other_line_ends_are_a_new_version_too()
    {
        await Write("a\nb\n");
        (await Write("a\r\nb\r\n")).ShouldBeWritten("\"1-2\"");
        (await Write("a\r\nb\r\n")).ShouldBeWritten("\"1-2\"");
    }

    [Fact]
    public async Task A_merge_keeps_the_line_ends_that_others_gave_the_file_meanwhile()
    {
        await Write("a\nb\nc\n");
        var (first, second) = (new EarlierState(_house.Opened()), new EarlierState(_house.Opened()));
        await Write("a\r\nb\r\nc\r\n");
        (await Write(Since(first, "a\nb\nc\nd\n"))).ShouldBeWritten("\"1-3\"", merged: true);
        (await Read()).ShouldBe("a\r\nb\r\nc\r\nd\r\n"u8.ToArray());
        await Write(Since(second, "\uFEFFa\rb\nc\n"));
        (await Read()).ShouldBe(Encoding.UTF8.GetBytes("\uFEFFa\rb\r\nc\r\nd\r\n"));
    }

    [Fact]
    public async Task Two_writes_of_one_turn_leave_the_format_of_the_second()
    {
        var (first, second) = (new TaskCompletionSource<WriteOutcome>(), new TaskCompletionSource<WriteOutcome>());
        _house.Room.Handle(new RoomMessage.Write(Over("a\r\n"u8.ToArray()), first));
        _house.Room.Handle(new RoomMessage.Write(
            new(new(Guid.NewGuid(), Whole("a\n"u8.ToArray()), Guid.NewGuid()), new WriteCondition.IfCurrent("\"1-1\"", [])), second));
        _house.EndTurn();
        (await second.Task).ShouldBeWritten("\"1-2\"");
        (await Read()).ShouldBe("a\n"u8.ToArray());
    }

    [Fact]
    public async Task Changes_that_meet_others_changes_are_counted()
    {
        await Write("one two three four five");
        var (first, second) = (new EarlierState(_house.Opened()), new EarlierState(_house.Opened()));
        await Write("one 2 three four five!");
        (await Write(Since(first, "one zwei three vier five"))).ShouldBeWritten("\"1-3\"", merged: true, overlaps: 1);
        (await Write(Since(second, "one two three four five?"))).ShouldBeWritten("\"1-4\"", merged: true, overlaps: 1);
    }

    // Its edit stands on what isn't here yet; it had been taken for one that is here already, and called written.
    [Fact]
    public async Task A_write_since_a_version_that_only_another_process_has_seen_has_to_come_again()
    {
        var theirs = _house.Opened().Write(new NewText.Edits([]), [new(0, 0, "theirs")], Guid.NewGuid())!;
        _house.Log.Add(theirs);
        var write = Since(new EarlierState(_house.Opened()), "theirs and mine");
        var early = new TaskCompletionSource<WriteOutcome>();
        _house.Room.Handle(new RoomMessage.Write(write, early));
        (await early.Task).ShouldBe(new WriteOutcome.NotTaken());
        _house.Room.Staging.ShouldBeNull();

        _house.Room.TakeOver([new(1, theirs.Author, At: 0, theirs.Update, theirs.Format)], [.. theirs.Claims]);

        (await Write(write)).ShouldBeWritten("\"1-2\"");
        _house.Text.ShouldBe("theirs and mine");
    }

    static NewText.WholeFile Whole(byte[] file) => new(MarkdownFile.Parse(file));

    ContentWrite Over(byte[] file, string? etag = null) => new(new(Guid.NewGuid(), Whole(file), Guid.NewGuid()), new WriteCondition.IfCurrent(
        etag ?? MDReader.Server.Documents.Document.ContentEtag(1, _house.Log.Count), Whole(file).ChangesOf(_house.Text).Changes));

    static ContentWrite Since(EarlierState earlier, string text)
    {
        var (wanted, author) = (Whole(Encoding.UTF8.GetBytes(text)), Guid.NewGuid());
        var changes = wanted.ChangesOf(earlier.State.Text.ToString()).Changes;
        return new(new(author, wanted, Guid.NewGuid()), new WriteCondition.Merge(Fork.Make(earlier, wanted, changes, author)));
    }

    Task<WriteOutcome> Write(string text, string? etag = null) => Write(Over(Encoding.UTF8.GetBytes(text), etag));

    Task<WriteOutcome> Write(ContentWrite request)
    {
        var answer = new TaskCompletionSource<WriteOutcome>();
        _house.Room.Handle(new RoomMessage.Write(request, answer));
        _house.EndTurn();
        return answer.Task;
    }

    async Task<byte[]> Read()
    {
        var answer = new TaskCompletionSource<Content>();
        _house.Room.Handle(new RoomMessage.Read(answer));
        _house.EndTurn();
        return (await answer.Task).File.ToBytes();
    }
}

static class Outcomes
{
    /// <summary>Where in the text it was is another matter.</summary>
    public static void ShouldBeWritten(this WriteOutcome outcome, string etag, bool merged = false, int overlaps = 0) =>
        outcome.ShouldBeOfType<WriteOutcome.Written>().ShouldSatisfyAllConditions(
            written => written.Etag.ShouldBe(etag), written => written.Merged.ShouldBe(merged), written => written.Overlaps.ShouldBe(overlaps));
}
