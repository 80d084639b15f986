namespace Crdt.Tests;

/// <summary>Seeds of random tests. A failing test names its seed; <c>MDREADER_LONG=1</c> tries twenty times as many.</summary>
static class Seeds
{
    public static readonly bool IsLong = Environment.GetEnvironmentVariable("MDREADER_LONG") == "1";

    /// <param name="count">How many are tried where time is short.</param>
    /// <param name="found">Those beyond them that once found something.</param>
    public static TheoryData<int> Of(int count, params int[] found) =>
        [.. Enumerable.Range(1, IsLong ? count * 20 : count).Union(found)];
}
