using Microsoft.Extensions.Logging;

namespace MDReader.Cloud.Aws;

/// <summary>
/// Reads a queue one message at a time. What was dealt with is deleted. What wasn't, or took too long, comes again, and lies
/// among the dead letters after as many times as the queue says.
/// </summary>
/// <param name="queue">Whose policy says where dead letters go.</param>
/// <param name="patience">How long dealing with a message may take; for twice that it is hidden from other readers.</param>
/// <param name="time">Waits while the queue is away.</param>
/// <param name="logger">Is told what comes again, and why.</param>
sealed partial class SqsReader(SqsQueue queue, TimeSpan patience, TimeProvider time, ILogger<SqsReader> logger)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Until it is told to end; the message in hand is finished first.</summary>
    /// <param name="take">Deals with a message's body; false or an exception when it couldn't.</param>
    /// <param name="end">When to stop.</param>
    public async Task Run(Func<string, CancellationToken, Task<bool>> take, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                if (await queue.Receive(hidden: 2 * patience, end) is { } message && await IsTaken(take, message))
                    await queue.Delete(message, CancellationToken.None);
            }
            catch (AwsException away)
            {
                LogAway(away.Message);
                await Task.Delay(Pause, time, end).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                return;
            }
        }
    }

    async Task<bool> IsTaken(Func<string, CancellationToken, Task<bool>> take, SqsMessage message)
    {
        using var late = new CancellationTokenSource(patience, time);
        try
        {
            if (await take(message.Body, late.Token))
                return true;
            LogAgain(message.Body, "It was refused.");
        }
        catch (Exception failure)
        {
            LogAgain(message.Body, failure.Message);
        }
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message comes again: {Message} {Reason}")]
    partial void LogAgain(string message, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queue can't be read now: {Reason}")]
    partial void LogAway(string reason);
}
