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
        await using var command = connection.Command(
            $"""
            with found as materialized (
                select rowid as row, {Rank} as rank from search_words where search_words match @match),
            best as materialized (
                select found.row, found.rank, d.id, d.workspace_id
                from found
                join search_texts t on t.id = found.row
                join documents d on d.id = t.document_id
                {question.Readable.Joins}
                where {question.Readable.Condition}
                and (@after is null or found.rank > @rank or (found.rank = @rank and d.id > @after))
                order by found.rank, d.id
                limit @count)
            select best.id, best.workspace_id, best.rank, t.title, t.body
            from best join search_texts t on t.id = best.row
            order by best.rank, best.id
            """,
            ("@match", Match(question.Terms)),
            ("@rank", question.After?.Rank),
            ("@after", question.After is { } after ? database.Stored(after.DocumentId) : null),
            ("@count", question.Count));
        question.Readable.AddTo(command);

        // FTS5's own snippets take time by the square of what was found in a text.
        var marks = new SearchMarks(question.Terms);
        var hits = new List<SearchHit>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var (title, snippet) = (marks.Mark(row.GetString(3)), marks.Snippet(row.GetString(4)));
            hits.Add(new SearchHit(row.GetGuid(0), row.GetGuid(1), title, snippet, row.GetDouble(2)));
        }

        return hits;
    }

    // Every word stands in quotes and is made of letters and digits, so nothing in it is syntax.
    static string Match(IReadOnlyList<SearchTerm> terms) =>
        string.Join(' ', terms.Select(term => $"\"{string.Join(' ', term.Words)}\"{(term.IsBegun ? " *" : "")}"));
}
