using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>A document's text as somebody writes it who hasn't it open: the one on disk, or a simulated one.</summary>
interface ITextToWrite
{
    /// <summary>The committed text; null when there is no such document.</summary>
    Task<Content?> Read();

    /// <inheritdoc cref="History.OpenAt(Guid, string)"/>
    Task<EarlierState?> OpenAt(string etag);

    /// <summary>Gives the room a write; null when the room failed and what became of the write isn't known.</summary>
    Task<WriteOutcome?> Write(ContentWrite write);

    /// <summary>As whom a write that may be repeated is made.</summary>
    ulong ClientFor(WriteKey key, Guid author, OpenedDocument @base, IReadOnlyList<TextChange> changes);
}

/// <summary>
/// Brings a new text into a document. What has to change is worked out here, beside the room, against the version that it
/// was meant for; the room makes the change if it is at that version, and merges it if it has gone on. Where an answer is
/// null the room failed and what became of the write isn't known.
/// </summary>
/// <param name="document">Where.</param>
/// <param name="limit">Bytes of UTF-8 that a text may have.</param>
sealed class TextWriting(ITextToWrite document, int limit)
{
    /// <summary>Writes over the present version, if the condition allows that one.</summary>
    /// <param name="wanted">Who wants it to be what.</param>
    /// <param name="ifMatch">Whether it may be written over the version with this ETag.</param>
    public async Task<WriteOutcome?> Write(Wish wanted, Func<string, bool> ifMatch)
    {
        if (await document.Read() is not { } now)
            return new WriteOutcome.NotThere();
        if (!ifMatch(now.Etag))
            return new WriteOutcome.Stale(now.Etag);
        var outcome = await WriteExactly(wanted, now);
        // Somebody was quicker: who takes any version is merged into theirs.
        return outcome is WriteOutcome.Stale(var current) && ifMatch(current)
            ? await Merge(wanted, (now.Etag, null))
            : outcome;
    }

    /// <summary>Merges the change from an earlier version into what is there now.</summary>
    /// <param name="wanted">Who wants it to be what.</param>
    /// <param name="since">The ETag of the base, quoted or bare, and what the write may be repeated under.</param>
    public async Task<WriteOutcome?> WriteSince(Wish wanted, (string Base, WriteKey? Key) since)
    {
        if (await document.Read() is not { } now)
            return new WriteOutcome.NotThere();
        // Mostly nobody has written meanwhile, and nothing has to be rebuilt.
        return since.Key is null && ETags.Bare(since.Base) == ETags.Bare(now.Etag)
            && await WriteExactly(wanted, now) is var outcome and not WriteOutcome.Stale
                ? outcome
                : await Merge(wanted, since);
    }

    /// <summary>Writes over exactly this version, or not at all.</summary>
    public async Task<WriteOutcome?> WriteExactly(Wish wanted, Content now)
    {
        var (changes, refused) = Changes(wanted.Text, now.File.Text);
        return refused ?? await document.Write(new(wanted, new WriteCondition.IfCurrent(now.Etag, changes)));
    }

    /// <summary>The text would be longer than this.</summary>
    public static WriteOutcome.TooLarge TooLarge(int limit) =>
        new($"With this change the document would have more than {limit} bytes of UTF-8, which a document may have; shorten it.");

    async Task<WriteOutcome?> Merge(Wish wanted, (string Base, WriteKey? Key) since)
    {
        if (await document.OpenAt(since.Base) is not { } earlier)
            return new WriteOutcome.BaseGone();
        var (changes, refused) = Changes(wanted.Text, earlier.State.Text.ToString());
        if (refused is not null)
            return refused;
        if (since.Key is { } key)
            earlier.State.Doc.ClientId = document.ClientFor(key, wanted.Author, earlier.State, changes);
        var fork = Fork.Make(earlier, wanted.Text, changes, wanted.Author);
        var signed = fork with { Edit = wanted.Sign(fork.Edit) };
        return await document.Write(new(wanted, new WriteCondition.Merge(signed)));
    }

    (IReadOnlyList<TextChange> Changes, WriteOutcome? Refused) Changes(NewText wanted, string text)
    {
        var (changes, flaw) = wanted.ChangesOf(text);
        return flaw is not null ? ([], new WriteOutcome.Flawed(flaw))
            : TextChanges.SizeAfter(text, changes) > limit ? ([], TooLarge(limit))
            : (changes, null);
    }
}
