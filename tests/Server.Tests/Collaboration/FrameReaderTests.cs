using System.Buffers.Binary;
using MDReader.Server.Collaboration;

namespace Server.Tests.Collaboration;

public sealed class FrameReaderTests
{
    const int Limit = 100_000;

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
        await Refused([.. Masked(2, new byte[60], isFinal: false), .. Masked(0, new byte[60])], CloseCode.TooLarge, limit: 100);
        byte[] header = [0x82, 0xFF, 0x7F, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0];
        await Refused(header, CloseCode.TooLarge, Limit);
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

    static async Task Refused(byte[] bytes, CloseCode code, int limit = Limit)
    {
        using var reader = new FrameReader(new Trickle(bytes, 1000), _ => { });
        (await Should.ThrowAsync<MessageRefusedException>(async () => await reader.Read(limit, CancellationToken.None)))
            .Closing.Code.ShouldBe(code);
    }

    static byte[] Message(int length, int seed)
    {
        var message = new byte[length];
        new Random(seed).NextBytes(message);
        return message;
    }

    static byte[] Masked(byte opcode, byte[] payload, bool isFinal = true)
    {
        var mask = 0xA1B2C3D4;
        var frame = Wire.Frame((Opcode)opcode, payload);
        var header = frame.Length - payload.Length;
        var masked = new byte[frame.Length + 4];
        frame.AsSpan(0, header).CopyTo(masked);
        BinaryPrimitives.WriteUInt32LittleEndian(masked.AsSpan(header), mask);
        payload.CopyTo(masked, header + 4);
        Wire.Unmask(masked.AsSpan(header + 4), mask);
        masked[1] |= 0x80;
        if (!isFinal)
            masked[0] &= 0x7F;
        return masked;
    }

    /// <summary>Gives bytes a few at a time, and none to a read that only waits.</summary>
    sealed class Trickle(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
