using System.Collections.Concurrent;
using System.Net;

namespace MDReader.Server.Collaboration;

/// <summary>How many sockets are open: in this process, from an address, of a person.</summary>
sealed class SocketCounts(CollaborationOptions options)
{
    static readonly object Process = new();
    readonly ConcurrentDictionary<object, int> _open = [];

    /// <summary>Counts a socket in, whoever it is, until the result is disposed.</summary>
    /// <exception cref="MessageRefusedException">This process or this address has too many.</exception>
    public IDisposable Enter(IPAddress? address) => Take(places =>
    {
        places.Take(Process, options.SocketsPerProcess, "This server has");
        if (address is not null)
            places.Take(address, options.SocketsPerAddress, "Your address has");
    });

    /// <summary>Counts a document in that somebody has opened, until the result is disposed.</summary>
    /// <exception cref="MessageRefusedException">They have too many open.</exception>
    public IDisposable Enter(Guid userId) => Take(places => places.Take(userId, options.SocketsPerUser, "You have"));

    Places Take(Action<Places> take)
    {
        var places = new Places(this);
        try
        {
            take(places);
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
