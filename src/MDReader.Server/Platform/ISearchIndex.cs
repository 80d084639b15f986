using System.Data.Common;

namespace MDReader.Server.Platform;

/// <summary>
/// The port behind which SQLite's FTS5 or PostgreSQL's text search stands. The texts themselves are rows of the table
/// <c>search_texts</c>; the index is kept by the database itself, in the transaction that changes a row.
/// </summary>
public interface ISearchIndex
{
    /// <summary>Makes the index over the table, or leaves it as it is.</summary>
    Task Prepare(CancellationToken cancellationToken);

    /// <summary>The documents that hold every term, the best first, among equal ones by the id.</summary>
    Task<IReadOnlyList<SearchHit>> Find(SearchQuestion question, CancellationToken cancellationToken);
}

/// <summary>Words that must stand in a document one after the other.</summary>
/// <param name="Words">Letters and digits only, at least one word.</param>
/// <param name="IsBegun">Whether the last word may go on: it is still being typed.</param>
public sealed record SearchTerm(IReadOnlyList<string> Words, bool IsBegun);

/// <summary>Which documents, the first how many, after which one.</summary>
/// <param name="Terms">At least one.</param>
/// <param name="Readable">Which of the documents <c>d</c> may be found.</param>
/// <param name="Count">At most.</param>
/// <param name="After">The last one of the page before.</param>
public sealed record SearchQuestion(
    IReadOnlyList<SearchTerm> Terms, SearchScope Readable, int Count, (double Rank, Guid DocumentId)? After);

/// <summary>SQL that says which documents <c>d</c> are looked at.</summary>
/// <param name="Joins">Joined to them.</param>
/// <param name="Condition">What holds for each.</param>
/// <param name="Parameters">Of both.</param>
public sealed record SearchScope(string Joins, string Condition, IReadOnlyList<(string Name, object? Value)> Parameters)
{
    /// <summary>Gives a command these parameters.</summary>
    public void AddTo(DbCommand command)
    {
        foreach (var (name, value) in Parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }
    }
}

/// <summary>One document found. What was found in its title and its text stands between <see cref="Open"/> and
/// <see cref="Close"/>, which occur in no indexed text.</summary>
/// <param name="Rank">Smaller is better; means something within one question only.</param>
public sealed record SearchHit(Guid DocumentId, Guid WorkspaceId, string Title, string Snippet, double Rank)
{
    public const char Open = '\u0002';
    public const char Close = '\u0003';
}
