using System.Buffers.Binary;
using MDReader.Crdt.Types;

namespace MDReader.Crdt.Encoding;

/// <summary>
/// Values to and from lib0's "any". What is read was checked by <see cref="AnyValue"/> when it arrived, so its depth
/// is bounded.
/// </summary>
static class AnyForm
{
    public static Value Read(ref ByteReader reader)
    {
        switch (reader.ReadByte())
        {
            case 127:
                return new Value.Undefined();
            case 126:
                return Value.Nothing;
            case 125:
                return ReadInteger(ref reader);
            case 124:
                return BinaryPrimitives.ReadSingleBigEndian(reader.Take(4));
            case 123:
                return BinaryPrimitives.ReadDoubleBigEndian(reader.Take(8));
            case 122:
                return new Value.BigInt(BinaryPrimitives.ReadInt64BigEndian(reader.Take(8)));
            case 121:
                return false;
            case 120:
                return true;
            case 119:
                return ReadString(ref reader);
            case 118:
                return ReadObject(ref reader);
            case 117:
                return ReadList(ref reader);
            default:
                return reader.ReadVarBytes().ToArray();
        }
    }

    // Minus zero is a sign without a number.
    static Value ReadInteger(ref ByteReader reader)
    {
        var negative = (reader.Peek() & 0x40) != 0;
        var number = reader.ReadVarInt();
        return number == 0 && negative ? -0.0 : number;
    }

    static string ReadString(ref ByteReader reader) => System.Text.Encoding.UTF8.GetString(reader.ReadVarUtf8());

    static Value.Object ReadObject(ref ByteReader reader)
    {
        var value = new Value.Object();
        for (var count = reader.ReadVarUint(); count > 0; count--)
        {
            var key = ReadString(ref reader);
            value.Set(key, Read(ref reader));
        }

        return value;
    }

    static Value.List ReadList(ref ByteReader reader)
    {
        var values = new Value[reader.ReadVarUint()];
        for (var i = 0; i < values.Length; i++)
            values[i] = Read(ref reader);
        return new(values);
    }

    /// <exception cref="ArgumentException">The value is no plain one, or is nested deeper than peers read.</exception>
    public static void Write(ref ByteWriter writer, Value value, int maxDepth)
    {
        if (maxDepth < 0)
            throw new ArgumentException("The value is nested deeper than the document's budget allows; flatten it.");
        switch (value)
        {
            case Value.Undefined:
                writer.WriteByte(127);
                break;
            case Value.Null:
                writer.WriteByte(126);
                break;
            case Value.Number(var number):
                WriteNumber(ref writer, number);
                break;
            case Value.BigInt(var number):
                writer.WriteByte(122);
                Span<byte> whole = stackalloc byte[8];
                BinaryPrimitives.WriteInt64BigEndian(whole, number);
                writer.WriteBytes(whole);
                break;
            case Value.Boolean(var boolean):
                writer.WriteByte((byte)(boolean ? 120 : 121));
                break;
            case Value.String(var text):
                writer.WriteByte(119);
                writer.WriteVarString(text);
                break;
            case Value.Object members:
                writer.WriteByte(118);
                writer.WriteVarUint((uint)members.Count);
                foreach (var (key, member) in members)
                {
                    writer.WriteVarString(key);
                    Write(ref writer, member, maxDepth - 1);
                }

                break;
            case Value.List(var values):
                writer.WriteByte(117);
                writer.WriteVarUint((uint)values.Count);
                foreach (var element in values)
                    Write(ref writer, element, maxDepth - 1);
                break;
            case Value.Bytes(var bytes):
                writer.WriteByte(116);
                writer.WriteVarBytes(bytes.Span);
                break;
            default:
                throw new ArgumentException(
                    "A shared type or document can't stand inside a plain value; insert it by itself.");
        }
    }

    static void WriteNumber(ref ByteWriter writer, double number)
    {
        if (double.IsInteger(number) && Math.Abs(number) <= int.MaxValue)
        {
            writer.WriteByte(125);
            if (number == 0 && double.IsNegative(number))
                writer.WriteByte(0x40);
            else
                writer.WriteVarInt((long)number);
        }
        else if ((float)number == number)
        {
            writer.WriteByte(124);
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteSingleBigEndian(bytes, (float)number);
            writer.WriteBytes(bytes);
        }
        else
        {
            writer.WriteByte(123);
            Span<byte> bytes = stackalloc byte[8];
            // There are many NaN; JavaScript writes the positive one, and .NET's own is negative.
            BinaryPrimitives.WriteUInt64BigEndian(
                bytes, double.IsNaN(number) ? 0x7FF8000000000000 : BitConverter.DoubleToUInt64Bits(number));
            writer.WriteBytes(bytes);
        }
    }
}
