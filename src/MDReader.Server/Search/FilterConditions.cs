using System.Globalization;
using MDReader.Server.Documents;
using MDReader.Server.Platform;

namespace MDReader.Server.Search;

/// <summary>SQL conditions on the documents <c>d</c>, with their parameters, and the filters that name nothing known.</summary>
sealed class FilterConditions(Database database)
{
    // What was typed so far may fit many; the first of them show where it leads.
    const int Most = 32;

    public List<string> Sql { get; } = [];

    public List<(string Name, object? Value)> Parameters { get; } = [];

    public List<SearchFilter> Unknown { get; } = [];

    public void Tagged(string tag) =>
        // The databases agree on no function that finds a part, and on the case that LIKE minds neither.
        Sql.Add($"replace(d.tag_line, {Bind(TagLine.Part(tag))}, '') <> d.tag_line");

    public void In(string typed, IReadOnlyList<KnownPlace> places)
    {
        var path = typed.Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var named = path.Length == 0 ? [] : places.Where(place => place.Ends(path, Names.Same)).ToList();
        named = named.Count > 0 || path.Length == 0 ? named : places.Where(place => place.Ends(path, Names.Begin)).ToList();
        if (named.Count == 0)
        {
            Miss(new SearchFilter(SearchFilter.In, typed));
            return;
        }

        var folders = named.Where(place => place.FolderId is not null).Take(Most).Select(place => Id(place.FolderId!.Value)).ToList();
        var whole = named.Where(place => place.FolderId is null).Take(Most).Select(place => Id(place.WorkspaceId)).ToList();
        var conditions = new List<string>();
        if (folders.Count > 0)
        {
            conditions.Add($"""
                d.folder_id in (
                    with recursive within(id) as (
                        select f.id from folders f where f.id in ({string.Join(", ", folders)})
                        union
                        select f.id from folders f join within on f.parent_id = within.id)
                    select id from within)
                """);
        }

        if (whole.Count > 0)
        {
            conditions.Add($"d.workspace_id in ({string.Join(", ", whole)})");
        }

        Sql.Add($"({string.Join(" or ", conditions)})");
    }

    /// <summary>Who made it, and whose edits are in its log: in rows, or packed into segments.</summary>
    public void By(string typed, IReadOnlyList<KnownPerson> people)
    {
        var named = Names.Answering(people, person => person.Name, typed).Take(Most).ToList();
        if (named.Count == 0)
        {
            Miss(new SearchFilter(SearchFilter.By, typed));
            return;
        }

        var ids = string.Join(", ", named.Select(person => Id(person.Id)));
        var among = string.Join(" or ", named.Select(person => $"replace(s.authors, {Bind($"{person.Id}")}, '') <> s.authors"));
        Sql.Add($"""
            (d.created_by in ({ids})
                or exists (select 1 from document_updates u where u.document_id = d.id and u.author_id in ({ids}))
                or exists (select 1 from document_segments s where s.document_id = d.id and ({among})))
            """);
    }

    // Nothing is by nobody.
    void Miss(SearchFilter filter)
    {
        Unknown.Add(filter);
        Sql.Add("1 = 0");
    }

    string Id(Guid id) => Bind(database.Stored(id));

    string Bind(object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"@filter{Parameters.Count}");
        Parameters.Add((name, value));
        return name;
    }
}
