namespace Crdt.Tests;

/// <summary>Seeds of random tests. A failing test names its seed; <c>MDREADER_LONG=1</c> tries twenty times as many.</summary>
static class Seeds
{
    public static readonly bool IsLong = Environment.GetEnvironmentVariable("MDREADER_LONG") == "1";

    public static TheoryData<int> Of(int count) => [.. Enumerable.Range(1, IsLong ? count * 20 : count)];
}
