namespace MDReader.Crdt.Ids;

/// <summary>
/// Names one unit of content for ever: the client that wrote it and the count of units it had written before.
/// A unit is one UTF-16 code unit of text, or one element of an array.
/// </summary>
public readonly record struct Id(ulong Client, int Clock)
{
    public override string ToString() => $"{Client}@{Clock}";
}

/// <summary>The clocks <c>[Start, End)</c> of one client.</summary>
public readonly record struct ClientRange(ulong Client, int Start, int End)
{
    public int Length => End - Start;
}
