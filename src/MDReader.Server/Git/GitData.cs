using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Git;

/// <summary>Where somebody is named in a git history. With the account their name goes, and the history is another one.</summary>
sealed record GitData() : PersonalData("gitCommits")
{
    public override async Task<object> Read(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        var address = GitAuthor.Address(userId);
        return await db.GitCommits.Where(commit => commit.Authors.Contains(address))
            .OrderBy(commit => commit.WorkspaceId).ThenBy(commit => commit.Number)
            .Select(commit => new { commit.WorkspaceId, commit.DocumentId, commit.Path, commit.Message, commit.AuthoredAt })
            .ToListAsync(cancellationToken);
    }

    public override async Task Erase(MDReaderDb db, Guid userId, CancellationToken cancellationToken)
    {
        var address = GitAuthor.Address(userId);
        foreach (var commit in await db.GitCommits.AsTracking().Where(commit => commit.Authors.Contains(address)).ToListAsync(cancellationToken))
        {
            commit.Authors = string.Join('\n', commit.Authors.Split('\n')
                .Select(author => author.Contains(address, StringComparison.Ordinal) ? GitAuthor.Nobody : author).Distinct());
        }
    }
}

/// <summary>Somebody as git names them, with an address that is nobody's: people's own are not for every clone.</summary>
static class GitAuthor
{
    public const string Server = "MDReader <mdreader@mdreader.invalid>";
    public const string Nobody = "Somebody <somebody@mdreader.invalid>";

    public static string Address(Guid user) => $"<{user}@mdreader.invalid>";

    /// <summary>Git ends a name and an address by these signs, and refuses them within one.</summary>
    public static string Of(Guid user, string name)
    {
        var bare = string.Concat(name.Where(c => c is not ('<' or '>') && !char.IsControl(c))).Trim();
        return $"{(bare.Length == 0 ? "Somebody" : bare)} {Address(user)}";
    }
}
