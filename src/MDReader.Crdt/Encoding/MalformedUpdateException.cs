namespace MDReader.Crdt.Encoding;

/// <summary>Why bytes from outside were refused.</summary>
public enum MalformedReason
{
    /// <summary>The bytes end before what they announced.</summary>
    Truncated,

    /// <summary>Bytes follow the end.</summary>
    TrailingBytes,

    /// <summary>A number that is too long or past what its place allows.</summary>
    Number,

    /// <summary>Text that isn't UTF-8.</summary>
    Utf8,

    /// <summary>A value that isn't JSON where JSON is due.</summary>
    Json,

    /// <summary>Arrays or objects nested past the budget.</summary>
    Depth,

    /// <summary>A tag of a struct, content, type, value or message that doesn't exist.</summary>
    UnknownTag,

    /// <summary>A struct without length.</summary>
    EmptyStruct,

    /// <summary>A struct that refers to itself or to what its client wrote later.</summary>
    ForwardReference,

    /// <summary>A client id past the limit.</summary>
    Client,

    /// <summary>One client's structs or clocks given twice.</summary>
    DuplicateClient,

    /// <summary>More structs, ranges, clients, bytes or work than the budget has.</summary>
    Budget,
}

/// <summary>Bytes that were refused. What they were meant for is as it was before.</summary>
public sealed class MalformedUpdateException(MalformedReason reason, string message) : Exception(message)
{
    public MalformedReason Reason { get; } = reason;
}
