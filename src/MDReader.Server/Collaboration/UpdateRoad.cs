using MDReader.Crdt.Encoding;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

namespace MDReader.Server.Collaboration;

/// <summary>
/// The road of an update, from bytes to a place in the document. Everything outside is hostile: each step refuses the
/// whole update or lets the whole of it on. REST writes and merges take the same road.
/// </summary>
sealed class UpdateRoad(CollaborationOptions options)
{
    /// <summary>The root that holds a document's text.</summary>
    public const string Root = "content";

    readonly Budget _ordinary = BudgetOf(options.StructLimit, options.MessageLimit, options);
    readonly Budget _firstStep2 = BudgetOf(options.FirstStep2StructLimit, options.FirstStep2Limit, options);

    /// <summary>Limits of what stands outside documents: state vectors and awareness.</summary>
    public Budget Ordinary => _ordinary;

    /// <summary>The first steps, which need no document: decode within budget, structure, schema.</summary>
    /// <exception cref="MessageRefusedException">Refused; nothing has happened.</exception>
    public DecodedUpdate Decode(ReadOnlySpan<byte> bytes, bool isFirstStep2)
    {
        try
        {
            var decoded = DecodedUpdate.ReadV1(bytes, isFirstStep2 ? _firstStep2 : _ordinary);
            return decoded.IsOnlyText(Root)
                ? decoded
                : throw new MessageRefusedException(new(CloseCode.Malformed, $"A document holds one Y.Text named '{Root}'."));
        }
        catch (MalformedUpdateException malformed)
        {
            throw Refused(malformed);
        }
    }

    /// <summary>
    /// The steps that need the document; staged integration is the last. After <see cref="Admission.Staged"/> the
    /// document holds the update, and nobody may see it before it is committed.
    /// </summary>
    /// <exception cref="MessageRefusedException">Refused; the document is as it was.</exception>
    public Admission Admit(OpenedDocument document, Arrived arrived)
    {
        try
        {
            var effect = document.Doc.Examine(arrived.Update);
            if (effect.ChangesNothing)
                return Admission.ChangesNothing.Instance;
            if (!arrived.MayWrite)
                throw new MessageRefusedException(new(CloseCode.NotPermitted, "You may read this document, not change it."));
            if (effect.MissingDependencies)
                return Admission.MissesDependencies.Instance;
            var claims = document.Leases.Examine(effect.Added, arrived.Author, arrived.MayClaim, arrived.ShownBy);
            CheckSize(document, arrived, effect);
            document.Doc.Apply(arrived.Update);
            document.Leases.Claim(claims);
            return new Admission.Staged(claims);
        }
        catch (MalformedUpdateException malformed)
        {
            throw Refused(malformed);
        }
    }

    // Estimated first. Where that may be too much it is tried out on a copy: it may also delete, as a whole text that takes
    // the place of another does. What makes a text no longer may always be done, also to one that is too long already.
    void CheckSize(OpenedDocument document, Arrived arrived, UpdateEffect effect)
    {
        var trial = new Lazy<OpenedDocument>(() =>
        {
            var copy = document.Copy();
            copy.Doc.Apply(arrived.Update);
            return copy;
        });
        if (!document.TextSize.Grow(effect.AddedTextLength, arrived.Size, document.Text, options.TextLimit))
            document.TextSize.Set(Fitting(trial.Value.Text, document.Text));
        document.Size.Grow(
            arrived.Size, options.StateLimit, document.Doc, effect.AddsDeletions ? () => trial.Value.Doc : null);
    }

    int Fitting(Text after, Text before)
    {
        var bytes = TextSize.Of(after);
        return bytes <= options.TextLimit || bytes <= TextSize.Of(before)
            ? bytes
            : throw new MessageRefusedException(new(CloseCode.TooLarge, $"A document may have {options.TextLimit} bytes."));
    }

    /// <summary>How a client is told what was wrong with its bytes.</summary>
    public static MessageRefusedException Refused(MalformedUpdateException malformed) => new(new(
        malformed.Reason == MalformedReason.Budget ? CloseCode.TooLarge : CloseCode.Malformed, Short(malformed.Message)));

    // A close frame holds 123 bytes of reason.
    static string Short(string reason) => reason.Length <= 120 ? reason : reason[..117] + "...";

    static Budget BudgetOf(int structs, int bytes, CollaborationOptions options) => new()
    {
        MaxStructs = structs,
        MaxDeleteRanges = structs,
        MaxClientId = uint.MaxValue,
        MaxDecodedBytes = bytes,
        MaxPendingBytes = 0,
    };
}

/// <summary>An update on its road: whose it is and what they may do.</summary>
/// <param name="Size">Its bytes.</param>
/// <param name="MayClaim">How many Yjs clients it may be the first to write as.</param>
readonly record struct Arrived(DecodedUpdate Update, int Size, Guid Author, bool MayWrite, int MayClaim)
{
    /// <summary>Who shows a cursor as a Yjs client that nobody has written as; null where that counts for nothing.</summary>
    public Func<ulong, Guid?>? ShownBy { get; init; }
}

/// <summary>How far an update came on its road.</summary>
abstract record Admission
{
    /// <summary>In the document, not on disk yet.</summary>
    /// <param name="Claims">The clients that it is the first to write as.</param>
    public sealed record Staged(IReadOnlyList<Lease> Claims) : Admission;

    /// <summary>Everything in it is held already.</summary>
    public sealed record ChangesNothing : Admission
    {
        public static ChangesNothing Instance { get; } = new();
    }

    /// <summary>It stands on something that isn't here; nothing of it was kept.</summary>
    public sealed record MissesDependencies : Admission
    {
        public static MissesDependencies Instance { get; } = new();
    }
}
