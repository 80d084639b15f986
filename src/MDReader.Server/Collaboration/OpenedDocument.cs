using MDReader.Crdt;
using MDReader.Crdt.Types;

namespace MDReader.Server.Collaboration;

/// <summary>A document as the log holds it, in memory: the state after its edit number <paramref name="Seq"/>.</summary>
/// <param name="RowsSinceSnapshot">How many log rows opening it had to read.</param>
sealed record OpenedDocument(int Epoch, long Seq, Doc Doc, FileFormat Format, int RowsSinceSnapshot)
{
    /// <summary>Whose the clients are that wrote this document.</summary>
    public ClientLeases Leases { get; init; } = new([]);

    /// <summary>How large its encoded state has grown.</summary>
    public StateSize Size { get; init; } = new();

    public Text Text => Doc.GetText(UpdateRoad.Root);

    /// <summary>
    /// Makes the text that of the file, changing as little as is worth the time, and gives the edit that did it.
    /// Null when the document is that file already.
    /// </summary>
    public Edit? Rewrite(MarkdownFile file, Guid author)
    {
        var update = ReadOnlyMemory<byte>.Empty;
        void Keep(UpdateEvent change) => update = change.Update;
        Doc.Updated += Keep;
        Doc.Transact(_ =>
        {
            foreach (var change in TextDiff.Between(Text.ToString(), file.Text))
            {
                Text.Delete(change.Start, change.Length);
                Text.Insert(change.Start, change.Inserted);
            }
        });
        Doc.Updated -= Keep;

        var format = FileFormat.Of(file, Text);
        var newFormat = format.Equals(Format) ? null : format.Encode();
        if (update.IsEmpty && newFormat is null)
            return null;
        // This replica is the server's; whoever writes through it is the author of the edit, not of the client.
        var claims = update.IsEmpty ? [] : Leases.Examine([new(Doc.ClientId, 0, 0)], Guid.Empty, most: 1);
        Leases.Claim(claims);
        return new(author, update, newFormat) { Claims = claims };
    }
}

/// <summary>A private copy of a document as it was at an earlier edit; what is written into it can be merged.</summary>
/// <param name="State">The copy, with a Yjs client id of its own.</param>
sealed record EarlierState(OpenedDocument State);
