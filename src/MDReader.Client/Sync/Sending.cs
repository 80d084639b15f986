using System.Net;

namespace MDReader.Client.Sync;

/// <summary>Makes saved files merge-writes. Each is written down with its key first, and is sent until it is answered.</summary>
sealed class Sending(FolderCopy copy)
{
    readonly Ledger _ledger = copy.Ledger;

    /// <param name="known">In step but for the file.</param>
    /// <param name="saved">What the file holds.</param>
    public Task<KnownDocument> Begin(KnownDocument known, byte[] saved, CancellationToken cancellation)
    {
        var text = Origin.Advance(_ledger, known, saved);
        known = known with { Outgoing = new(Guid.NewGuid(), _ledger.Keep(text), _ledger.Keep(saved)) };
        _ledger.Save(known);
        return Continue(known, cancellation);
    }

    /// <summary>Sends it, or sends it again.</summary>
    public async Task<KnownDocument> Continue(KnownDocument known, CancellationToken cancellation)
    {
        var outgoing = known.Outgoing!;
        copy.HasWritten = true;
        try
        {
            var written = await copy.Client.Texts.Write(
                known.Id, _ledger.Text(outgoing.Text), known.Etag, outgoing.Key, cancellation);
            copy.Tell(written.Merged ? SyncAct.Merged : SyncAct.Pushed, _ledger.PathOf(known));
            known = known with { Earlier = Origin.Add(known.Earlier, known.Replaced), Replaced = [] };
            return written.Merged
                ? await Merged(known, outgoing.Disk, cancellation)
                : Answered(known with { Etag = written.Etag, Live = outgoing.Text, Disk = outgoing.Disk });
        }
        catch (ProblemException problem)
        {
            return await Refused(known, problem, cancellation);
        }
    }

    // What the file was made from is now the save itself; the live text has more, and comes into the file next.
    async Task<KnownDocument> Merged(KnownDocument known, string disk, CancellationToken cancellation)
    {
        var live = await copy.Client.Texts.Read(known.Id, cancellation);
        return Answered(known with { Etag = live.Etag, Live = _ledger.Keep(live.Bytes), Disk = disk });
    }

    async Task<KnownDocument> Refused(KnownDocument known, ProblemException problem, CancellationToken cancellation)
    {
        switch (problem.Status)
        {
            case HttpStatusCode.Conflict when problem.Type == "base-unavailable":
                // The server can't merge from a version that it doesn't keep. Here the text of it is.
                return await Merged(known, known.Disk!, cancellation);
            case HttpStatusCode.Gone:
                copy.Live.Take(new FeedItem(FeedItem.DocumentType, known.Id, "delete"));
                return Answered(known);
            case HttpStatusCode.NotFound:
                copy.Live.Lose(known.Id);
                return Answered(known);
            case HttpStatusCode.Forbidden or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType
                or HttpStatusCode.UnprocessableEntity:
                copy.Refuse(_ledger.PathOf(known), known.Outgoing!.Text, problem.Message);
                return Answered(known);
            default:
                throw problem;
        }
    }

    KnownDocument Answered(KnownDocument known)
    {
        known = known with { Outgoing = null };
        _ledger.Save(known);
        copy.Live.Take(known.Id, known.Etag);
        return known;
    }
}
