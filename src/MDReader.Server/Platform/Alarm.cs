using System.Threading.Channels;

namespace MDReader.Server.Platform;

/// <summary>Wakes somebody who rests between two rounds of work. It may ring at any time, from anywhere; rung twice before
/// the next rest, it wakes once.</summary>
sealed class Alarm
{
    readonly Channel<bool> _rung = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rung.Writer.TryWrite(true);

    /// <summary>Until it rings, the time is over or the caller is to stop; which of them doesn't matter.</summary>
    public async Task Rest(TimeSpan longest, CancellationToken stopping)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        enough.CancelAfter(longest);
        try
        {
            await _rung.Reader.ReadAsync(enough.Token);
        }
        catch (OperationCanceledException)
        {
            // Time to look, or to stop.
        }
    }
}
