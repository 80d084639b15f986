using MDReader.Crdt.Positions;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>One person's change to a document, on its way into the log.</summary>
/// <param name="Author">The person, as the server knows them.</param>
/// <param name="Update">A Yjs update, V1; empty where only the format changes.</param>
/// <param name="Format">The file's new format, encoded; null where it stays.</param>
sealed record Edit(Guid Author, ReadOnlyMemory<byte> Update, byte[]? Format = null)
{
    /// <summary>The Yjs clients that nobody had written as before this edit, and whose they are from now on.</summary>
    public IReadOnlyList<Lease> Claims { get; init; } = [];

    /// <summary>Where the last of its changes in the text ends; null where only the format changes.</summary>
    public RelativePosition? End { get; init; }

    /// <summary>The editor who took it in, where its author proposed it and needn't have the right to write.</summary>
    public Guid? AcceptedBy { get; init; }

    /// <summary>Whose right to write it stands on.</summary>
    public Guid Writer => AcceptedBy ?? Author;

    /// <summary>What the writer has proven themselves by: a session or a token. Without one, nothing is appended.</summary>
    public Guid Credential { get; init; }

    /// <summary>What it came by; null from the app.</summary>
    public Via? Via { get; init; }
}

/// <summary>Who may write as a Yjs client in a document: a person, or for the server's own replicas nobody.</summary>
/// <param name="Owner"><see cref="Guid.Empty"/> for the server.</param>
readonly record struct Lease(ulong Client, Guid Owner);

/// <summary>A committed edit as the log gives it back.</summary>
/// <param name="At">Milliseconds since 1970, UTC.</param>
sealed record LoggedEdit(long Seq, Guid Author, long At, ReadOnlyMemory<byte> Update, byte[]? Format)
{
    /// <inheritdoc cref="Edit.Via"/>
    public Via? Via { get; init; }
}

/// <summary>Edits of one document that are committed together or not at all.</summary>
/// <param name="Epoch">The epoch that they were made in.</param>
/// <param name="OnlyAfter">The sequence that one of them depends on being the last; null where others may have written
/// meanwhile.</param>
sealed record Batch(Guid Document, int Epoch, IReadOnlyList<Edit> Edits, long? OnlyAfter = null);

/// <summary>Told when edits of a document are on disk.</summary>
sealed record TextChanged(Guid DocumentId);

/// <summary>What became of a batch.</summary>
abstract record Appended
{
    /// <summary>On disk. The edits have the sequences up to and including <paramref name="LastSeq"/>.</summary>
    public sealed record Committed(long LastSeq) : Appended;

    /// <summary>Nothing was written, because of edits that aren't permitted; the others may be appended without them.</summary>
    public abstract record Refused : Appended
    {
        public abstract Closing Farewell { get; }

        public abstract bool Concerns(Edit edit);

        public abstract bool Concerns(Peer peer);
    }

    /// <summary>This author may not write here, or no longer.</summary>
    public sealed record NotPermitted(Guid Author) : Refused
    {
        public override Closing Farewell { get; } = new(CloseCode.NotPermitted, "You may no longer change this document.");

        public override bool Concerns(Edit edit) => edit.Writer == Author;

        public override bool Concerns(Peer peer) => peer.UserId == Author;
    }

    /// <summary>This session or token has ended; what its person does by another goes on.</summary>
    public sealed record CredentialEnded(Guid Credential) : Refused
    {
        public override Closing Farewell => RightsReview.SignedOut;

        public override bool Concerns(Edit edit) => edit.Credential == Credential;

        public override bool Concerns(Peer peer) => peer.CredentialId == Credential;
    }

    /// <summary>Nothing was written: another process has written since <see cref="Batch.OnlyAfter"/>, or what is somebody's by
    /// the log is claimed for another here, where it wasn't heard of yet.</summary>
    public sealed record Overtaken : Appended;

    /// <summary>Nothing was written: the document is in the trash, gone, or of another epoch.</summary>
    public sealed record NotThere : Appended;

    /// <summary>Nothing was written this time. A try before it failed, which may have written all of it.</summary>
    /// <param name="Now">Why not.</param>
    public sealed record Doubtful(Appended Now) : Appended;
}
