namespace MDReader.Conformance;

/// <summary>What one file of vectors came to.</summary>
public sealed class Report(string file, string kind)
{
    readonly List<string> _failures = [];

    public string File { get; } = file;

    public string Kind { get; } = kind;

    public int Passed { get; private set; }

    public IReadOnlyList<string> Failures => _failures;

    public void Expect(string what, string expected, string actual)
    {
        if (expected == actual)
            Passed++;
        else
            Fail($"{what}: expected {Short(expected)}, got {Short(actual)}");
    }

    public void Expect(string what, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual) =>
        Expect(what, Convert.ToBase64String(expected), Convert.ToBase64String(actual));

    public void Expect(string what, bool holds)
    {
        if (holds)
            Passed++;
        else
            Fail(what);
    }

    public void Fail(string failure) => _failures.Add(failure);

    static string Short(string text) => text.Length <= 120 ? text : $"{text[..120]}… ({text.Length})";
}
