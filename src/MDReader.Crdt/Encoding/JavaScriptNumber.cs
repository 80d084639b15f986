using System.Globalization;

namespace MDReader.Crdt.Encoding;

/// <summary>
/// Numbers as JavaScript writes them, so that what is written here has the bytes that yjs would write
/// (ECMA-262, Number::toString).
/// </summary>
static class JavaScriptNumber
{
    public static string Write(double number)
    {
        if (number == 0)
            return "0";
        if (!double.IsFinite(number))
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        var sign = number < 0 ? "-" : "";
        var (digits, point) = Shortest(Math.Abs(number));
        if (point is > 0 and <= 21)
        {
            return digits.Length <= point
                ? $"{sign}{digits.PadRight(point, '0')}"
                : $"{sign}{digits[..point]}.{digits[point..]}";
        }

        if (point is > -6 and <= 0)
            return $"{sign}0.{new string('0', -point)}{digits}";
        var rest = digits.Length > 1 ? $".{digits[1..]}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[..1]}{rest}e{point - 1:+0;-0}");
    }

    /// <summary>The fewest digits that name the number, and how many of them stand before the point.</summary>
    static (string Digits, int Point) Shortest(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var exponent = 0;
        if (text.IndexOf('E', StringComparison.Ordinal) is var e and >= 0)
        {
            exponent = int.Parse(text.AsSpan(e + 1), CultureInfo.InvariantCulture);
            text = text[..e];
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text.Length : point;
        var digits = text.Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        point = whole + exponent - (digits.Length - significant.Length);
        return (significant.TrimEnd('0'), point);
    }
}
