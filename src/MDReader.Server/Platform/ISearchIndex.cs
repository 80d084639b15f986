using System.Data.Common;

namespace MDReader.Server.Platform;

/// <summary>
/// The port behind which SQLite's FTS5 or PostgreSQL's text search stands. The texts themselves are rows of the table
/// <c>search_texts</c>, and a row changes in one transaction with what the index has of it.
/// </summary>
public interface ISearchIndex
{
    /// <summary>Makes the index over the table, or leaves it as it is.</summary>
    Task Prepare(CancellationToken cancellationToken);

    /// <summary>Puts a text into the table and the index, in the place of an older state of it.</summary>
    Task Put(IndexedText text, CancellationToken cancellationToken);

    /// <summary>The documents that hold every term, the best first, among equal ones by the id.</summary>
    Task<IReadOnlyList<SearchHit>> Find(SearchQuestion question, CancellationToken cancellationToken);
}

/// <summary>A document's title and text as they are found, and which versions of them these are.</summary>
/// <param name="Version">Of the metadata.</param>
public sealed record IndexedText(Guid DocumentId, int Epoch, long Seq, int Version, string Title, string Body)
{
    /// <summary>Gives the row's id; none where a newer state is there already. Whoever was slower must not put an older state
    /// over it.</summary>
    public const string PutSql = """
        insert into search_texts (document_id, epoch, seq, version, title, body)
        values (@document, @epoch, @seq, @version, @title, @body)
        on conflict (document_id) do update set
            epoch = excluded.epoch, seq = excluded.seq, version = excluded.version,
            title = excluded.title, body = excluded.body
        where search_texts.epoch < excluded.epoch or (search_texts.epoch = excluded.epoch
            and search_texts.seq <= excluded.seq and search_texts.version <= excluded.version)
        returning id
        """;

    /// <summary>Of <see cref="PutSql"/>.</summary>
    public (string Name, object? Value)[] Values(Database database) =>
    [
        ("@document", database.Stored(DocumentId)), ("@epoch", Epoch), ("@seq", Seq), ("@version", Version),
        ("@title", Title), ("@body", Body),
    ];
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
