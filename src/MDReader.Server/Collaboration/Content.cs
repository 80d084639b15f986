using MDReader.Server.Documents;

namespace MDReader.Server.Collaboration;

/// <summary>A document's committed text as a file.</summary>
sealed record Content(MarkdownFile File, int Epoch, long Seq)
{
    /// <summary>The strong ETag, quotes included.</summary>
    public string Etag => Document.ContentEtag(Epoch, Seq);
}

/// <summary>A new text for a document.</summary>
/// <param name="Author">Who writes it.</param>
/// <param name="File">The whole new file.</param>
/// <param name="Condition">Whether it may be written over what is there now.</param>
sealed record ContentWrite(Guid Author, MarkdownFile File, WriteCondition Condition);

abstract record WriteCondition
{
    /// <summary>Only over exactly this version; <c>*</c> in the request is any.</summary>
    public sealed record IfMatch(Func<string, bool> Matches) : WriteCondition;

    /// <summary>The change from this earlier state to the new text is merged into what is there now.</summary>
    public sealed record Since(EarlierState Base) : WriteCondition;
}

/// <summary>What became of a write.</summary>
abstract record WriteOutcome
{
    /// <param name="Merged">Whether others had changed the text since the base.</param>
    /// <param name="Overlaps">Changes that touched text which others had changed too.</param>
    public sealed record Written(string Etag, bool Merged = false, int Overlaps = 0) : WriteOutcome;

    public sealed record Stale(string CurrentEtag) : WriteOutcome;

    public sealed record NotPermitted : WriteOutcome;

    /// <summary>The document was trashed, purged or given a new epoch meanwhile.</summary>
    public sealed record NotThere : WriteOutcome;

    /// <summary>The room closed before it looked at the write; its successor will take it.</summary>
    public sealed record CameTooLate : WriteOutcome;
}
