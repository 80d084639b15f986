using MDReader.Server.Platform;

namespace MDReader.Server.Comments;

/// <summary>A document's comments as a file beside its Markdown, <c>.comments.json</c>.</summary>
/// <param name="Format"><c>mdreader-comments/1</c>.</param>
/// <param name="DocumentId">Where they were written.</param>
/// <param name="Etag">Of the text that the anchors count in.</param>
/// <param name="People">Everybody whom the threads name.</param>
public sealed record CommentsFile(
    string? Format = null,
    Guid? DocumentId = null,
    string? Etag = null,
    IReadOnlyList<FilePerson>? People = null,
    IReadOnlyList<FileThread>? Threads = null) : IChecked
{
    public const string Known = "mdreader-comments/1";
    const int MostThreads = 1_000;
    const int MostComments = 10_000;

    public IEnumerable<Flaw> Check()
    {
        if (Format != Known)
            yield return new("/format", "unknown-format", $"Send a file of the format \"{Known}\".");
        if (Threads is not { Count: <= MostThreads })
            yield return new("/threads", "count", $"Send at most {MostThreads} threads (now {Threads?.Count ?? 0}).");
        else if (Threads.Sum(thread => thread?.Comments?.Count ?? 0) is > MostComments and var count)
            yield return new("/threads", "count", $"Send at most {MostComments} comments (now {count}).");
        var known = (People ?? []).Where(person => person is not null).Select(person => person.Id).ToHashSet();
        if (known.Count != (People?.Count ?? 0))
            yield return new("/people/0", "twice", "List everybody once, and nobody empty.");
        foreach (var (person, number) in (People ?? []).Select((person, number) => (person, number)))
            foreach (var flaw in person is null
                ? [new Flaw($"/people/{number}", "required", "Leave nobody empty.")]
                : Checked.Line(person.Name, $"/people/{number}/name", FilePerson.LongestName))
                yield return flaw;
        foreach (var (thread, number) in (Threads ?? []).Take(MostThreads).Select((thread, number) => (thread, number)))
            foreach (var flaw in thread?.Check($"/threads/{number}", known)
                ?? [new Flaw($"/threads/{number}", "required", "Leave no thread empty.")])
                yield return flaw;
    }
}

/// <summary>Somebody whom a file of comments names.</summary>
/// <param name="Id">By which the threads name them.</param>
/// <param name="Email">By which they are known again; left out where the exporter may not see it.</param>
public sealed record FilePerson(Guid Id, string? Name, string? Email = null)
{
    public const int LongestName = 100;
}

/// <param name="Anchor">What it is about.</param>
/// <param name="ResolvedBy">Null while it is open.</param>
/// <param name="Comments">In the order they were written; those that were deleted are left out.</param>
public sealed record FileThread(
    Guid Id,
    FileAnchor? Anchor,
    Guid CreatedBy,
    DateTimeOffset CreatedAt,
    IReadOnlyList<FileComment>? Comments,
    Guid? ResolvedBy = null,
    DateTimeOffset? ResolvedAt = null)
{
    internal IEnumerable<Flaw> Check(string at, HashSet<Guid> people)
    {
        if (Anchor is null or { Quote: null or { Length: > FileAnchor.LongestQuote } })
            yield return new($"{at}/anchor", "required", $"Give a quote of up to {FileAnchor.LongestQuote} characters, and start and end if they are known.");
        if (!people.Contains(CreatedBy) || (ResolvedBy is { } resolver && !people.Contains(resolver)))
            yield return new($"{at}/createdBy", "unknown-person", "List everybody under people.");
        if (Comments is not { Count: > 0 })
            yield return new($"{at}/comments", "required", "A thread has a comment at least.");
        foreach (var (comment, number) in (Comments ?? []).Select((comment, number) => (comment, number)))
            foreach (var flaw in comment?.Check($"{at}/comments/{number}", people)
                ?? [new Flaw($"{at}/comments/{number}", "required", "Leave no comment empty.")])
                yield return flaw;
    }
}

/// <param name="Start">UTF-16 code units from the start of the text; null where the quoted text is gone.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="Quote">What it said.</param>
public sealed record FileAnchor(int? Start, int? End, string? Quote)
{
    internal const int LongestQuote = Anchor.LongestQuote;
}

/// <param name="ImportedFrom">The name of whoever wrote it before it was imported to where it was exported.</param>
public sealed record FileComment(
    Guid Id,
    Guid Author,
    string? Body,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EditedAt = null,
    IReadOnlyList<FileReaction>? Reactions = null,
    string? ImportedFrom = null)
{
    const int MostReactions = 500;

    internal IEnumerable<Flaw> Check(string at, HashSet<Guid> people)
    {
        foreach (var flaw in CommentRequest.CheckBody(Body))
            yield return flaw with { Pointer = at + flaw.Pointer };
        if (!people.Contains(Author) || (Reactions ?? []).Any(reaction => reaction?.By?.Any(by => !people.Contains(by)) ?? true))
            yield return new($"{at}/author", "unknown-person", "List everybody under people.");
        if ((Reactions ?? []).Sum(reaction => reaction?.By?.Count ?? 0) > MostReactions
            || (Reactions ?? []).Any(reaction => !CommentRoutes.IsOneEmoji(reaction?.Emoji ?? "")))
            yield return new($"{at}/reactions", "not-an-emoji", $"React with one emoji each, {MostReactions} times at most.");
        if (ImportedFrom is { Length: > FilePerson.LongestName } || (ImportedFrom?.Any(char.IsControl) ?? false))
            yield return new($"{at}/importedFrom", "too-long", $"Shorten the name to {FilePerson.LongestName} characters on one line.");
    }
}

public sealed record FileReaction(string? Emoji, IReadOnlyList<Guid>? By);

/// <summary>What came of an import.</summary>
/// <param name="Threads">How many were taken in.</param>
/// <param name="Comments">In them.</param>
/// <param name="Skipped">Threads that are here already.</param>
/// <param name="Orphaned">Threads whose quoted text isn't in the document; they can be attached to another.</param>
/// <param name="Unknown">People who aren't known here: their comments are the importer's, under the name they had.</param>
public sealed record CommentsImported(int Threads, int Comments, int Skipped, int Orphaned, IReadOnlyList<string> Unknown);
