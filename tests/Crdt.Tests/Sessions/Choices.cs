using MDReader.Crdt.Types;

namespace Crdt.Tests.Sessions;

/// <summary>The numbers of one edit, each used to choose something; when they are used up, it is always the first.</summary>
sealed class Choices(int[] numbers)
{
    static readonly string[] Pieces =
        ["a", "bc", "typing", "\n", "é", "漢字", "😀", "x😀y", "👩‍💻", "\uFEFF", "\r\n", "# head\n"];

    int _next;

    public int Of(int count) => _next < numbers.Length ? numbers[_next++] % count : 0;

    public bool OneIn(int count) => Of(count) == count - 1;

    public string Piece() => Pieces[Of(Pieces.Length)];

    public string Key() => Of(5) switch { 0 => "a", 1 => "b", 2 => "ключ", 3 => "🔑", _ => "10" };

    /// <summary>
    /// A name and value of a format; null removes it. No objects: whether yjs finds two of them equal depends on which
    /// of them it has decoded and which are one object in its memory.
    /// </summary>
    public Value.Object Formats()
    {
        var name = Of(3) switch { 0 => "bold", 1 => "em", _ => "link" };
        var value = Of(4) switch
        {
            0 => true,
            1 => Value.Nothing,
            2 => "to",
            _ => 1.5,
        };
        return OneIn(4)
            ? new Value.Object { [name] = value, ["color"] = "red" }
            : new Value.Object { [name] = value };
    }

    /// <summary>Any plain value that yjs takes into an array too.</summary>
    public Value Plain() => Of(14) switch
    {
        0 => Value.Nothing,
        1 => true,
        2 => false,
        3 => Of(1000) - 500,
        4 => 2147483648.0,
        5 => -0.0,
        6 => double.NaN,
        7 => 0.1,
        8 => Piece(),
        9 => "",
        10 => new Value.List([1, Piece(), new Value.Undefined()]),
        // A number for a key is first, as JavaScript would put it there.
        11 => new Value.Object { ["10"] = Value.Nothing, ["k"] = Piece() },
        12 => new byte[] { 0, 255, (byte)Of(256) },
        _ => 1e300,
    };

    public Value InMap() => Of(8) switch
    {
        0 => new Value.Undefined(),
        1 => new Value.BigInt(Of(2) == 0 ? long.MinValue : 1),
        _ => Plain(),
    };

    /// <summary>An embedded value; text alone wouldn't be embedded.</summary>
    public Value Embed() => Of(3) switch
    {
        0 => new Value.Object { ["image"] = Piece() },
        1 => Of(1000),
        _ => new Value.List([true, Value.Nothing]),
    };
}
