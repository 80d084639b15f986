using System.Globalization;
using System.Text;

namespace MDReader.Server.Git;

/// <summary>A commit with what came with it, itself last; its text isn't among that.</summary>
readonly record struct Committed(GitCommit Commit, IReadOnlyList<GitObject> Objects)
{
    public string Id => Objects[^1].Id;
}

/// <summary>Makes git's objects of the commits of a workspace. The same commits make the same objects, wherever and whenever.</summary>
static class GitHistory
{
    public static IEnumerable<Committed> Of(IEnumerable<GitCommit> commits)
    {
        var root = new GitTree();
        var placeOf = new Dictionary<Guid, string>();
        var documentAt = new Dictionary<string, Guid>();
        string? parent = null;
        foreach (var commit in commits)
        {
            // Two documents may have changed places, and the other one was first.
            if (placeOf.Remove(commit.DocumentId, out var former) && documentAt[former] == commit.DocumentId)
            {
                root.Remove(former.Split('/'));
            }

            if (commit is { Path: { } path, Blob: { } blob })
            {
                root.Put(path.Split('/'), blob);
                placeOf[commit.DocumentId] = path;
                documentAt[path] = commit.DocumentId;
            }

            var objects = new List<GitObject>();
            var made = Commit(commit, root.Write(objects), parent);
            objects.Add(made);
            parent = made.Id;
            yield return new Committed(commit, objects);
        }
    }

    static GitObject Commit(GitCommit commit, string tree, string? parent)
    {
        var authors = commit.Authors.Split('\n');
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"tree {tree}\n");
        if (parent is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"parent {parent}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"author {authors[0]} {commit.AuthoredAt.ToUnixTimeSeconds()} +0000\n")
            .Append(CultureInfo.InvariantCulture, $"committer {GitAuthor.Server} {commit.At.ToUnixTimeSeconds()} +0000\n\n")
            .Append(CultureInfo.InvariantCulture, $"{commit.Message}\n");
        if (authors.Length > 1)
        {
            text.Append('\n').AppendJoin("", authors.Skip(1).Select(author => $"Co-authored-by: {author}\n"));
        }

        return GitObject.Of(GitKind.Commit, Encoding.UTF8.GetBytes(text.ToString()));
    }
}
