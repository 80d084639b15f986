using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Brings a new text into a document. What has to change is worked out here, beside the room, against the version that it
/// was meant for; the room makes the change if it is at that version, and merges it if it has gone on. Where an answer is
/// null the room failed and what became of the write isn't known.
/// </summary>
sealed class ContentWriting(
    Rooms rooms, History history, InstanceSecrets secrets, IOptions<CollaborationOptions> options)
{
    /// <summary>Writes over the present version, if the condition allows that one.</summary>
    /// <param name="document">Which.</param>
    /// <param name="wanted">Who wants it to be what.</param>
    /// <param name="ifMatch">Whether it may be written over the version with this ETag.</param>
    /// <param name="cancellation">Ends the waiting, not the writing.</param>
    public async Task<WriteOutcome?> Write(
        Guid document, Wish wanted, Func<string, bool> ifMatch, CancellationToken cancellation)
    {
        if (await rooms.Read(document, cancellation) is not { } now)
            return new WriteOutcome.NotThere();
        if (!ifMatch(now.Etag))
            return new WriteOutcome.Stale(now.Etag);
        var outcome = await WriteExactly(document, wanted, now, cancellation);
        // Somebody was quicker: who takes any version is merged into theirs.
        return outcome is WriteOutcome.Stale(var current) && ifMatch(current)
            ? await Merge(document, wanted, (now.Etag, null), cancellation)
            : outcome;
    }

    /// <summary>Merges the change from an earlier version into what is there now.</summary>
    /// <param name="document">Which.</param>
    /// <param name="wanted">Who wants it to be what.</param>
    /// <param name="since">The ETag of the base, quoted or bare, and what the write may be repeated under.</param>
    /// <param name="cancellation">Ends the waiting, not the writing.</param>
    public async Task<WriteOutcome?> WriteSince(
        Guid document, Wish wanted, (string Base, WriteKey? Key) since, CancellationToken cancellation)
    {
        if (await rooms.Read(document, cancellation) is not { } now)
            return new WriteOutcome.NotThere();
        // Mostly nobody has written meanwhile, and nothing has to be rebuilt.
        return since.Key is null && ETags.Bare(since.Base) == ETags.Bare(now.Etag)
            && await WriteExactly(document, wanted, now, cancellation) is var outcome and not WriteOutcome.Stale
                ? outcome
                : await Merge(document, wanted, since, cancellation);
    }

    /// <summary>Writes over exactly this version, or not at all.</summary>
    public async Task<WriteOutcome?> WriteExactly(Guid document, Wish wanted, Content now, CancellationToken cancellation)
    {
        var (changes, refused) = Changes(wanted.Text, now.File.Text);
        return refused ?? await rooms.Write(
            document, new ContentWrite(wanted, new WriteCondition.IfCurrent(now.Etag, changes)), cancellation);
    }

    async Task<WriteOutcome?> Merge(
        Guid document, Wish wanted, (string Base, WriteKey? Key) since, CancellationToken cancellation)
    {
        if (await history.OpenAt(document, since.Base) is not { } earlier)
            return new WriteOutcome.BaseGone();
        var (changes, refused) = Changes(wanted.Text, earlier.State.Text.ToString());
        if (refused is not null)
            return refused;
        if (since.Key is { } key)
            earlier.State.Doc.ClientId =
                key.ClientFor(secrets.Get("write-keys"), document, wanted.Author, earlier.State, changes);
        var fork = Fork.Make(earlier, wanted.Text, changes, wanted.Author);
        var signed = fork with { Edit = wanted.Sign(fork.Edit) };
        return await rooms.Write(document, new ContentWrite(wanted, new WriteCondition.Merge(signed)), cancellation);
    }

    /// <summary>The text would be longer than this.</summary>
    public static WriteOutcome.TooLarge TooLarge(int limit) =>
        new($"With this change the document would have more than {limit} bytes of UTF-8, which a document may have; shorten it.");

    (IReadOnlyList<TextChange> Changes, WriteOutcome? Refused) Changes(NewText wanted, string text)
    {
        var (changes, flaw) = wanted.ChangesOf(text);
        return flaw is not null ? ([], new WriteOutcome.Flawed(flaw))
            : TextChanges.SizeAfter(text, changes) > options.Value.TextLimit ? ([], TooLarge(options.Value.TextLimit))
            : (changes, null);
    }
}
