using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Protocol;
using MDReader.Crdt.Updates;
using MDReader.Server.Collaboration;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

/// <summary>Each limit on what one socket may bring, at it and one past it.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData(8, null)]
    [InlineData(9, 4413)]
    public void A_connection_may_be_the_first_to_write_as_so_many_clients(int clients, int? refused)
    {
        var house = new RoomHarness();
        var ana = house.Visit("Ana");
        for (var client = 1; client <= clients; client++)
            ana.SendBytes(Typed((ulong)client, "x"));
        house.EndTurn();
        ((int?)ana.Closing?.Code).ShouldBe(refused);
        house.Log.Count.ShouldBe(8);
    }

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, 4413)]
    public void What_was_written_offline_may_bring_more_of_them(int clients, int? refused)
    {
        var house = new RoomHarness();
        var ana = house.Visit("Ana");
        ana.SendBytes(Together(clients), isStep2: true);
        house.EndTurn();
        ((int?)ana.Closing?.Code).ShouldBe(refused);
        house.Log.Count.ShouldBe(refused is null ? 1 : 0);
        if (refused is null)
            ana.SendBytes(Typed(1_000, "more"));
        house.EndTurn();
        ((int?)ana.Closing?.Code).ShouldBe(refused);
    }

    [Theory]
    [InlineData(0, 4413)]
    [InlineData(1, null)]
    public void A_state_vector_names_as_many_clients_as_the_document_has_and_some(int written, int? refused)
    {
        var options = new CollaborationOptions();
        var known = StateVector(Budget.Default.MaxClients + 1);
        var reader = new SocketReader(new RoomHarness().Visit("Ana").Peer, new(options), options, () => written);
        Refuses(refused, () => reader.Read([0, 0, .. Length(known), .. known]));
    }

    [Fact]
    public void A_document_that_very_many_have_written_can_be_come_back_to()
    {
        var house = new RoomHarness(new() { FirstStep2NewClientLimit = int.MaxValue });
        var ana = house.Visit("Ana");
        ana.SendBytes(Collected(30_000), isStep2: true);
        ana.SendBytes(Collected(30_000, from: 30_001), isStep2: true);
        house.EndTurn();
        ana.Closing.ShouldBeNull();
        house.Room.Clients.ShouldBe(60_000);

        house.Room.Handle(new RoomMessage.Step1(ana.Peer, StateVector(60_000)));
        house.EndTurn();
        ana.Closing.ShouldBeNull();
    }

    [Fact]
    public void A_text_holds_no_NUL()
    {
        var options = new CollaborationOptions();
        var reader = new SocketReader(new RoomHarness().Visit("Ana").Peer, new(options), options, () => 0);
        var update = Typed(1, "a\0b");
        Refuses(4400, () => reader.Read([0, 2, .. Length(update), .. update]));
    }

    [Theory]
    [InlineData(3, false, null)]
    [InlineData(4, false, 4413)]
    [InlineData(5, true, null)]
    [InlineData(6, true, 4413)]
    public void An_update_has_so_many_structs(int structs, bool isFirstStep2, int? refused) => Refuses(refused, () =>
        new UpdateRoad(new() { StructLimit = 3, FirstStep2StructLimit = 5 }).Decode(Together(structs), isFirstStep2));

    [Theory]
    [InlineData(uint.MaxValue, null)]
    [InlineData(uint.MaxValue + 1UL, 4400)]
    public void A_client_id_has_32_bits(ulong client, int? refused) => Refuses(
        refused, () => new UpdateRoad(new()).Decode(Typed(client, "x"), isFirstStep2: false));

    [Theory]
    [InlineData(1024, false, null)]
    [InlineData(1025, false, 4413)]
    [InlineData(2048, true, null)]
    [InlineData(2049, true, 4413)]
    public void A_message_has_so_many_bytes(int bytes, bool isStep2, int? refused)
    {
        var options = new CollaborationOptions { MessageLimit = 1024, FirstStep2Limit = 2048 };
        var reader = new SocketReader(new RoomHarness().Visit("Ana").Peer, new(options), options, () => 0);
        Refuses(refused, () => reader.Read(OfLength(bytes, isStep2)));
        if (refused is null && isStep2)
            Refuses(4413, () => reader.Read(OfLength(bytes, isStep2)));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-1, 4413)]
    public void A_document_and_all_that_was_deleted_has_so_many_bytes(int space, int? refused)
    {
        var update = Typed(1, new string('x', 40));
        var house = new RoomHarness(new() { StateLimit = update.Length + space });
        var ana = house.Visit("Ana");
        ana.SendBytes(update);
        house.EndTurn();
        ((int?)ana.Closing?.Code).ShouldBe(refused);
    }

    [Theory]
    [InlineData(4096, null)]
    [InlineData(4097, 4413)]
    public void An_awareness_state_has_so_many_bytes(int bytes, int? refused)
    {
        var ana = new RoomHarness().Visit("Ana");
        ana.Show($$"""{"x":"{{new string('x', bytes - 8)}}"}""");
        ((int?)ana.Closing?.Code).ShouldBe(refused);
    }

    [Theory]
    [InlineData(63, null)]
    [InlineData(64, 4400)]
    public void An_awareness_state_is_nested_so_deep(int arrays, int? refused) => Refuses(refused, () =>
    {
        var states = AwarenessUpdate.Encode([new(1, 1, System.Text.Encoding.UTF8.GetBytes(
            $$"""{"x":{{new string('[', arrays)}}{{new string(']', arrays)}}}"""))]);
        var options = new CollaborationOptions();
        var writer = new ByteWriter(256);
        writer.WriteVarUint(1);
        writer.WriteVarBytes(states);
        var message = writer.ToArray();
        writer.Dispose();
        new SocketReader(new RoomHarness().Visit("Ana").Peer, new(options), options, () => 0).Read(message);
    });

    [Fact]
    public void Of_cursors_that_come_too_fast_the_newest_is_shown_when_its_time_has_come()
    {
        var time = new FakeTime();
        var passed = new List<ulong>();
        using var gate = new AwarenessGate(10, message => passed.Add(message.Entries[0].Clock), time);
        var peer = new RoomHarness().Visit("Ana").Peer;
        for (var clock = 1UL; clock <= 30; clock++)
            gate.Offer(new(peer, [new(1, clock, "{}"u8.ToArray())]));
        passed.ShouldBe([.. Enumerable.Range(1, 10).Select(clock => (ulong)clock)]);
        time.Advance(TimeSpan.FromMilliseconds(100));
        passed[^1].ShouldBe(30UL);
        passed.Count.ShouldBe(11);
    }

    [Fact]
    public void Who_sends_too_much_all_the_time_is_sent_away_at_last()
    {
        var time = new FakeTime();
        var throttle = new Throttle(perSecond: 10, burst: 1, TimeSpan.FromMinutes(2), time);
        for (var second = 0; second <= 120; second++)
        {
            for (var message = 0; message < 11; message++)
                _ = throttle.Take(1, CancellationToken.None);
            time.Advance(TimeSpan.FromSeconds(1));
        }
        Should.Throw<MessageRefusedException>(() => throttle.Take(1, CancellationToken.None)).Closing.Code.ShouldBe(CloseCode.TooMany);
    }

    [Fact]
    public void Who_pauses_now_and_then_is_never_sent_away()
    {
        var time = new FakeTime();
        var throttle = new Throttle(perSecond: 10, burst: 10, TimeSpan.FromSeconds(5), time);
        for (var second = 0; second < 60; second++)
        {
            for (var message = 0; message < 15; message++)
                _ = throttle.Take(1, CancellationToken.None);
            time.Advance(TimeSpan.FromSeconds(2));
        }
    }

    static void Refuses(int? refused, Action act)
    {
        if (refused is { } code)
            ((int)Should.Throw<MessageRefusedException>(act).Closing.Code).ShouldBe(code);
        else
            act();
    }

    // A sync message of that many bytes: its text fills it.
    static byte[] OfLength(int bytes, bool isStep2)
    {
        for (var text = 0; ; text++)
        {
            var update = Typed(1, new string('x', text));
            var writer = new ByteWriter(bytes);
            writer.WriteVarUint(0);
            writer.WriteVarUint(isStep2 ? 1u : 2u);
            writer.WriteVarBytes(update);
            var message = writer.ToArray();
            writer.Dispose();
            if (message.Length == bytes)
                return message;
        }
    }

    static byte[] Typed(ulong client, string text)
    {
        var doc = new Doc(new() { ClientId = client });
        doc.GetText(UpdateRoad.Root).Insert(0, text);
        return doc.EncodeStateAsUpdate();
    }

    static byte[] Together(int clients) =>
        UpdateBytes.Merge([.. Enumerable.Range(1, clients).Select(client => Typed((ulong)client, "x"))]);

    // Each has written one letter that is long gone: letters would all stand at one place.
    static byte[] Collected(int clients, int from = 1)
    {
        var writer = new ByteWriter(clients * 8);
        writer.WriteVarUint((ulong)clients);
        for (var client = from + clients - 1; client >= from; client--)
        {
            writer.WriteVarUint(1);
            writer.WriteVarUint((ulong)client);
            // From clock 0, collected, of length 1.
            writer.WriteVarUint(0);
            writer.WriteVarUint(0);
            writer.WriteVarUint(1);
        }
        writer.WriteVarUint(0);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }

    static byte[] StateVector(int clients)
    {
        var writer = new ByteWriter(clients * 4);
        writer.WriteVarUint((ulong)clients);
        for (var client = clients; client > 0; client--)
        {
            writer.WriteVarUint((ulong)client);
            writer.WriteVarUint(1);
        }
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }

    static byte[] Length(byte[] bytes)
    {
        var writer = new ByteWriter(8);
        writer.WriteVarUint((ulong)bytes.Length);
        var length = writer.ToArray();
        writer.Dispose();
        return length;
    }
}
