using MDReader.Server.Access;

namespace Server.Tests.Contract;

/// <summary>What an operation asks of its caller.</summary>
abstract record Need
{
    /// <summary>Nobody has to sign in for it.</summary>
    public sealed record Nothing : Need;

    /// <summary>An account, and it is about that account.</summary>
    public sealed record Account : Need;

    /// <summary>It is about one thing of an account's own, such as a token; for others there is none.</summary>
    public sealed record Own : Need;

    /// <summary>This role, or a higher one, in the workspace that the path names or leads to.</summary>
    /// <param name="Without">What is told to somebody who isn't in it, and has a role in one of its documents.</param>
    public sealed record InWorkspace(Role Role, Without Without = Without.Nothing) : Need;

    /// <summary>This role on the document that the path names or leads to.</summary>
    /// <param name="InTrash">What is answered when it lies in the trash.</param>
    public sealed record OnDocument(Role Role, InTrash InTrash = InTrash.Gone) : Need;
}

enum Without
{
    /// <summary>For them there is no such workspace.</summary>
    Nothing,

    /// <summary>Their documents.</summary>
    TheirDocuments,
}

enum InTrash
{
    /// <summary>410, for those who may see it.</summary>
    Gone,

    /// <summary>It is meant for the trash, or doesn't mind.</summary>
    Fine,
}

/// <summary>An operation with what it takes to call it well.</summary>
sealed record Row(string Id, Need Need)
{
    /// <summary>Sent as JSON, or as it is if it is content.</summary>
    public Func<Place, object?> Body { get; init; } = _ => null;

    /// <summary>Behind the path, with its question mark.</summary>
    public Func<Place, string> Query { get; init; } = _ => "";

    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>Guests may call it, in the role that their link gives; all else is closed to them.</summary>
    public bool ForGuests { get; init; }

    /// <summary>Nobody may but whoever made the thing, whatever their role.</summary>
    public bool ForItsMaker { get; init; }

    /// <summary>Puts something new into the workspace: for this it is the role there that counts.</summary>
    public bool AddsToWorkspace { get; init; }

    /// <summary>What a token has to be good for, where the method and the path don't say it.</summary>
    public string? Scope { get; init; }

    /// <summary>Calls it in a way of its own, where a path and a body aren't enough.</summary>
    public Func<Scene, Task<MDReader.TestKit.Answer>>? Script { get; init; }
}
