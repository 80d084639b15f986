using MDReader.Server.Access;
using MDReader.Server.Collaboration;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

/// <summary>When a room is put away, and who comes just then or with another life of the document.</summary>
public sealed class RoomTurnsTests : IDocumentLog, IAttendance
{
    const ulong VisitorsClient = 5_000;
    readonly RoomHarness _house = new();
    readonly ManualTime _time = new();
    readonly CollaborationOptions _options = new();
    readonly RoomTurns _turns;
    int _epoch = 1;

    public RoomTurnsTests() => _turns = new(_house.Room, this, this, _options, _time);

    [Fact]
    public async Task A_room_is_put_away_when_nobody_has_needed_it_for_so_long()
    {
        _time.Advance(_options.IdleRoom - TimeSpan.FromTicks(1));
        await Turn(RoomMessage.Sweep.Instance);
        _turns.IsOver.ShouldBeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        await Turn(RoomMessage.Sweep.Instance);
        _turns.IsOver.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_comes_in_the_turn_that_would_have_been_the_last_stays()
    {
        var ana = Visitor();
        _time.Advance(_options.IdleRoom);
        await Turn(RoomMessage.Sweep.Instance, new RoomMessage.Join(ana.Peer));
        _turns.IsOver.ShouldBeFalse();
        ana.Closing.ShouldBeNull();
    }

    [Fact]
    public async Task A_room_stays_for_whom_waits_behind_the_sweep()
    {
        _time.Advance(_options.IdleRoom);
        _turns.Take(RoomMessage.Sweep.Instance, behind: 1);
        await _turns.Commit();
        _turns.IsOver.ShouldBeFalse();
    }

    [Fact]
    public async Task A_text_of_another_life_is_never_merged()
    {
        var ana = Visitor(knownEpoch: 2);
        await Turn(new RoomMessage.Join(ana.Peer));
        ana.Closing!.Code.ShouldBe(CloseCode.Restarting);
        // It was the document that it knew wrongly, and the room goes on.
        _turns.IsOver.ShouldBeFalse();
    }

    [Fact]
    public async Task A_room_learns_from_who_comes_that_its_document_was_replaced()
    {
        var (ben, ana) = (Visitor(), Visitor(knownEpoch: 2));
        await Turn(new RoomMessage.Join(ben.Peer));
        _epoch = 2;
        await Turn(new RoomMessage.Join(ana.Peer));
        ana.Closing!.Code.ShouldBe(CloseCode.Restarting);
        ben.Closing!.Code.ShouldBe(CloseCode.EpochChanged);
        _turns.IsOver.ShouldBeTrue();
    }

    Task<Appended> IDocumentLog.Append(Batch batch) => throw new InvalidOperationException("Nobody writes here.");

    Task<OpenedDocument?> IDocumentLog.Open() => Task.FromResult<OpenedDocument?>(_house.Opened() with { Epoch = _epoch });

    Task<(IReadOnlyList<LoggedEdit> Edits, IReadOnlyList<Lease> Leases)> IDocumentLog.Tail(long after) =>
        Task.FromResult<(IReadOnlyList<LoggedEdit>, IReadOnlyList<Lease>)>(([], []));

    void IAttendance.Here(OpenDocument open)
    {
    }

    IReadOnlyDictionary<Guid, IReadOnlyList<PresentPerson>> IAttendance.Elsewhere(Guid document) =>
        new Dictionary<Guid, IReadOnlyList<PresentPerson>>();

    void IAttendance.Show(Guid document, CursorNews news)
    {
    }

    Visitor Visitor(int? knownEpoch = null) =>
        new(_house, "Ana", Role.Editor, Guid.NewGuid(), Guid.NewGuid(), VisitorsClient, knownEpoch);

    async Task Turn(params RoomMessage[] messages)
    {
        // What comes later isn't there yet when a sweep is looked at.
        foreach (var message in messages)
            _turns.Take(message, behind: 0);
        if (await _turns.Commit() is { } lastSeq)
            _turns.Publish(lastSeq);
    }
}
