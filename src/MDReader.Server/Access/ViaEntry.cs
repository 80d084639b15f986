using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Access;

/// <summary>What stood between a person and what came in under their name.</summary>
/// <param name="Way"><c>api</c>, <c>agent</c>, <c>mcp</c> or <c>cli</c>.</param>
/// <param name="Agent">What the agent is called, as those who are in the document see it; null of programs, and once its
/// token is gone.</param>
public sealed record ViaEntry(string Way, string? Agent)
{
    /// <summary>How the caller's own works are described.</summary>
    internal static ViaEntry? Of(Caller caller) =>
        caller.Via is { } via ? new(Word(via.Way), HasName(via.Way) ? caller.TokenName : null) : null;

    /// <param name="name">What the token is called, where it is there still.</param>
    internal static ViaEntry? Of(Way? way, string? name) =>
        way is { } known ? new(Word(known), HasName(known) ? name : null) : null;

    internal static async Task<Func<Via?, ViaEntry?>> Known(
        MDReaderDb db, IEnumerable<Via?> vias, CancellationToken cancellationToken)
    {
        var tokens = vias.Select(via => via?.Token).OfType<Guid>().Distinct().ToList();
        var names = tokens.Count == 0
            ? []
            : await db.PersonalAccessTokens.Where(token => tokens.Contains(token.Id))
                .ToDictionaryAsync(token => token.Id, token => token.Name, cancellationToken);
        return via => Of(via?.Way, via?.Token is { } token ? names.GetValueOrDefault(token) : null);
    }

    // What a person calls the token of their own program is nobody else's business.
    static bool HasName(Way way) => way is Platform.Way.Agent or Platform.Way.Mcp;

    static string Word(Way way) => way switch
    {
        Platform.Way.Api => "api",
        Platform.Way.Agent => "agent",
        Platform.Way.Mcp => "mcp",
        Platform.Way.Cli => "cli",
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "There is no such way."),
    };
}
