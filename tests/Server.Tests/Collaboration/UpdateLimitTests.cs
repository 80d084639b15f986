using MDReader.Crdt.Encoding;
using MDReader.Server.Access;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

/// <summary>Limits of what stands in one update, of a document's sockets on all processes, and of what waits for one of them.</summary>
public sealed class UpdateLimitTests
{
    const long LastClock = int.MaxValue;

    [Theory]
    [InlineData(3, false, null)]
    [InlineData(4, false, 4413)]
    [InlineData(5, true, null)]
    [InlineData(6, true, 4413)]
    public void An_update_deletes_so_many_ranges(int ranges, bool isFirstStep2, int? refused) =>
        Decode(Deletes(ranges), isFirstStep2, new() { StructLimit = 3, FirstStep2StructLimit = 5 }).ShouldBe(refused);

    [Theory]
    [InlineData(LastClock - 1, 1L, null)]
    [InlineData(LastClock, 1L, 4400)]
    [InlineData(LastClock - 1, 2L, 4400)]
    [InlineData(LastClock + 1, 1L, 4400)]
    public void A_clock_has_31_bits(long clock, long length, int? refused)
    {
        // No structs but one that was collected; then no structs but one deletion.
        Decode(Numbers(1, 1, 1, (ulong)clock, 0, (ulong)length, 0), isFirstStep2: false, new()).ShouldBe(refused);
        Decode(Numbers(0, 1, 1, 1, (ulong)clock, (ulong)length), isFirstStep2: false, new()).ShouldBe(refused);
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, 4429)]
    public void A_documents_sockets_are_counted_on_all_processes_together(int elsewhere, int? refused)
    {
        var house = new RoomHarness(new() { SocketsPerDocument = 4 });
        house.Visit("Ana").Closing.ShouldBeNull();
        house.Room.Handle(new RoomMessage.PeopleElsewhere(new Dictionary<Guid, IReadOnlyList<PresentPerson>>
        {
            [Guid.NewGuid()] = [new(Guid.NewGuid(), "Ben", Role.Editor, elsewhere - 1, Guest: false)],
            [Guid.NewGuid()] = [new(Guid.NewGuid(), "Cho", Role.Editor, 1, Guest: false)],
        }));
        ((int?)house.Visit("Dan").Closing?.Code).ShouldBe(refused);
        house.Visit("Eve").Closing!.Code.ShouldBe(CloseCode.TooMany);
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    public void What_waits_for_a_socket_has_so_many_bytes(int bytes, bool isLost)
    {
        var outlet = new Stuck();
        var pace = new Pace(outlet, limit: 1000);
        // What a first turn left: it is the mark, and its own size counts for nothing.
        Turn(5000);
        pace.IsMarked.ShouldBeTrue();
        Turn(bytes);
        pace.IsLost.ShouldBe(isLost);

        void Turn(int more)
        {
            pace.Takes(more);
            outlet.Waiting += more;
            pace.LosesTouch(() => [0]);
        }
    }

    [Fact]
    public void Who_stays_behind_for_ten_seconds_is_given_up_though_it_takes_a_little_and_is_heard()
    {
        var outlet = new Stuck { Waiting = 5000 };
        var pace = new Pace(outlet, limit: 1000);
        pace.LosesTouch(() => [0]);
        pace.Takes(2000);
        outlet.Waiting += 2000;
        pace.LosesTouch(() => [0]);
        // Every five seconds.
        foreach (var isHopeless in new[] { false, false, true })
        {
            outlet.Waiting -= 1;
            pace.Sweep();
            pace.IsHopeless.ShouldBe(isHopeless);
        }
    }

    [Fact]
    public void Who_has_caught_up_in_time_is_given_ten_seconds_the_next_time()
    {
        var outlet = new Stuck();
        var pace = new Pace(outlet, limit: 1000);
        for (var time = 0; time < 3; time++)
        {
            foreach (var more in new[] { 5000, 2000 })
            {
                pace.Takes(more);
                outlet.Waiting += more;
                pace.LosesTouch(() => [7]);
            }
            pace.Sweep();
            pace.Sweep();
            pace.IsHopeless.ShouldBeFalse();
            outlet.Waiting = 0;
            pace.Resume().ShouldBe([7]);
        }
    }

    static int? Decode(byte[] update, bool isFirstStep2, CollaborationOptions options)
    {
        try
        {
            new UpdateRoad(options).Decode(update, isFirstStep2);
            return null;
        }
        catch (MessageRefusedException refused)
        {
            return (int)refused.Closing.Code;
        }
    }

    // Every second letter of client 1.
    static byte[] Deletes(int ranges) =>
        Numbers([0, 1, 1, (ulong)ranges, .. Enumerable.Range(0, ranges).SelectMany(range => new ulong[] { (ulong)range * 2, 1 })]);

    static byte[] Numbers(params ReadOnlySpan<ulong> numbers)
    {
        var writer = new ByteWriter(64);
        foreach (var number in numbers)
            writer.WriteVarUint(number);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }

    /// <summary>A socket whose client takes what the test says.</summary>
    sealed class Stuck : IOutlet
    {
        public int Waiting { get; set; }

        public long Heard => 0;

        public void Post(ReadOnlyMemory<byte> frame)
        {
        }

        public void Flush()
        {
        }

        public void Mark()
        {
        }

        public int DropSinceMark() => 0;

        public void Ping()
        {
        }

        public void Close(Closing closing)
        {
        }
    }
}
