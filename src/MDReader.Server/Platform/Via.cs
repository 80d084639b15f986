namespace MDReader.Server.Platform;

/// <summary>What stood between a person and what came in under their name. In the app, signed in, nothing does.</summary>
/// <param name="Way">The road it took.</param>
/// <param name="Token">The personal access token; null where a program came with a session.</param>
public sealed record Via(Way Way, Guid? Token)
{
    /// <summary>What two columns hold of it; null where they hold nothing.</summary>
    public static Via? Of(Way? way, Guid? token) => way is { } known ? new(known, token) : null;
}

/// <summary>The roads besides the app. The numbers stand in the log.</summary>
public enum Way : short
{
    /// <summary>A program of the person's own, with a token.</summary>
    Api = 1,

    /// <summary>A token that was made for an agent, whichever road it took.</summary>
    Agent = 2,

    /// <summary>The Model Context Protocol, with any other proof.</summary>
    Mcp = 3,

    /// <summary>The <c>mdreader</c> command.</summary>
    Cli = 4,
}
