using System.Buffers.Binary;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

public sealed class FrameReaderTests
{
    const uint Mask = 0xA1B2C3D4;
    static readonly MessageLimit Limit = new(100_000);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    public async Task Messages_of_every_length_come_whole_however_the_bytes_arrive(int piece)
    {
        int[] lengths = [0, 1, 7, 125, 126, 127, 4090, 65535, 65536, 90_000];
        var messages = lengths.Select(length => Message(length, length)).ToList();
        using var reader = new FrameReader(new Trickle([.. messages.SelectMany(message => Masked(2, message))], piece), _ => { });
        foreach (var message in messages)
            (await reader.Read(Limit, CancellationToken.None))!.Value.Span.SequenceEqual(message).ShouldBeTrue($"{message.Length}");
        (await reader.Read(Limit, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_message_in_pieces_is_one_and_a_ping_between_them_is_answered()
    {
        var pongs = new List<byte[]>();
        byte[] bytes =
        [
            .. Masked(2, [1, 2], isFinal: false), .. Masked(9, [7, 7]), .. Masked(0, [3], isFinal: false), .. Masked(0, [4, 5]),
            .. Masked(2, [9]),
        ];
        using var reader = new FrameReader(new Trickle(bytes, 2), pong => pongs.Add(pong.ToArray()));
        (await reader.Read(Limit, CancellationToken.None))!.Value.ToArray().ShouldBe([1, 2, 3, 4, 5]);
        (await reader.Read(Limit, CancellationToken.None))!.Value.ToArray().ShouldBe([9]);
        pongs.Single().ShouldBe([0x8A, 2, 7, 7]);
    }

    [Fact]
    public async Task A_close_ends_the_reading() =>
        (await new FrameReader(new Trickle(Masked(8, [3, 232]), 1), _ => { }).Read(Limit, CancellationToken.None)).ShouldBeNull();

    [Fact]
    public async Task After_a_close_nothing_more_is_waited_for()
    {
        using var reader = new FrameReader(new Trickle([.. Masked(8, [3, 232]), .. Masked(2, [1])], 1000), _ => { });
        for (var time = 0; time < 3; time++)
            (await reader.Read(Limit, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task The_limit_holds_over_all_pieces_and_before_the_bytes_come()
    {
        await Refused([.. Masked(2, new byte[60], isFinal: false), .. Masked(0, new byte[60])], CloseCode.TooLarge, new(100));
        byte[] header = [0x82, 0xFF, 0x7F, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0];
        await Refused(header, CloseCode.TooLarge);
    }

    [Fact]
    public async Task What_is_not_a_clients_frame_is_refused()
    {
        await Refused([0x82, 1, 5, 0, 0, 0], CloseCode.Malformed);
        await Refused(Masked(0, [1]), CloseCode.Malformed);
        await Refused(Masked(1, [1]), CloseCode.Malformed);
        await Refused(Masked(11, [1]), CloseCode.Malformed);
        await Refused(Masked(9, new byte[126]), CloseCode.Malformed);
        await Refused(Masked(9, [1], isFinal: false), CloseCode.Malformed);
        var compressed = Masked(2, [1]);
        compressed[0] |= 0x40;
        await Refused(compressed, CloseCode.Malformed);
        byte[] negative = [0x82, 0xFF, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0];
        await Refused(negative, CloseCode.Malformed);
    }

    [Fact]
    public async Task What_was_announced_and_did_not_come_costs_nothing()
    {
        var client = new Trickle([.. Header(8 << 20), .. new byte[10_000]], 1000);
        using var reader = new FrameReader(client, _ => { });
        (await reader.Read(new(8 << 20), CancellationToken.None)).ShouldBeNull();
        client.LargestBuffer.ShouldBeLessThan(64 * 1024);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public async Task Only_the_step_2_with_which_a_client_begins_may_be_large(int name)
    {
        // Behind a document's name, as Hocuspocus's clients send it.
        byte[] prefix = name == 0 ? [] : [(byte)(name - 1), .. "abcde"u8];
        var limit = new MessageLimit(100, 1000).Behind(name);
        byte[][] others = [[0, 0], [0, 2], [1, 1], [3], [101], [0x80, 0]];
        foreach (var kinds in others)
            await Refused([.. Header(101 + name), .. Masking([.. prefix, .. kinds, .. new byte[8]])], CloseCode.TooLarge, limit);
        await Refused([.. Header(1001 + name), .. Masking([.. prefix, 0, 1])], CloseCode.TooLarge, limit);

        byte[] step2 = [.. prefix, 0, 1, .. Message(998, seed: 1)];
        foreach (var cut in new[] { 1, 2, 500 })
        {
            byte[] bytes = [.. Masked(2, step2[..cut], isFinal: false), .. Masked(0, step2[cut..])];
            using var reader = new FrameReader(new Trickle(bytes, 3), _ => { });
            (await reader.Read(limit, CancellationToken.None))!.Value.ToArray().ShouldBe(step2);
        }
    }

    static async Task Refused(byte[] bytes, CloseCode code, MessageLimit? limit = null)
    {
        using var reader = new FrameReader(new Trickle(bytes, 1000), _ => { });
        (await Should.ThrowAsync<MessageRefusedException>(async () => await reader.Read(limit ?? Limit, CancellationToken.None)))
            .Closing.Code.ShouldBe(code);
    }

    static byte[] Message(int length, int seed)
    {
        var message = new byte[length];
        new Random(seed).NextBytes(message);
        return message;
    }

    static byte[] Header(long length)
    {
        byte[] header = [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(Mask)];
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(2), length);
        return header;
    }

    static byte[] Masking(byte[] payload)
    {
        Wire.Unmask(payload, Mask);
        return payload;
    }

    static byte[] Masked(byte opcode, byte[] payload, bool isFinal = true)
    {
        var frame = Wire.Frame((Opcode)opcode, payload);
        var header = frame.Length - payload.Length;
        var masked = new byte[frame.Length + 4];
        frame.AsSpan(0, header).CopyTo(masked);
        BinaryPrimitives.WriteUInt32LittleEndian(masked.AsSpan(header), Mask);
        Masking([.. payload]).CopyTo(masked, header + 4);
        masked[1] |= 0x80;
        if (!isFinal)
            masked[0] &= 0x7F;
        return masked;
    }

    /// <summary>Gives bytes a few at a time, and none to a read that only waits.</summary>
    sealed class Trickle(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public int LargestBuffer { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            LargestBuffer = Math.Max(LargestBuffer, buffer.Length);
            return base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
        }
    }
}
