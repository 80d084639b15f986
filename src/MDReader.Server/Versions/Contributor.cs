using System.Globalization;
using MDReader.Server.Access;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;

namespace MDReader.Server.Versions;

/// <summary>Who wrote in a version, and what they worked by: a person and their agent are two.</summary>
sealed record Contributor(Guid Author, Via? Via)
{
    const char Between = ' ';
    const char Within = '/';

    /// <summary>Those of the edits, in the order of their first ones, as one line of a table.</summary>
    public static string Line(IEnumerable<LoggedEdit> edits) =>
        string.Join(Between, edits.Select(edit => new Contributor(edit.Author, edit.Via)).Distinct().Select(one => one.Write()));

    public static IReadOnlyList<Contributor> Read(string line) =>
        [.. line.Split(Between, StringSplitOptions.RemoveEmptyEntries).Select(ReadOne)];

    string Write() => Via switch
    {
        null => $"{Author}",
        (var way, null) => string.Create(CultureInfo.InvariantCulture, $"{Author}{Within}{(short)way}"),
        (var way, var token) => string.Create(CultureInfo.InvariantCulture, $"{Author}{Within}{(short)way}{Within}{token}"),
    };

    static Contributor ReadOne(string written) => written.Split(Within) switch
    {
        [var author] => new(Guid.Parse(author), null),
        [var author, var way] => new(Guid.Parse(author), new(ReadWay(way), null)),
        [var author, var way, var token] => new(Guid.Parse(author), new(ReadWay(way), Guid.Parse(token))),
        _ => throw new FormatException($"\"{written}\" is nobody who wrote."),
    };

    static Way ReadWay(string number) => (Way)short.Parse(number, CultureInfo.InvariantCulture);
}

/// <summary>Somebody who wrote in a version.</summary>
/// <param name="Author">The account.</param>
/// <param name="Via">What they worked by; null in the app.</param>
public sealed record ContributorEntry(Guid Author, ViaEntry? Via);
