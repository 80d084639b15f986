namespace MDReader.Client;

/// <summary>A document's comments as a file beside its Markdown, <c>.comments.json</c>.</summary>
/// <param name="Format"><c>mdreader-comments/1</c>.</param>
/// <param name="DocumentId">Where they were written.</param>
/// <param name="Etag">Of the text that the anchors count in.</param>
/// <param name="People">Everybody whom the threads name.</param>
public sealed record CommentsFile(
    string? Format, Guid? DocumentId, string? Etag, IReadOnlyList<FilePerson>? People, IReadOnlyList<FileThread>? Threads);

/// <param name="Id">By which the threads name them.</param>
/// <param name="Email">By which they are known again; null where the exporter may not see it.</param>
public sealed record FilePerson(Guid Id, string? Name, string? Email);

/// <param name="ResolvedBy">Null while it is open.</param>
public sealed record FileThread(
    Guid Id, FileAnchor? Anchor, Guid CreatedBy, DateTimeOffset CreatedAt, IReadOnlyList<FileComment>? Comments, Guid? ResolvedBy,
    DateTimeOffset? ResolvedAt);

/// <param name="Start">UTF-16 code units from the start of the text; null where the quoted text is gone.</param>
/// <param name="End">Behind the last one.</param>
public sealed record FileAnchor(int? Start, int? End, string? Quote);

/// <param name="ImportedFrom">The name of whoever wrote it before it was imported to where it was exported.</param>
public sealed record FileComment(
    Guid Id, Guid Author, string? Body, DateTimeOffset CreatedAt, DateTimeOffset? EditedAt, IReadOnlyList<FileReaction>? Reactions,
    string? ImportedFrom);

public sealed record FileReaction(string? Emoji, IReadOnlyList<Guid>? By);

/// <summary>What came of an import.</summary>
/// <param name="Skipped">Threads that are there already.</param>
/// <param name="Orphaned">Threads whose quoted text isn't in the document; they can be attached to another.</param>
/// <param name="Unknown">People who aren't known there: their comments are the importer's, under the name they had.</param>
public sealed record CommentsImported(int Threads, int Comments, int Skipped, int Orphaned, IReadOnlyList<string> Unknown);
