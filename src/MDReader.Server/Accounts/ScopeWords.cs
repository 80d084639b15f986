using MDReader.Server.Platform;

namespace MDReader.Server.Accounts;

/// <summary>Scopes as the API writes them.</summary>
static class ScopeWords
{
    static readonly (Scopes Scope, string Word)[] All =
        [(Scopes.Read, "read"), (Scopes.Write, "write"), (Scopes.Account, "account")];

    public static IReadOnlyList<string> Of(Scopes scopes) =>
        [.. All.Where(entry => scopes.HasFlag(entry.Scope)).Select(entry => entry.Word)];

    /// <summary>Reading and writing when nothing is said; null when a word is unknown or none is given.</summary>
    public static Scopes? Read(IReadOnlyList<string>? words)
    {
        if (words is null)
        {
            return Scopes.Read | Scopes.Write;
        }

        var scopes = Scopes.None;
        foreach (var word in words)
        {
            var scope = All.FirstOrDefault(entry => entry.Word == word).Scope;
            if (scope == Scopes.None)
            {
                return null;
            }

            scopes |= scope;
        }

        return scopes == Scopes.None ? null : scopes;
    }
}
