using System.Threading.Channels;

namespace MDReader.Server.Collaboration;

/// <summary>
/// What waits for a room. Whoever sends waits while it is full: of messages, or of large ones, a few of which hold as much
/// memory as all the others.
/// </summary>
/// <param name="limit">Messages that may wait.</param>
sealed class Inbox(int limit)
{
    const int Large = 64 * 1024;
    const int LargeLimit = 16;

    readonly Channel<RoomMessage> _messages =
        Channel.CreateBounded<RoomMessage>(new BoundedChannelOptions(limit) { SingleReader = true });

    // One for each large message that waits.
    readonly Channel<bool> _large = Channel.CreateBounded<bool>(LargeLimit);

    /// <summary>How many wait.</summary>
    public int Count => _messages.Reader.Count;

    /// <summary>Waits while it is full; false when it is closed.</summary>
    public ValueTask<bool> Send(RoomMessage message, CancellationToken cancellation) =>
        message.Size < Large ? Put(_messages.Writer, message, cancellation) : PutLarge(message, cancellation);

    /// <summary>Puts a small message in if there is space.</summary>
    public void Hint(RoomMessage message) => _messages.Writer.TryWrite(message);

    /// <summary>Takes no more messages; those that it has can still be read.</summary>
    public void Close()
    {
        _messages.Writer.TryComplete();
        _large.Writer.TryComplete();
    }

    /// <summary>Waits for a message; false when there is none and none will come.</summary>
    public ValueTask<bool> WaitToRead() => _messages.Reader.WaitToReadAsync();

    /// <summary>The next message; null when none waits.</summary>
    public RoomMessage? Take()
    {
        if (!_messages.Reader.TryRead(out var message))
            return null;
        if (message.Size >= Large)
            _large.Reader.TryRead(out _);
        return message;
    }

    async ValueTask<bool> PutLarge(RoomMessage message, CancellationToken cancellation)
    {
        if (!await Put(_large.Writer, true, cancellation))
            return false;
        var isIn = false;
        try
        {
            return isIn = await Put(_messages.Writer, message, cancellation);
        }
        finally
        {
            if (!isIn)
                _large.Reader.TryRead(out _);
        }
    }

    static async ValueTask<bool> Put<T>(ChannelWriter<T> channel, T item, CancellationToken cancellation)
    {
        while (!channel.TryWrite(item))
            if (!await channel.WaitToWriteAsync(cancellation))
                return false;
        return true;
    }
}
