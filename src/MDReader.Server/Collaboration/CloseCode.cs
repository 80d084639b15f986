namespace MDReader.Server.Collaboration;

/// <summary>Why the server ends a socket: the codes of the public contract.</summary>
enum CloseCode
{
    GoingAway = 1001,
    InternalError = 1011,
    Restarting = 1012,
    Malformed = 4400,
    NotAuthenticated = 4401,
    NotPermitted = 4403,
    NoSuchDocument = 4404,
    EpochChanged = 4409,
    TooLarge = 4413,
    TooMany = 4429,
}

/// <summary>The end of a socket as its client is told it.</summary>
/// <param name="Code">The close code.</param>
/// <param name="Reason">What to do next; at most 123 bytes of UTF-8, which is all that a close frame holds.</param>
sealed record Closing(CloseCode Code, string Reason);
