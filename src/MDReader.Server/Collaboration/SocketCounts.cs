using System.Collections.Concurrent;
using System.Net;

namespace MDReader.Server.Collaboration;

/// <summary>How many sockets are open: in this process, from an address, of a person.</summary>
sealed class SocketCounts(CollaborationOptions options)
{
    static readonly object Process = new();
    readonly ConcurrentDictionary<object, int> _open = [];

    /// <summary>Counts a socket in until the result is disposed.</summary>
    /// <exception cref="MessageRefusedException">One of the limits is reached.</exception>
    public IDisposable Enter(IPAddress? address, Guid userId)
    {
        var places = new Places(this);
        try
        {
            places.Take(Process, options.SocketsPerProcess, "This server has");
            places.Take(userId, options.SocketsPerUser, "You have");
            if (address is not null)
                places.Take(address, options.SocketsPerAddress, "Your address has");
            return places;
        }
        catch
        {
            places.Dispose();
            throw;
        }
    }

    sealed class Places(SocketCounts counts) : IDisposable
    {
        readonly List<object> _taken = [];

        public void Take(object what, int limit, string who)
        {
            _taken.Add(what);
            if (counts._open.AddOrUpdate(what, 1, (_, open) => open + 1) > limit)
                throw new MessageRefusedException(
                    new(CloseCode.TooMany, $"{who} {limit} documents open, which is the limit; close one."));
        }

        public void Dispose()
        {
            foreach (var what in _taken)
                if (counts._open.AddOrUpdate(what, 0, (_, open) => open - 1) == 0)
                    // Only where nobody has come in again meanwhile.
                    counts._open.TryRemove(new(what, 0));
            _taken.Clear();
        }
    }
}
