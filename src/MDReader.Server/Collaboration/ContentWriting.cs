using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Collaboration;

/// <summary>Brings new texts into this process's documents; see <see cref="TextWriting"/>.</summary>
sealed class ContentWriting(
    Rooms rooms, History history, InstanceSecrets secrets, IOptions<CollaborationOptions> options)
{
    /// <inheritdoc cref="TextWriting.Write" path="/summary"/>
    /// <param name="document">Which.</param>
    /// <param name="wanted">Who wants it to be what.</param>
    /// <param name="ifMatch">Whether it may be written over the version with this ETag.</param>
    /// <param name="cancellation">Ends the waiting, not the writing.</param>
    public Task<WriteOutcome?> Write(
        Guid document, Wish wanted, Func<string, bool> ifMatch, CancellationToken cancellation) =>
        Into(document, cancellation).Write(wanted, ifMatch);

    /// <inheritdoc cref="TextWriting.WriteSince" path="/summary"/>
    /// <param name="document">Which.</param>
    /// <param name="wanted">Who wants it to be what.</param>
    /// <param name="since">The ETag of the base, quoted or bare, and what the write may be repeated under.</param>
    /// <param name="cancellation">Ends the waiting, not the writing.</param>
    public Task<WriteOutcome?> WriteSince(
        Guid document, Wish wanted, (string Base, WriteKey? Key) since, CancellationToken cancellation) =>
        Into(document, cancellation).WriteSince(wanted, since);

    /// <inheritdoc cref="TextWriting.WriteExactly"/>
    public Task<WriteOutcome?> WriteExactly(Guid document, Wish wanted, Content now, CancellationToken cancellation) =>
        Into(document, cancellation).WriteExactly(wanted, now);

    TextWriting Into(Guid document, CancellationToken cancellation) =>
        new(new OneText(rooms, history, secrets, document, cancellation), options.Value.TextLimit);

    sealed class OneText(Rooms rooms, History history, InstanceSecrets secrets, Guid document, CancellationToken cancellation)
        : ITextToWrite
    {
        public Task<Content?> Read() => rooms.Read(document, cancellation);

        public Task<EarlierState?> OpenAt(string etag) => history.OpenAt(document, etag);

        public Task<WriteOutcome?> Write(ContentWrite write) => rooms.Write(document, write, cancellation);

        public ulong ClientFor(WriteKey key, Guid author, OpenedDocument @base, IReadOnlyList<TextChange> changes) =>
            key.ClientFor(secrets.Get("write-keys"), document, author, @base, changes);
    }
}
