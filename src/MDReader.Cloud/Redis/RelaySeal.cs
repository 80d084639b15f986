using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace MDReader.Cloud.Redis;

/// <summary>
/// Makes what travels through Redis believable. A sealed message is a MAC of 32 bytes over the channel and the rest; who
/// sent it (16 bytes), its number of theirs on this channel (8) and the time (8 bytes, milliseconds); and what it says.
/// Whoever can write to Redis but doesn't hold the installation's key can neither make one nor play an old one again.
/// </summary>
sealed class RelaySeal(byte[] key, TimeProvider time)
{
    const int Mac = HMACSHA256.HashSizeInBytes;
    const int Header = Mac + 16 + sizeof(long) + sizeof(long);

    // Clocks of machines differ a little; and what is older than this helps nobody.
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);

    readonly Guid _self = Guid.NewGuid();
    readonly ConcurrentDictionary<(string Channel, Guid Sender), (long Number, long At)> _heard = [];
    long _number;

    public byte[] Seal(string channel, ReadOnlySpan<byte> message)
    {
        var sealed_ = new byte[Header + message.Length];
        var said = sealed_.AsSpan(Mac);
        _self.TryWriteBytes(said);
        BinaryPrimitives.WriteInt64BigEndian(said[16..], Interlocked.Increment(ref _number));
        BinaryPrimitives.WriteInt64BigEndian(said[24..], time.GetUtcNow().ToUnixTimeMilliseconds());
        message.CopyTo(said[32..]);
        Sign(channel, said, sealed_);
        return sealed_;
    }

    /// <summary>What is said; null when it is this process's own, forged, stale or heard before.</summary>
    public ReadOnlyMemory<byte>? Open(string channel, byte[] sealed_)
    {
        if (sealed_.Length < Header)
            return null;
        var said = sealed_.AsSpan(Mac);
        Span<byte> expected = stackalloc byte[Mac];
        Sign(channel, said, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, sealed_.AsSpan(0, Mac)))
            return null;
        var sender = new Guid(said[..16]);
        var number = BinaryPrimitives.ReadInt64BigEndian(said[16..]);
        var at = BinaryPrimitives.ReadInt64BigEndian(said[24..]);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (sender == _self || Math.Abs(now - at) > Fresh.TotalMilliseconds || !IsNew(channel, sender, number, now))
            return null;
        return sealed_.AsMemory(Header);
    }

    // A channel is read by one thread. What is too old to be believed needn't be remembered.
    bool IsNew(string channel, Guid sender, long number, long now)
    {
        if (_heard.TryGetValue((channel, sender), out var last) && number <= last.Number)
            return false;
        _heard[(channel, sender)] = (number, now);
        if (number % 1024 == 0)
            foreach (var (who, heard) in _heard)
                if (now - heard.At > 3 * Fresh.TotalMilliseconds)
                    _heard.TryRemove(new(who, heard));
        return true;
    }

    void Sign(string channel, ReadOnlySpan<byte> said, Span<byte> mac)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes(channel));
        hash.AppendData([0]);
        hash.AppendData(said);
        hash.GetHashAndReset(mac);
    }
}
