using System.Text;

namespace MDReader.Client.Git;

/// <summary>Somebody as git names them.</summary>
readonly record struct Author(string Name, string Address)
{
    /// <summary>Git ends a name and an address by these, and refuses them within one.</summary>
    public override string ToString() => $"{Bare(Name, "Somebody")} <{Bare(Address, "somebody")}>";

    static string Bare(string said, string otherwise)
    {
        var bare = string.Concat(said.Where(c => c is not ('<' or '>') && !char.IsControl(c))).Trim();
        return bare.Length == 0 ? otherwise : bare;
    }
}

/// <summary>Writes a history as git takes it from elsewhere (git-fast-import(1)).</summary>
sealed class FastImport(Stream output)
{
    public const string Branch = "main";

    /// <summary>A commit that puts one file in its place.</summary>
    /// <param name="authors">At least one; the first is the author, and all of them are named.</param>
    public async Task Commit(Moment moment, byte[] bytes, IReadOnlyList<Author> authors, CancellationToken cancellation)
    {
        var when = $"{moment.At.ToUnixTimeSeconds()} +0000";
        var message = moment.Message + (authors.Count == 1
            ? "\n"
            : "\n\n" + string.Concat(authors.Skip(1).Select(author => $"Co-authored-by: {author}\n")));
        await Write($"commit refs/heads/{Branch}\nauthor {authors[0]} {when}\ncommitter {authors[0]} {when}\n", cancellation);
        await Data(Encoding.UTF8.GetBytes(message), cancellation);
        await Write($"M 100644 inline {moment.Path}\n", cancellation);
        await Data(bytes, cancellation);
    }

    /// <summary>Without it a history that was cut off counts as broken.</summary>
    public Task End(CancellationToken cancellation) => Write("done\n", cancellation);

    async Task Data(byte[] bytes, CancellationToken cancellation)
    {
        await Write($"data {bytes.Length}\n", cancellation);
        await output.WriteAsync(bytes, cancellation);
        await Write("\n", cancellation);
    }

    Task Write(string line, CancellationToken cancellation) =>
        output.WriteAsync(Encoding.UTF8.GetBytes(line), cancellation).AsTask();
}
