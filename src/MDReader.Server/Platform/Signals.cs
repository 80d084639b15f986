using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace MDReader.Server.Platform;

/// <summary>
/// Committed facts told in every process (<see cref="Announcements"/> carries them to the others), so that a feature can react to another that doesn't know it: the record is
/// declared by its cause, and listened to by the reaction. A signal is a hint that makes things fast; what must not be
/// missed is read from the database.
/// </summary>
public sealed class Signals(ILogger<Signals> log)
{
    readonly ConcurrentDictionary<Type, ImmutableArray<Action<object>>> _listeners = new();

    /// <summary>The listener runs on the writer's thread after its commit: it hands over and returns.</summary>
    public void Listen<T>(Action<T> listener) =>
        _listeners.AddOrUpdate(
            typeof(T),
            _ => [signal => listener((T)signal)],
            (_, listeners) => listeners.Add(signal => listener((T)signal)));

    internal void Raise(object signal)
    {
        if (_listeners.TryGetValue(signal.GetType(), out var listeners))
        {
            foreach (var listener in listeners)
            {
                Tell(listener, signal);
            }
        }
    }

    // What is told is committed already: a listener that fails may not fail the writer.
    void Tell(Action<object> listener, object signal)
    {
        try
        {
            listener(signal);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "A listener to {Signal} failed.", signal.GetType().Name);
        }
    }
}
