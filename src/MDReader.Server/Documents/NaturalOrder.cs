namespace MDReader.Server.Documents;

/// <summary>Names as people sort them: whatever the case, and 9 before 10.</summary>
sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Comparer { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var (leftDigits, rightDigits) = (Digits(left), Digits(right));
            var bothNumbers = leftDigits > 0 && rightDigits > 0;
            var (leftPart, rightPart) = bothNumbers ? (leftDigits, rightDigits) : (1, 1);
            var order = bothNumbers
                ? CompareNumbers(left[..leftPart].TrimStart('0'), right[..rightPart].TrimStart('0'))
                : char.ToLowerInvariant(left[0]).CompareTo(char.ToLowerInvariant(right[0]));
            if (order != 0)
            {
                return order;
            }

            left = left[leftPart..];
            right = right[rightPart..];
        }

        // The longer name comes later; equal ones stay apart by their case.
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(x, y);
    }

    static int Digits(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
        {
            length++;
        }

        return length;
    }

    static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
}
