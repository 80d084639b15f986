namespace MDReader.Server.Platform;

/// <summary>
/// The port by which the processes of an installation hear of each other at once: nothing behind a single process, Redis
/// behind several. It is never the truth. What it carries may be lost, so whatever must not be missed is read from the
/// database as well; what arrives was sent by a process of this installation, lately, and only once.
/// </summary>
public interface IRelay
{
    /// <summary>True where there are no others that could be asked, now or later.</summary>
    bool IsAlone { get; }

    /// <summary>False while the others can't be reached.</summary>
    bool IsUp { get; }

    /// <summary>Raised when the others can be reached, for the first time or again: what either side told the other just before
    /// may be lost. The listener hands over and returns.</summary>
    event Action? Connected;

    /// <summary>Tells the other processes; false when they can't be reached.</summary>
    bool Publish(string channel, ReadOnlySpan<byte> message);

    /// <summary>Hears the other processes, not this one, until disposed. The listener hands over and returns.</summary>
    IDisposable Listen(string channel, Action<ReadOnlyMemory<byte>> listener);

    /// <summary>
    /// Adds to a count of all processes that begins with the window; null while they can't be reached, and then this
    /// process counts for itself.
    /// </summary>
    ValueTask<SharedCount?> Count(string key, int by, TimeSpan window);

    /// <summary>
    /// Adds to what this process holds and gives what all hold together; what a process held ends with it. Null while the
    /// others can't be reached.
    /// </summary>
    ValueTask<long?> Hold(string key, int by);
}

/// <param name="Used">The count, this one included.</param>
/// <param name="Left">Until the window ends.</param>
public readonly record struct SharedCount(long Used, TimeSpan Left);
