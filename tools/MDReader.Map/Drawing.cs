using System.Text;

namespace MDReader.Map;

/// <summary>The house as Markdown with Mermaid drawings, the same bytes for the same compiled code.</summary>
public static class Drawing
{
    const string Command = "dotnet run --project tools/MDReader.Map";
    const string Begin = $"<!-- map: drawn by `{Command}`; edits below are overwritten -->";
    const string End = "<!-- end of map -->";

    /// <summary>The page with its map replaced by a drawing of the house as it stands: projects and their rooms.</summary>
    /// <exception cref="InvalidDataException">The page doesn't have the two marks.</exception>
    public static string Redraw(string page, House house)
    {
        var (start, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (start < 0 || end < start)
            throw new InvalidDataException($"The page needs a line '{Begin}' and, after it, a line '{End}'.");
        return page[..(start + Begin.Length)] + "\n\n" + DrawRooms(house) + page[end..];
    }

    /// <summary>A page of its own that names every type, what it uses and what uses it.</summary>
    public static string DrawTypes(House house)
    {
        var page = new StringBuilder($"# Every type, and who uses whom\n\nDrawn from the compiled code by `{Command}`.\n\n");
        foreach (var project in house.Projects)
        {
            var rooms = Rooms(house, project);
            if (rooms.Count > 0)
                page.Append($"## {project}\n\n");
            foreach (var room in rooms)
                DrawRoom(page, house, room.Key.Length == 0 ? "(root)" : room.Key, [.. room.OrderBy(type => type.Name, StringComparer.Ordinal)]);
        }
        return page.ToString();
    }

    static string DrawRooms(House house)
    {
        var page = new StringBuilder();
        page.Append("### Projects\n\n");
        Mermaid(page, "flowchart LR", from project in house.Projects
                                      from reference in house.References[project]
                                      where house.Projects.Contains(reference)
                                      select $"{Short(project)} --> {Short(reference)}");
        foreach (var project in house.Projects.Where(project => Rooms(house, project).Count > 1))
        {
            page.Append($"### {project}\n\n");
            var uses = house.RoomUses(project).GroupBy(use => (use.From, use.To))
                .OrderBy(use => use.Key.From, StringComparer.Ordinal).ThenBy(use => use.Key.To, StringComparer.Ordinal);
            Mermaid(page, "flowchart TD",
                uses.Select(use => $"{Node(use.Key.From, project)} -->|{use.Count()}| {Node(use.Key.To, project)}"));
        }
        return page.ToString();
    }

    static List<IGrouping<string, Resident>> Rooms(House house, string project) =>
        [.. house.Residents.Where(resident => resident.Project == project)
            .GroupBy(resident => resident.Room).OrderBy(room => room.Key, StringComparer.Ordinal)];

    static void DrawRoom(StringBuilder page, House house, string name, IReadOnlyList<Resident> types)
    {
        page.Append($"<details><summary><b>{name}</b>: {types.Count} types</summary>\n\n| type | uses | used by |\n| --- | --- | --- |\n");
        foreach (var type in types)
        {
            var usedBy = house.Residents.Where(other => other.Uses.Contains(type.FullName));
            page.Append($"| {type.Name} | {List(type.Uses.Select(house.Find).OfType<Resident>(), type)} | {List(usedBy, type)} |\n");
        }
        page.Append("\n</details>\n\n");
    }

    static string List(IEnumerable<Resident> types, Resident beside) => string.Join(", ", types
        .Select(type => type.Room == beside.Room && type.Project == beside.Project ? type.Name
            : type.Project == beside.Project ? $"{type.Room}.{type.Name}".TrimStart('.') : $"{Short(type.Project)}.{type.Name}")
        .Distinct().Order(StringComparer.Ordinal));

    static void Mermaid(StringBuilder page, string kind, IEnumerable<string> lines)
    {
        page.Append($"```mermaid\n{kind}\n");
        foreach (var line in lines)
            page.Append($"  {line}\n");
        page.Append("```\n\n");
    }

    static string Node(string room, string project) => room.Length == 0 ? $"root[\"{Short(project)} (root)\"]" : room;

    static string Short(string project) => project.Replace("MDReader.", "", StringComparison.Ordinal);
}
