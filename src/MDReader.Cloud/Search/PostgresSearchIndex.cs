using System.Globalization;
using MDReader.Server.Platform;
using Npgsql;

namespace MDReader.Cloud.Search;

/// <summary>
/// PostgreSQL's own text search over stretches of the rows of <c>search_texts</c>. Words are taken as they stand, since texts
/// come in any language. What is asked of all documents needs the index alone and each document's first stretch; longer texts
/// are read for the documents of a page only, and there one stretch of each.
/// </summary>
sealed class PostgresSearchIndex(Database database) : ISearchIndex
{
    // A stretch may be longer where its words are; nobody reads so far for a snippet.
    const int LongestShown = 20_000;

    // A word in the title counts as much as ten in the text.
    const string Weights = "'{0.1, 0.1, 0.1, 1.0}'";
    const int ByLength = 1;

    // What is found in many stretches comes before what is found in few; after all that is found in a first one.
    const string PerStretch = "0.001";

    // An advisory lock, by a number of our own choosing beside the provider's.
    const long MakeLock = 0x4D44_0003;

    const string Make = """
        create table if not exists search_stretches (
            text_id bigint not null references search_texts (id) on delete cascade,
            number integer not null,
            start integer not null,
            length integer not null,
            words tsvector not null,
            primary key (text_id, number));
        create index if not exists ix_search_stretches_words on search_stretches using gin (words);
        """;

    const string PutStretches = """
        insert into search_stretches (text_id, number, start, length, words)
        select @text, number - 1, start, length, words::tsvector
        from unnest(@starts, @lengths, @words) with ordinality as stretch (start, length, words, number)
        """;

    static readonly TimeSpan PutPatience = TimeSpan.FromMinutes(1);

    public async Task Prepare(CancellationToken cancellationToken)
    {
        await using var connection = (NpgsqlConnection)await database.OpenConnection(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Two who make it at once would be in each other's way.
        await using var make = new NpgsqlCommand($"select pg_advisory_xact_lock({MakeLock}); {Make}", connection, transaction)
        {
            CommandTimeout = 0,
        };
        await make.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Without the turn of <see cref="Database.Write{T}"/>: a long text takes a while, and its row alone has to be
    /// locked.</summary>
    public async Task Put(IndexedText text, CancellationToken cancellationToken)
    {
        await using var connection = (NpgsqlConnection)await database.OpenConnection(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var put = new NpgsqlCommand(IndexedText.PutSql, connection, transaction);
        foreach (var (name, value) in text.Values(database))
        {
            put.Parameters.AddWithValue(name, value!);
        }

        if (await put.ExecuteScalarAsync(cancellationToken) is not long row)
        {
            return;
        }

        await using var forget = new NpgsqlCommand("delete from search_stretches where text_id = @text", connection, transaction);
        forget.Parameters.AddWithValue("text", row);
        await forget.ExecuteNonQueryAsync(cancellationToken);

        var stretches = SearchStretch.Of(text.Title, text.Body).ToList();
        await using var index = new NpgsqlCommand(PutStretches, connection, transaction)
        {
            CommandTimeout = (int)PutPatience.TotalSeconds,
        };
        index.Parameters.AddWithValue("text", row);
        index.Parameters.AddWithValue("starts", stretches.ConvertAll(stretch => stretch.Start));
        index.Parameters.AddWithValue("lengths", stretches.ConvertAll(stretch => stretch.Length));
        index.Parameters.AddWithValue("words", stretches.ConvertAll(stretch => stretch.Words));
        await index.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<SearchHit>> Find(SearchQuestion question, CancellationToken cancellationToken)
    {
        await using var connection = (NpgsqlConnection)await database.OpenConnection(cancellationToken);
        var asked = question.Terms.Select(Asked).ToList();
        await using var command = new NpgsqlCommand(Sql(asked.Count, question.Readable), connection);
        for (var i = 0; i < asked.Count; i++)
        {
            command.Parameters.AddWithValue(Term(i), asked[i]);
        }

        command.Parameters.AddWithValue("any", string.Join(" | ", asked));
        command.Parameters.AddWithValue("rank", (object?)question.After?.Rank ?? DBNull.Value);
        command.Parameters.AddWithValue("after", (object?)question.After?.DocumentId ?? DBNull.Value);
        command.Parameters.AddWithValue("count", question.Count);
        question.Readable.AddTo(command);

        var marks = new SearchMarks(question.Terms);
        var hits = new List<SearchHit>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var snippet = marks.Snippet(row.GetString(4), isBeginning: row.GetBoolean(5), isEnd: row.GetBoolean(6));
            hits.Add(new(row.GetGuid(0), row.GetGuid(1), marks.Mark(row.GetString(3)), snippet, row.GetDouble(2)));
        }

        return hits;
    }

    // Each term may stand in another stretch. Shown is where the one that begins last begins: it is the rarest, and the others
    // are likely to stand there as well.
    static string Sql(int terms, SearchScope readable)
    {
        var numbers = Enumerable.Range(0, terms).ToList();
        return $"""
            with {string.Concat(numbers.Select(Found))}
            found as (
                select t.id as row, d.id, d.workspace_id, greatest({Each(numbers, "first")}) as shown,
                       -(ts_rank({Weights}, beginning.words, @any::tsquery, {ByLength})
                           + {PerStretch} * ln({string.Join(" * ", numbers.Select(i => $"(1 + {Term(i)}.stretches)::float8"))}))::float8
                           as rank
                from term0
                {string.Concat(numbers.Skip(1).Select(i => $"join {Term(i)} on {Term(i)}.text_id = term0.text_id\n"))}
                join search_texts t on t.id = term0.text_id
                join search_stretches beginning on beginning.text_id = t.id and beginning.number = 0
                join documents d on d.id = t.document_id
                {readable.Joins}
                where {readable.Condition}),
            best as (
                select * from found
                where @after::uuid is null or rank > @rank::float8 or (rank = @rank::float8 and id > @after::uuid)
                order by rank, id limit @count)
            select best.id, best.workspace_id, best.rank, t.title,
                   substr(t.body, s.start + 1, least(s.length, {LongestShown})),
                   s.number = 0,
                   not exists (select 1 from search_stretches n where n.text_id = s.text_id and n.number = s.number + 1)
            from best
            join search_texts t on t.id = best.row
            join search_stretches s on s.text_id = best.row and s.number = best.shown
            order by best.rank, best.id
            """;
    }

    static string Found(int number) => $"""
        {Term(number)} as materialized (
            select text_id, min(number) as first, count(*) as stretches from search_stretches
            where words @@ @{Term(number)}::tsquery group by text_id),

        """;

    static string Term(int number) => string.Create(CultureInfo.InvariantCulture, $"term{number}");

    static string Each(IEnumerable<int> numbers, string column) =>
        string.Join(", ", numbers.Select(number => $"{Term(number)}.{column}"));

    // Words are made of letters and digits, so nothing in them is syntax.
    static string Asked(SearchTerm term) =>
        $"({string.Join(" <-> ", term.Words.Select(word => $"'{TextWords.Folded(word)}'"))}{(term.IsBegun ? ":*" : "")})";
}
