using MDReader.Crdt;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Positions;
using MDReader.Crdt.Types;
using MDReader.Crdt.Updates;

namespace MDReader.Server.Collaboration;

/// <summary>A document as the log holds it, in memory: the state after its edit number <paramref name="Seq"/>.</summary>
/// <param name="SinceSnapshot">How much of the log opening it would have to read now.</param>
sealed record OpenedDocument(int Epoch, long Seq, Doc Doc, FileFormat Format, LogLength SinceSnapshot)
{
    const int LastClockToGoOnFrom = 1 << 30;

    /// <summary>Whose the clients are that wrote this document.</summary>
    public ClientLeases Leases { get; init; } = new([]);

    /// <summary>How large its encoded state has grown.</summary>
    public StateSize Size { get; init; } = new();

    /// <summary>How large its text is.</summary>
    public TextSize TextSize { get; init; } = new();

    // What comes this far was read within a budget; a state vector may name every client that the document has.
    static Budget Inside { get; } = Budget.Default with { MaxClients = int.MaxValue };

    public Text Text => Doc.GetText(UpdateRoad.Root);

    /// <summary>A document before its first edit.</summary>
    /// <param name="clientId">As whom the server writes into this copy.</param>
    public static OpenedDocument Empty(int epoch, ulong clientId) =>
        new(epoch, 0, new Doc(new DocOptions { ClientId = clientId, Budget = Inside }), FileFormat.Plain, new());

    /// <summary>A document of the same state, to try something out.</summary>
    public OpenedDocument Copy()
    {
        var copy = this with { Doc = new Doc(new DocOptions { ClientId = Doc.ClientId }), Size = new(), TextSize = new(), Leases = new([]) };
        copy.Doc.Apply(DecodedUpdate.ReadV1(Doc.EncodeStateAsUpdate(), Budget.Unlimited));
        return copy;
    }

    /// <summary>Takes in edits of the log. They came in on the road of an update; only the format itself limits them.</summary>
    public OpenedDocument With(IReadOnlyList<LoggedEdit> edits)
    {
        var opened = this;
        foreach (var edit in edits)
        {
            if (!edit.Update.IsEmpty)
                Doc.Apply(DecodedUpdate.ReadV1(edit.Update.Span, Budget.Unlimited));
            Count(edit.Update.Length);
            opened = opened with
            {
                Seq = edit.Seq,
                Format = edit.Format is { } format ? FileFormat.Decode(format) : opened.Format,
            };
        }
        return opened;
    }

    /// <summary>The same, to be written: the server goes on as a client that it wrote as before, or each opening would leave the
    /// document one more. No two processes write as one at once: what is written as this one is only ever appended right
    /// after what it was written on.</summary>
    /// <param name="leases">Whose the document's clients are.</param>
    public OpenedDocument Resume(IReadOnlyList<Lease> leases)
    {
        var written = Doc.StateVector;
        var own = leases.FirstOrDefault(lease => lease.Owner == Guid.Empty && written[lease.Client] is > 0 and < LastClockToGoOnFrom);
        if (own.Client > 0)
            Doc.ClientId = own.Client;
        return this with { Leases = new(leases) };
    }

    /// <summary>An update of so many bytes is in the document.</summary>
    public void Count(int bytes)
    {
        Size.Count(bytes);
        TextSize.Count(bytes);
    }

    /// <summary>Makes the changes, and gives the edit that did it; null when nothing changed.</summary>
    /// <param name="wanted">What the text is to be.</param>
    /// <param name="changes">What that needs, last first.</param>
    /// <param name="author">Whose edit it is.</param>
    public Edit? Write(NewText wanted, IReadOnlyList<TextChange> changes, Guid author)
    {
        var update = ReadOnlyMemory<byte>.Empty;
        void Keep(UpdateEvent change) => update = change.Update;
        Doc.Updated += Keep;
        Doc.Transact(_ =>
        {
            foreach (var change in changes)
            {
                Text.Delete(change.Start, change.Length);
                Text.Insert(change.Start, change.Inserted);
            }
        });
        Doc.Updated -= Keep;

        var format = wanted.FormatOf(Text, Format);
        var newFormat = format.Equals(Format) ? null : format.Encode();
        if (update.IsEmpty && newFormat is null)
            return null;
        // This replica is the server's; whoever writes through it is the author of the edit, not of the client.
        var claims = update.IsEmpty ? [] : Leases.Examine([new(Doc.ClientId, 0, 0)], Guid.Empty, most: 1);
        Leases.Claim(claims);
        return new(author, update, newFormat) { Claims = claims, End = update.IsEmpty ? null : EndOf(changes) };
    }

    // Behind what was inserted last, or where it was deleted.
    RelativePosition EndOf(IReadOnlyList<TextChange> changes)
    {
        var last = changes[0];
        var moved = changes.Skip(1).Sum(change => change.Inserted.Length - change.Length);
        return RelativePosition.At(Text, last.Start + moved + last.Inserted.Length, assoc: -1);
    }
}

/// <summary>A private copy of a document as it was at an earlier edit; what is written into it can be merged, once.</summary>
/// <param name="State">The copy, with a Yjs client id of its own.</param>
sealed record EarlierState(OpenedDocument State)
{
    public MarkdownFile File => State.Format.FileOf(State.Text);
}
