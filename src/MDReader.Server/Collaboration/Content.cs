using System.Globalization;
using MDReader.Crdt.Positions;
using MDReader.Server.Documents;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>A document's committed text as a file.</summary>
sealed record Content(MarkdownFile File, int Epoch, long Seq)
{
    /// <summary>The strong ETag, quotes included.</summary>
    public string Etag => Document.ContentEtag(Epoch, Seq);

    /// <summary>How its lines end, for those who don't read all of it; LF where there is only one.</summary>
    public string LineEnds => field ??= File.LineEnds.Distinct().Take(2).ToArray() switch
    {
        [] or [LineEnd.Lf] => "lf",
        [LineEnd.CrLf] => "crlf",
        [LineEnd.Cr] => "cr",
        _ => "mixed",
    };

    /// <summary>The file as it is sent; made once for all who read this version.</summary>
    public byte[] Bytes => field ??= File.ToBytes();

    /// <summary>The epoch and sequence that an ETag of a text names; null when it names none.</summary>
    public static (int Epoch, long Seq)? ReadEtag(string etag) =>
        ETags.Bare(etag).Split('-') is [var epochText, var seqText]
        && int.TryParse(epochText, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
        && long.TryParse(seqText, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? (epoch, seq)
            : null;
}

/// <summary>Who wants a text to be what.</summary>
/// <param name="Author"><inheritdoc cref="Edit" path="/param[@name='Author']"/></param>
/// <param name="Text">What it is to be.</param>
/// <param name="Credential"><inheritdoc cref="Edit.Credential" path="/summary"/></param>
readonly record struct Wish(Guid Author, NewText Text, Guid Credential)
{
    /// <summary>What somebody wants for themselves.</summary>
    public Wish(Caller caller, NewText text)
        : this(caller.UserId, text, caller.CredentialId) => Via = caller.Via;

    /// <inheritdoc cref="Edit.AcceptedBy"/>
    public Guid? AcceptedBy { get; init; }

    /// <inheritdoc cref="Edit.Via"/>
    public Via? Via { get; init; }

    /// <summary>The edit that brings it, with whose right it stands on.</summary>
    public Edit? Sign(Edit? edit) =>
        edit is null ? null : edit with { AcceptedBy = AcceptedBy, Credential = Credential, Via = Via };
}

/// <summary>A write that was worked out and waits to be made.</summary>
sealed record ContentWrite(Wish Wanted, WriteCondition Condition);

abstract record WriteCondition
{
    /// <summary>Only over exactly the version that the changes were worked out against.</summary>
    public sealed record IfCurrent(string Etag, IReadOnlyList<TextChange> Changes) : WriteCondition;

    /// <summary>Into whatever is there now.</summary>
    public sealed record Merge(Fork Fork) : WriteCondition;
}

/// <summary>What became of a write.</summary>
abstract record WriteOutcome
{
    /// <param name="Merged">Whether others had changed the text since the base.</param>
    /// <param name="Overlaps">Changes that touched text which others had changed too.</param>
    public sealed record Written(string Etag, bool Merged = false, int Overlaps = 0) : WriteOutcome
    {
        /// <inheritdoc cref="Edit.End"/>
        public RelativePosition? End { get; init; }
    }

    public sealed record Stale(string CurrentEtag) : WriteOutcome;

    /// <summary>The version that the change was made on is no longer kept.</summary>
    public sealed record BaseGone : WriteOutcome;

    public sealed record Flawed(EditFlaw Flaw) : WriteOutcome;

    /// <param name="Because">Which limit, with the number.</param>
    public sealed record TooLarge(string Because) : WriteOutcome;

    public sealed record NotPermitted : WriteOutcome;

    /// <summary>The document was trashed, purged or given a new epoch meanwhile.</summary>
    public sealed record NotThere : WriteOutcome;

    /// <summary>Nothing has become of it: the room closed before it came to the write, or hasn't heard yet of the version that
    /// the write is meant for, which another process has seen. Whoever asks again is answered.</summary>
    public sealed record NotTaken : WriteOutcome;
}
