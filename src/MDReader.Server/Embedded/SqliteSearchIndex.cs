using System.Data.Common;
using System.Globalization;
using MDReader.Server.Platform;

namespace MDReader.Server.Embedded;

/// <summary>
/// FTS5 over the rows of <c>search_texts</c>, which it doesn't hold twice; triggers keep it. Words are compared without
/// regard to case and accents.
/// </summary>
sealed class SqliteSearchIndex(Database database, WriteGate gate) : ISearchIndex
{
    const string Words = """
        create virtual table search_words using fts5(
            title, body, content='search_texts', content_rowid='id', prefix='2 3',
            tokenize="unicode61 remove_diacritics 2");
        insert into search_words(search_words) values ('rebuild');
        """;

    // A row's old words must be taken out as they were put in.
    const string Triggers = """
        create trigger if not exists search_texts_in after insert on search_texts begin
            insert into search_words(rowid, title, body) values (new.id, new.title, new.body);
        end;
        create trigger if not exists search_texts_out after delete on search_texts begin
            insert into search_words(search_words, rowid, title, body) values ('delete', old.id, old.title, old.body);
        end;
        create trigger if not exists search_texts_change after update on search_texts begin
            insert into search_words(search_words, rowid, title, body) values ('delete', old.id, old.title, old.body);
            insert into search_words(rowid, title, body) values (new.id, new.title, new.body);
        end;
        """;

    // A word in the title counts as much as ten in the text.
    const string Rank = "bm25(search_words, 10.0, 1.0)";
    const int WordsInSnippet = 24;

    public async Task Prepare(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnection(cancellationToken);
        using var turn = await gate.Enter(cancellationToken);
        await using var isThere = connection.Command("select count(*) from sqlite_master where name = 'search_words'");
        var sql = await isThere.ExecuteScalarAsync(cancellationToken) is 0L ? Words + Triggers : Triggers;
        await using var make = connection.Command(sql);
        await make.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task Put(IndexedText text, CancellationToken cancellationToken) => database.Write(
        (_, token) => database.Look(IndexedText.PutSql, text.Values(database), row => row.GetInt64(0), token), cancellationToken);

    public async Task<IReadOnlyList<SearchHit>> Find(SearchQuestion question, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnection(cancellationToken);
        var match = Match(question.Terms);
        var best = await Best(connection, match, question, cancellationToken);
        var marked = await Mark(connection, match, best.Select(hit => hit.Row), cancellationToken);

        // What has changed since the first statement may not hold the words any more.
        return
        [
            .. from hit in best
               where marked.ContainsKey(hit.Row)
               let found = marked[hit.Row]
               select hit.Hit with { Title = found.Title, Snippet = found.Snippet },
        ];
    }

    // Every word stands in quotes and is made of letters and digits, so nothing in it is syntax.
    static string Match(IReadOnlyList<SearchTerm> terms) =>
        string.Join(' ', terms.Select(term => $"\"{string.Join(' ', term.Words)}\"{(term.IsBegun ? " *" : "")}"));

    async Task<List<(long Row, SearchHit Hit)>> Best(
        DbConnection connection, string match, SearchQuestion question, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            $"""
            with found as materialized (
                select rowid as row, {Rank} as rank from search_words where search_words match @match)
            select found.row, found.rank, d.id, d.workspace_id
            from found
            join search_texts t on t.id = found.row
            join documents d on d.id = t.document_id
            {question.Readable.Joins}
            where {question.Readable.Condition}
            and (@after is null or found.rank > @rank or (found.rank = @rank and d.id > @after))
            order by found.rank, d.id
            limit @count
            """,
            ("@match", match),
            ("@rank", question.After?.Rank),
            ("@after", question.After is { } after ? database.Stored(after.DocumentId) : null),
            ("@count", question.Count));
        question.Readable.AddTo(command);
        var hits = new List<(long, SearchHit)>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            hits.Add((row.GetInt64(0), new SearchHit(row.GetGuid(2), row.GetGuid(3), "", "", row.GetDouble(1))));
        }

        return hits;
    }

    // Only for the rows of the page: marking reads a whole text.
    static async Task<Dictionary<long, (string Title, string Snippet)>> Mark(
        DbConnection connection, string match, IEnumerable<long> rows, CancellationToken cancellationToken)
    {
        var list = string.Join(',', rows.Select(row => row.ToString(CultureInfo.InvariantCulture)));
        await using var command = connection.Command(
            $"""
            select rowid, highlight(search_words, 0, @open, @close),
                   snippet(search_words, 1, @open, @close, '…', {WordsInSnippet})
            from search_words where search_words match @match and rowid in ({list})
            """,
            ("@open", SearchHit.Open.ToString()),
            ("@close", SearchHit.Close.ToString()),
            ("@match", match));
        var marked = new Dictionary<long, (string, string)>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            marked[row.GetInt64(0)] = (row.GetString(1), row.GetString(2));
        }

        return marked;
    }
}
