using System.Data.Common;
using System.Text;
using MDReader.Server.Platform;
using Npgsql;

namespace MDReader.Cloud;

/// <summary>
/// PostgreSQL's own text search over the rows of <c>search_texts</c>: a generated column and an index on it. Words are taken
/// as they stand, since texts come in any language, without regard to case and to the accents of Latin letters.
/// </summary>
sealed class PostgresSearchIndex(Database database) : ISearchIndex
{
    // What isn't a word parts words; PostgreSQL would take addresses and file names for one word each.
    const string Signs = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~–—…‘’“”«»·";

    // A row of words may take up a megabyte, whatever the language; what lies further down a text is not found.
    const int LongestBody = 200_000;
    const int LongestTitle = 1_000;
    const string Headline = "MaxFragments=1, MaxWords=24, MinWords=8, ShortWord=0, FragmentDelimiter=…";

    // What looks like HTML would be left out of headlines; so it mustn't look like it while one is made.
    const string Markup = "<>&";
    const string Masks = "\uE000\uE001\uE002";

    // An advisory lock, by a number of our own choosing beside the provider's.
    const long MakeLock = 0x4D44_0003;

    static readonly string From = LatinLetters.Accented + LatinLetters.Accented.ToUpperInvariant() + Signs;
    static readonly string To = LatinLetters.Plain + LatinLetters.Plain + new string(' ', Signs.Length);

    static readonly string Make = $"""
        alter table search_texts add column if not exists words tsvector generated always as (
            setweight(to_tsvector('simple', translate(left(title, {LongestTitle}), {Quoted(From)}, {Quoted(To)})), 'A') ||
            setweight(to_tsvector('simple', translate(left(body, {LongestBody}), {Quoted(From)}, {Quoted(To)})), 'B')) stored;
        create index if not exists ix_search_texts_words on search_texts using gin (words);
        """;

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

    public async Task<IReadOnlyList<SearchHit>> Find(SearchQuestion question, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnection(cancellationToken);
        await using var command = new NpgsqlCommand(
            $"""
            with asked as materialized (select to_tsquery('simple', @query) as words),
            found as (
                select t.id as row, d.id, d.workspace_id, -ts_rank_cd(t.words, asked.words, 1)::float8 as rank
                from asked
                join search_texts t on t.words @@ asked.words
                join documents d on d.id = t.document_id
                {question.Readable.Joins}
                where {question.Readable.Condition}),
            best as (
                select * from found
                where @after::uuid is null or rank > @rank::float8 or (rank = @rank::float8 and id > @after::uuid)
                order by rank, id limit @count)
            select best.id, best.workspace_id, best.rank,
                   {Marked("t.title", LongestTitle, "HighlightAll=true")},
                   {Marked("t.body", LongestBody, Headline)}
            from best join search_texts t on t.id = best.row cross join asked
            order by best.rank, best.id
            """,
            (NpgsqlConnection)connection);
        command.Parameters.AddWithValue("query", Query(question.Terms));
        command.Parameters.AddWithValue("marks", $"StartSel={SearchHit.Open}, StopSel={SearchHit.Close}");
        command.Parameters.AddWithValue("rank", (object?)question.After?.Rank ?? DBNull.Value);
        command.Parameters.AddWithValue("after", (object?)question.After?.DocumentId ?? DBNull.Value);
        command.Parameters.AddWithValue("count", question.Count);
        question.Readable.AddTo(command);
        return await Read(command, cancellationToken);
    }

    static string Marked(string column, int longest, string options) => $"""
        translate(ts_headline('simple', translate(left({column}, {longest}), '{Markup}', '{Masks}'), asked.words,
            @marks || ', {options}'), '{Masks}', '{Markup}')
        """;

    static async Task<IReadOnlyList<SearchHit>> Read(DbCommand command, CancellationToken cancellationToken)
    {
        var hits = new List<SearchHit>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            hits.Add(new(row.GetGuid(0), row.GetGuid(1), row.GetString(3), row.GetString(4), row.GetDouble(2)));
        return hits;
    }

    // Words are made of letters and digits, so nothing in them is syntax.
    static string Query(IReadOnlyList<SearchTerm> terms) => string.Join(" & ", terms.Select(term =>
        $"({string.Join(" <-> ", term.Words.Select(Folded))}{(term.IsBegun ? ":*" : "")})"));

    static string Folded(string word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var letter in word)
            folded.Append(From.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? To[at] : letter);
        return folded.ToString();
    }

    static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
