using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Types;

namespace Crdt.Tests;

public class ValueTests
{
    /// <summary>Each with the bytes that lib0 writes for it.</summary>
    public static TheoryData<Value, string> Forms => new()
    {
        { new Value.Undefined(), "7F" },
        { Value.Nothing, "7E" },
        { true, "78" },
        { false, "79" },
        { 5, "7D05" },
        { -5, "7D45" },
        { 64, "7D8001" },
        { -0.0, "7D40" },
        { 0.5, "7C3F000000" },
        { 0.1, "7B3FB999999999999A" },
        { 2147483648, "7C4F000000" },
        { 2147483647, "7DBFFFFFFF0F" },
        { double.NaN, "7B7FF8000000000000" },
        { double.NegativeInfinity, "7CFF800000" },
        { new Value.BigInt(-1), "7AFFFFFFFFFFFFFFFF" },
        { "é", "7702C3A9" },
        { new byte[] { 1, 2 }, "74020102" },
        { new Value[] { 1, "a" }, "75027D01770161" },
        { new Value.Object { ["k"] = Value.Nothing }, "7601016B7E" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_value_is_written_as_lib0_writes_it(Value value, string bytes)
    {
        var writer = new ByteWriter(16);
        AnyForm.Write(ref writer, value, maxDepth: 4);
        Convert.ToHexString(writer.Written).ShouldBe(bytes);
        writer.Dispose();
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_value_that_is_read_is_what_was_written(Value value, string bytes)
    {
        var reader = new ByteReader(Convert.FromHexString(bytes));
        var read = AnyForm.Read(ref reader);
        read.ShouldBe(value);
        if (value is Value.Number(0 and var zero))
            double.IsNegative(((Value.Number)read).Of).ShouldBe(double.IsNegative(zero));
        reader.AtEnd.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(1e21, "1e+21")]
    [InlineData(123456789012345680000d, "123456789012345680000")]
    [InlineData(1e-6, "0.000001")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(-1.5e-9, "-1.5e-9")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(0.1, "0.1")]
    [InlineData(100, "100")]
    [InlineData(123.456, "123.456")]
    public void Numbers_are_written_in_JSON_as_JavaScript_writes_them(double number, string json) =>
        ((Value)number).ToJsonText().ShouldBe(json);

    [Theory]
    [InlineData("\u2028<é>\u007f", "\"\u2028<é>\u007f\"")]
    [InlineData("\"\\\n\u0001", "\"\\\"\\\\\\n\\u0001\"")]
    public void Texts_are_escaped_in_JSON_only_where_JavaScript_does(string text, string json)
    {
        ((Value)text).ToJsonText().ShouldBe(json);
        JsonForm.Read(System.Text.Encoding.UTF8.GetBytes(json)).ShouldBe(text);
    }

    [Fact]
    public void A_lone_surrogate_is_escaped_in_JSON()
    {
        Value lone = "😀" + '\uD83D';

        lone.ToJsonText().ShouldBe("\"😀\\ud83d\"");
        JsonForm.Read("\"\\ud83d\\n\""u8).ShouldBe('\uD83D' + "\n");
    }

    [Fact]
    public void JSON_leaves_out_what_it_lacks()
    {
        new Value.Object { ["a"] = new Value.Undefined(), ["b"] = double.NaN, ["c"] = new byte[] { 7 } }
            .ToJsonText().ShouldBe("""{"b":null,"c":{"0":7}}""");
        Should.Throw<ArgumentException>(() => new Value.BigInt(1).ToJsonText());
    }

    [Fact]
    public void Objects_are_equal_whatever_order_their_keys_stand_in()
    {
        Value one = new Value.Object { ["a"] = 1, ["b"] = new Value[] { "x" } };
        Value other = new Value.Object { ["b"] = new Value[] { "x" }, ["a"] = 1 };

        (one == other).ShouldBeTrue();
        (one == new Value.Object { ["a"] = 1, ["b"] = new Value[] { "y" } }).ShouldBeFalse();
    }

    [Fact]
    public void A_value_nested_deeper_than_peers_read_is_refused_and_nothing_is_inserted()
    {
        Value value = 1;
        for (var i = 0; i <= Budget.Default.MaxDepth; i++)
            value = new Value[] { value };
        var doc = new Doc(new() { ClientId = 1 });

        Should.Throw<ArgumentException>(() => doc.GetArray("a").Insert(0, 1, value));
        doc.GetArray("a").Count.ShouldBe(0);
        doc.StateVector.Encode().ShouldBe([0]);
    }
}
