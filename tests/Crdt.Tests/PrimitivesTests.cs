using MDReader.Crdt.Encoding;

namespace Crdt.Tests;

public class PrimitivesTests
{
    [Theory]
    [InlineData(0UL)]
    [InlineData(127UL)]
    [InlineData(128UL)]
    [InlineData(16_383UL)]
    [InlineData(16_384UL)]
    [InlineData(2_654_435_761UL)]
    [InlineData((1UL << 49) - 1)]
    [InlineData(1UL << 49)]
    [InlineData(ByteReader.MaxSafeInteger)]
    public void Whole_numbers_read_back_wherever_they_stand(ulong number)
    {
        // Close to the end and far from it are two ways to read.
        for (var after = 0; after < 10; after++)
        {
            var writer = new ByteWriter(16);
            writer.WriteVarUint(number);
            var length = writer.Length;
            writer.WriteBytes(new byte[after]);
            var reader = new ByteReader(writer.Written);

            reader.ReadVarUint().ShouldBe(number);
            reader.Position.ShouldBe(length);
            writer.Dispose();
        }
    }

    [Theory]
    [InlineData("8000")]
    [InlineData("FF00")]
    [InlineData("8080808000")]
    [InlineData("FFFFFFFFFFFFFF1F")]
    [InlineData("FFFFFFFFFFFFFFFF0F")]
    [InlineData("80808080808080808080")]
    public void Numbers_that_are_too_long_or_too_large_are_refused(string hex)
    {
        foreach (var after in (int[])[0, 8])
        {
            var bytes = Convert.FromHexString(hex).Concat(new byte[after]).ToArray();
            Should.Throw<MalformedUpdateException>(() =>
            {
                var reader = new ByteReader(bytes);
                reader.ReadVarUint();
            }).Reason.ShouldBe(MalformedReason.Number);
        }
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(63L)]
    [InlineData(-64L)]
    [InlineData(8191L)]
    [InlineData(-(1L << 40))]
    public void Signed_numbers_read_back(long number)
    {
        var writer = new ByteWriter(16);
        writer.WriteVarInt(number);
        var reader = new ByteReader(writer.Written);

        reader.ReadVarInt().ShouldBe(number);
        reader.AtEnd.ShouldBeTrue();
        writer.Dispose();
    }

    [Theory]
    [InlineData("C0AF")]
    [InlineData("EDA080")]
    [InlineData("FF")]
    public void Text_that_isnt_UTF8_is_refused(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        var message = (byte[])[(byte)bytes.Length, .. bytes];
        Should.Throw<MalformedUpdateException>(() =>
        {
            var reader = new ByteReader(message);
            reader.ReadVarUtf8();
        }).Reason.ShouldBe(MalformedReason.Utf8);
    }
}
