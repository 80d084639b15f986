using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Files;
using MDReader.Server.Platform;
using MDReader.Server.Versions;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Git;

/// <summary>
/// Writes down what has happened in a workspace as commits, when somebody wants to fetch them: each version that was saved
/// since, and what was renamed, moved or deleted. What was written down stays.
/// </summary>
sealed class Chronicle(
    Database database, Authorizer authorizer, AutomaticVersions automatic, ContentReading reading, TimeProvider time) : IDisposable
{
    const int AtOnce = 100;

    // Texts of long histories are worked out here, which is hard work.
    readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Until the present texts are the last commits. A text that was edited since its last version gets one now.</summary>
    public async Task CatchUp(Guid workspace, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await automatic.KeepNow(workspace, cancellationToken);
            while (await Append(workspace, cancellationToken))
            {
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What of the history is about documents that this person may read, in order.</summary>
    public async Task<IReadOnlyList<GitCommit>> Read(Guid workspace, Guid user, CancellationToken cancellationToken)
    {
        // A version that was let go of takes its text along; so does the commit then.
        var commits = await database.Read(
            (db, token) => (
                from commit in db.GitCommits
                where commit.WorkspaceId == workspace
                where commit.Path == null || (commit.Blob != null && db.Set<SavedVersion>().Any(version => version.Id == commit.VersionId))
                orderby commit.Number
                select commit).ToListAsync(token),
            cancellationToken);
        var standings = await authorizer.Standings(
            [.. commits.Select(commit => new Asked(commit.DocumentId, user)).Distinct()], cancellationToken);
        return commits.FindAll(commit => standings.GetValueOrDefault(new(commit.DocumentId, user)).Role is not null);
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Whether there may be more.</summary>
    async Task<bool> Append(Guid workspace, CancellationToken cancellationToken)
    {
        var state = await database.Read((db, token) => State(db, workspace, token), cancellationToken);
        var commits = new List<GitCommit>();
        var last = state.Last.ToDictionary();
        foreach (var version in state.Versions)
        {
            var content = await reading.Find(version.DocumentId, $"{version.Id}", cancellationToken);
            Add(new GitCommit
            {
                WorkspaceId = workspace,
                DocumentId = version.DocumentId,
                Path = state.Names.PathOf[version.DocumentId],
                VersionId = version.Id,
                Blob = content is null ? null : GitObject.IdOf(GitKind.Blob, content.Bytes),
                Message = version.Name ?? $"Edit {version.Title}",
                Authors = Authors(version.Authors, state.People),
                AuthoredAt = version.EndedAt,
                At = time.Now(),
            });
        }

        if (state.Versions.Count < AtOnce)
        {
            foreach (var document in state.Names.Documents)
            {
                if (last.TryGetValue(document.Id, out var before) && before.Path != state.Names.PathOf[document.Id])
                {
                    Add(Placed(before, state.Names.PathOf[document.Id]));
                }
            }

            foreach (var gone in state.Last.Values.Where(commit => commit.Path is not null && !state.Names.PathOf.ContainsKey(commit.DocumentId)))
            {
                Add(Placed(gone, path: null));
            }
        }

        return commits.Count > 0
            && (!await database.Write((db, token) => Keep(db, state, commits, token), cancellationToken) || state.Versions.Count == AtOnce);

        void Add(GitCommit commit)
        {
            commits.Add(commit);
            last[commit.DocumentId] = commit;
        }
    }

    /// <summary>False when another process was quicker.</summary>
    static async Task<bool> Keep(MDReaderDb db, Present state, List<GitCommit> commits, CancellationToken cancellationToken)
    {
        var workspace = commits[0].WorkspaceId;
        var number = await db.GitCommits.Where(commit => commit.WorkspaceId == workspace)
            .MaxAsync(commit => (long?)commit.Number, cancellationToken) ?? 0;
        if (number != state.Number)
        {
            return false;
        }

        foreach (var commit in commits)
        {
            commit.Number = ++number;
            db.Add(commit);
        }

        return true;
    }

    static async Task<Present> State(MDReaderDb db, Guid workspace, CancellationToken cancellationToken)
    {
        var commits = await db.GitCommits.Where(commit => commit.WorkspaceId == workspace).OrderBy(commit => commit.Number)
            .ToListAsync(cancellationToken);
        var last = new Dictionary<Guid, GitCommit>();
        foreach (var commit in commits)
        {
            last[commit.DocumentId] = commit;
        }

        var documents = await db.Documents.Where(document => document.WorkspaceId == workspace && document.TrashedAt == null)
            .OrderBy(document => document.Id).ToListAsync(cancellationToken);
        var folders = await db.Folders.Where(folder => folder.WorkspaceId == workspace).OrderBy(folder => folder.Id).ToListAsync(cancellationToken);
        var versions = await (
            from version in db.Versions
            join document in db.Documents on version.DocumentId equals document.Id
            where document.WorkspaceId == workspace && document.TrashedAt == null
            where !db.Set<GitCommit>().Any(commit => commit.WorkspaceId == workspace && commit.VersionId == version.Id)
            orderby version.Id
            select new NewVersion(version.Id, document.Id, document.Title, version.Name, version.Authors, version.EndedAt))
            .Take(AtOnce).ToListAsync(cancellationToken);
        var ids = versions.SelectMany(version => Ids(version.Authors)).Distinct().ToList();
        var people = await db.Users.Where(user => ids.Contains(user.Id)).ToDictionaryAsync(user => user.Id, user => user.Name, cancellationToken);
        return new Present(commits.LastOrDefault()?.Number ?? 0, last, new ExportNames(documents, folders), versions, people);
    }

    GitCommit Placed(GitCommit before, string? path) => new()
    {
        WorkspaceId = before.WorkspaceId,
        DocumentId = before.DocumentId,
        Path = path,
        VersionId = before.VersionId,
        Blob = before.Blob,
        Message = path is null ? $"Delete {before.Path}" : before.Path is null ? $"Restore {path}" : $"Move {before.Path} to {path}",
        Authors = GitAuthor.Server,
        AuthoredAt = time.Now(),
        At = time.Now(),
    };

    static string Authors(string ids, Dictionary<Guid, string> people) =>
        Ids(ids).Select(id => people.TryGetValue(id, out var name) ? GitAuthor.Of(id, name) : GitAuthor.Nobody).Distinct().ToList()
            is { Count: > 0 } authors
            ? string.Join('\n', authors)
            : GitAuthor.Server;

    static IEnumerable<Guid> Ids(string authors) =>
        authors.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse);

    sealed record NewVersion(Guid Id, Guid DocumentId, string Title, string? Name, string Authors, DateTimeOffset EndedAt);

    sealed record Present(
        long Number, Dictionary<Guid, GitCommit> Last, ExportNames Names, List<NewVersion> Versions, Dictionary<Guid, string> People);
}
