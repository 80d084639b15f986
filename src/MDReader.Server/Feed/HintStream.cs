using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Feed;

/// <summary>What a hint says besides its event's name.</summary>
/// <param name="Id">What it is about; null for the workspace as a whole.</param>
public sealed record HintLine(Guid? Id)
{
    /// <summary>The document that it is in.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? DocumentId { get; init; }

    /// <summary>How many notifications the caller hasn't read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Unread { get; init; }
}

/// <summary>
/// Streams of hints. They hold nothing that has to be believed or kept: a client that missed one asks the feed. A stream
/// ends with the token that opened it, with the right to see the workspace, and with the server.
/// </summary>
sealed class HintStream
{
    const int Waiting = 100;

    // Somebody who types moves the feed many times a second.
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    const string Changes = "changes";
    const string Alive = "alive";

    readonly ConcurrentDictionary<Stream, Guid> _open = new();
    readonly FeedReading _reading;
    readonly FeedOptions _options;
    readonly TimeProvider _time;
    readonly CancellationToken _stopping;

    public HintStream(
        FeedReading reading, Signals signals, IOptions<FeedOptions> options, TimeProvider time, IHostApplicationLifetime life)
    {
        (_reading, _options, _time, _stopping) = (reading, options.Value, time, life.ApplicationStopping);
        signals.Listen<FeedMoved>(moved => Tell(new Hint(moved.WorkspaceId, Changes)));
        signals.Listen<Hint>(Tell);
        signals.Listen<PersonalHint>(Tell);
        signals.Listen<CredentialRevoked>(revoked => End((stream, _) => stream.CredentialId == revoked.CredentialId));
        signals.Listen<AgentPaused>(paused =>
            End((stream, workspace) => stream.CredentialId == paused.CredentialId && workspace == paused.WorkspaceId));
    }

    public async IAsyncEnumerable<SseItem<HintLine>> Read(
        Onlooker onlooker, Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = new Stream(caller.CredentialId, onlooker.PersonId);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping);
        _open[stream] = onlooker.WorkspaceId;
        try
        {
            // Whoever connects asks the feed first: what it missed is not hinted at again.
            yield return new SseItem<HintLine>(new HintLine(null), Changes);
            while (await Next(stream, ends.Token) is { } hint)
            {
                if (hint.Event is Alive or Changes && !await MayGoOn(onlooker, caller, ends.Token))
                {
                    break;
                }

                if (hint.Line.DocumentId is { } document && !await _reading.MayRead(document, onlooker.PersonId, ends.Token))
                {
                    continue;
                }

                yield return new SseItem<HintLine>(hint.Line, hint.Event);
                if (hint.Event == Changes)
                {
                    await Task.Delay(Pause, _time, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
        finally
        {
            _open.TryRemove(stream, out _);
        }
    }

    void End(Func<Stream, Guid, bool> which)
    {
        foreach (var (stream, workspace) in _open)
        {
            if (which(stream, workspace))
            {
                stream.Hints.Writer.TryComplete();
            }
        }
    }

    void Tell(Hint hint)
    {
        foreach (var (stream, workspace) in _open)
        {
            if (workspace == hint.WorkspaceId && (hint.PersonId ?? stream.PersonId) == stream.PersonId)
            {
                stream.Tell(new Told(hint.Event, new HintLine(hint.ObjectId) { DocumentId = hint.DocumentId }));
            }
        }
    }

    void Tell(PersonalHint hint)
    {
        foreach (var (stream, _) in _open)
        {
            if (stream.PersonId == hint.PersonId)
            {
                stream.Tell(new Told(hint.Event, new HintLine(hint.ObjectId) { Unread = hint.Unread }));
            }
        }
    }

    // Null at the end.
    async Task<Told?> Next(Stream stream, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = _time.CreateTimer(_ => silence.Cancel(), null, _options.Heartbeat, Timeout.InfiniteTimeSpan);
        try
        {
            if (!await stream.Hints.Reader.WaitToReadAsync(silence.Token))
            {
                return null;
            }

            return stream.Take();
        }
        catch (OperationCanceledException)
        {
            return cancellationToken.IsCancellationRequested ? null : new Told(Alive, new HintLine(null));
        }
    }

    async Task<bool> MayGoOn(Onlooker onlooker, Caller caller, CancellationToken cancellationToken) =>
        _time.GetUtcNow() < caller.ExpiresAt && await _reading.SightOf(onlooker, cancellationToken) != Sight.Nothing;

    sealed record Told(string Event, HintLine Line);

    sealed class Stream
    {
        int _knowsOfChanges;

        public Stream(Guid credentialId, Guid personId)
        {
            (CredentialId, PersonId) = (credentialId, personId);
            Hints = Channel.CreateBounded<Told>(
                new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, Taken);
        }

        public Guid CredentialId { get; }

        public Guid PersonId { get; }

        public Channel<Told> Hints { get; }

        /// <summary>One hint that there are changes is enough until it is taken.</summary>
        public void Tell(Told hint)
        {
            if (hint.Event != Changes || Interlocked.Exchange(ref _knowsOfChanges, 1) == 0)
            {
                Hints.Writer.TryWrite(hint);
            }
        }

        public Told? Take()
        {
            if (Hints.Reader.TryRead(out var hint))
            {
                Taken(hint);
            }

            return hint;
        }

        void Taken(Told hint)
        {
            if (hint.Event == Changes)
            {
                Volatile.Write(ref _knowsOfChanges, 0);
            }
        }
    }
}
