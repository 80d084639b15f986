using System.Text.Json.Serialization;

namespace MDReader.Client.Sync;

/// <summary>A folder that is both live and on disk.</summary>
/// <param name="ParentId">The folder that it lies in on disk; null at the top.</param>
/// <param name="FileName">Its name on disk.</param>
/// <param name="Name">Its live name.</param>
/// <param name="LiveParentId">The folder that it lies in live.</param>
sealed record KnownFolder(Guid Id, Guid? ParentId, string FileName, string Name, Guid? LiveParentId)
{
    /// <summary>Where it was, while it is being moved.</summary>
    public string? MovesFrom { get; init; }

    /// <summary>It was removed on disk, and is being deleted live for it.</summary>
    public bool IsBeingDeleted { get; init; }
}

/// <summary>A document that is both live and on disk.</summary>
/// <param name="ParentId">The folder that its file lies in; null at the top.</param>
/// <param name="FileName">The file's name, with extension.</param>
/// <param name="Title">Its live title.</param>
/// <param name="FolderId">Its live folder.</param>
/// <param name="Etag">The live version that was read last.</param>
/// <param name="Live">The hash of that version.</param>
/// <param name="Disk">The hash of what the file was made from; another than <paramref name="Live"/> while that version has
/// still to be brought into the file, and null before there is a file.</param>
sealed record KnownDocument(
    Guid Id, Guid? ParentId, string FileName, string Title, Guid? FolderId, string Etag, string Live, string? Disk)
{
    /// <summary>Where the file was, while it is being moved.</summary>
    public string? MovesFrom { get; init; }

    /// <summary>A save on its way to the server.</summary>
    public Outgoing? Outgoing { get; init; }

    /// <summary>A text on its way into the file.</summary>
    public Incoming? Incoming { get; init; }

    /// <summary>The hashes of what the file was made from before <see cref="Disk"/>, the last one last; see
    /// <see cref="Origin"/>. All that was in them has been in the live text: none is a save that was still to be sent.</summary>
    public IReadOnlyList<string> Earlier { get => field ?? []; init; }

    /// <summary>The hashes of what the file held when live texts took its place, with saves in it that hadn't been sent. Whoever
    /// saved them may hold them still; with the save that brings them to the server they are <see cref="Earlier"/> ones.</summary>
    public IReadOnlyList<string> Replaced { get => field ?? []; init; }

    /// <summary>The file was deleted, and the document is being deleted for it.</summary>
    public bool IsBeingDeleted { get; init; }

    /// <summary>The live version that was read last is in the file, or in what was saved in it since.</summary>
    [JsonIgnore]
    public bool IsInStep => Disk == Live && Incoming is null && Outgoing is null;

    /// <summary>The texts that are needed until this is settled.</summary>
    [JsonIgnore]
    public IEnumerable<string> Texts =>
        new[] { Live, Disk, Outgoing?.Text, Outgoing?.Saved, Incoming?.Before }.Concat(Earlier).Concat(Replaced).OfType<string>().Distinct();
}

/// <summary>A save on its way to the server: sent again under the same key, it arrives once.</summary>
/// <param name="Text">The hash of what is sent.</param>
/// <param name="Saved">The hash of what was saved: another where that was made from an earlier text, null in a ledger of
/// before that was looked at.</param>
sealed record Outgoing(Guid Key, string Text, string? Saved)
{
    /// <summary>What the file was made from, once this has arrived.</summary>
    [JsonIgnore]
    public string Disk => Saved ?? Text;
}

/// <summary>
/// A text that takes the place of a file's. It is written beside it, and the two are exchanged; what comes out in exchange
/// is what the file held at that very moment, a save that nobody had seen yet included.
/// </summary>
/// <param name="Swap">The name of the other file: with the new text before, and with the old one after.</param>
/// <param name="Text">The hash of the new text.</param>
/// <param name="Before">The hash of what the file is believed to hold.</param>
sealed record Incoming(string Swap, string Text, string Before);
