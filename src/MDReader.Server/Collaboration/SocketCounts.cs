using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using MDReader.Server.Platform;

namespace MDReader.Server.Collaboration;

/// <summary>
/// How many sockets are open: in this process, from an address, of a person. The last two are counted over all processes
/// while the relay is up, and else in this one.
/// </summary>
sealed class SocketCounts(CollaborationOptions options, IRelay relay)
{
    static readonly object Process = new();
    readonly ConcurrentDictionary<object, int> _open = [];
    readonly IRelay _relay = relay;

    /// <summary>How many sockets this process has open.</summary>
    public int Open => _open.GetValueOrDefault(Process);

    /// <summary>Counts a socket in, whoever it is, until the result is disposed.</summary>
    /// <exception cref="MessageRefusedException">This process or this address has too many.</exception>
    public ValueTask<IDisposable> Enter(IPAddress? address) => Take(async places =>
    {
        places.Take(Process, options.SocketsPerProcess, "This server has");
        if (address is not null)
            await places.TakeTogether(address, options.SocketsPerAddress, "Your address has");
    });

    /// <summary>Counts a document in that somebody has opened, until the result is disposed.</summary>
    /// <exception cref="MessageRefusedException">They have too many open.</exception>
    public ValueTask<IDisposable> Enter(Guid userId) =>
        Take(places => places.TakeTogether(userId, options.SocketsPerUser, "You have"));

    async ValueTask<IDisposable> Take(Func<Places, ValueTask> take)
    {
        var places = new Places(this);
        try
        {
            await take(places);
            return places;
        }
        catch
        {
            places.Dispose();
            throw;
        }
    }

    // Keys hold addresses, which are nobody's business in there.
    static string SharedKey(object what) =>
        $"sockets:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{what}")).AsSpan(0, 16))}";

    sealed class Places(SocketCounts counts) : IDisposable
    {
        readonly List<object> _taken = [];
        readonly List<string> _held = [];

        public void Take(object what, int limit, string who)
        {
            _taken.Add(what);
            if (counts._open.AddOrUpdate(what, 1, (_, open) => open + 1) > limit)
                throw TooMany(limit, who);
        }

        public async ValueTask TakeTogether(object what, int limit, string who)
        {
            Take(what, limit, who);
            var key = SharedKey(what);
            _held.Add(key);
            if (await counts._relay.Hold(key, 1) > limit)
                throw TooMany(limit, who);
        }

        public void Dispose()
        {
            foreach (var what in _taken)
                if (counts._open.AddOrUpdate(what, 0, (_, open) => open - 1) == 0)
                    // Only where nobody has come in again meanwhile.
                    counts._open.TryRemove(new(what, 0));
            _taken.Clear();
            foreach (var key in _held)
                _ = counts._relay.Hold(key, -1).AsTask();
            _held.Clear();
        }

        static MessageRefusedException TooMany(int limit, string who) =>
            new(new(CloseCode.TooMany, $"{who} {limit} documents open, which is the limit; close one."));
    }
}
