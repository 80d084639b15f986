using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;

namespace MDReader.Server.Versions;

/// <summary>A version in the history of a document.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="DocumentId">Whose.</param>
/// <param name="Etag">Of the text at that moment, quotes included; it is a base that can be merged from.</param>
/// <param name="Name">Null until somebody names it.</param>
/// <param name="Automatic">Whether it was made by itself, after a sitting.</param>
/// <param name="Authors">The accounts that wrote since the version before.</param>
/// <param name="People">The same as others see them, in the same order.</param>
/// <param name="Contributors">Who wrote, and by what: a person who wrote in the app and by an agent is there twice.</param>
/// <param name="Inserted">UTF-16 code units that came since the version before.</param>
/// <param name="Deleted">UTF-16 code units that went.</param>
/// <param name="StartedAt">The first edit since the version before.</param>
/// <param name="EndedAt">The last edit that is in it.</param>
/// <param name="CreatedBy">Who made it; null where nobody did.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record VersionEntry(
    Guid Id,
    Guid DocumentId,
    string Etag,
    string? Name,
    bool Automatic,
    IReadOnlyList<Guid> Authors,
    IReadOnlyList<Somebody> People,
    IReadOnlyList<ContributorEntry> Contributors,
    int Inserted,
    int Deleted,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    Guid? CreatedBy,
    DateTimeOffset CreatedAt)
{
    public const int LongestName = 200;

    internal static async Task<List<VersionEntry>> Of(
        MDReaderDb db, IReadOnlyList<SavedVersion> versions, CancellationToken cancellationToken)
    {
        var authors = versions.Select(version => version.AuthorIds).ToList();
        var who = await Somebody.Known(db, authors.SelectMany(ids => ids), cancellationToken);
        var contributors = versions.ToDictionary(version => version.Id, version => Contributor.Read(version.Contributors));
        var via = await ViaEntry.Known(db, contributors.Values.SelectMany(some => some).Select(one => one.Via), cancellationToken);
        return [.. versions.Zip(authors, (version, ids) => new VersionEntry(
            version.Id,
            version.DocumentId,
            Document.ContentEtag(version.Epoch, version.Seq),
            version.Name,
            version.AutomaticSeq is not null,
            ids,
            [.. ids.Select(who)],
            [.. contributors[version.Id].Select(one => new ContributorEntry(one.Author, via(one.Via)))],
            version.Inserted,
            version.Deleted,
            version.StartedAt,
            version.EndedAt,
            version.CreatedBy,
            version.CreatedAt))];
    }

    internal static async Task<VersionEntry> Of(MDReaderDb db, SavedVersion version, CancellationToken cancellationToken) =>
        (await Of(db, [version], cancellationToken))[0];
}

/// <param name="Name">One line.</param>
public sealed record VersionRequest(string? Name = null) : IChecked
{
    public IEnumerable<Flaw> Check() => Checked.Line(Name, "/name", VersionEntry.LongestName);
}

/// <param name="Name">One line; null takes the name away.</param>
public sealed record VersionChange(string? Name = null) : IChecked
{
    public IEnumerable<Flaw> Check() => Name is null ? [] : Checked.Line(Name, "/name", VersionEntry.LongestName);
}

/// <param name="VersionId">A version of this document.</param>
public sealed record RestoreRequest(Guid? VersionId = null) : IChecked
{
    public IEnumerable<Flaw> Check() => VersionId is null
        ? [new Flaw("/versionId", "required", "Say which version: send its id.")]
        : [];
}
