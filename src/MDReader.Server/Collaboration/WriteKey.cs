using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MDReader.Server.Collaboration;

/// <summary>
/// What a merge-write is sent under that may have to be sent twice. The Yjs client that it is made as comes of the key, and
/// it is made at its base: sent again it is the same update once more, which changes nothing where it has arrived. What
/// differs in anything is another write, whatever its key.
/// </summary>
readonly record struct WriteKey(string Key)
{
    /// <summary>The client to write as: always the same for one key, person, document, base and change.</summary>
    /// <param name="secret">The instance's: who could work out clients would choose one that is somebody's.</param>
    /// <param name="document">Where it writes.</param>
    /// <param name="author">Who sends it; nobody else's key gives the same client.</param>
    /// <param name="base">What it changes; the client is none of those that wrote it.</param>
    /// <param name="changes">What it changes there.</param>
    public ulong ClientFor(
        byte[] secret, Guid document, Guid author, OpenedDocument @base, IReadOnlyList<TextChange> changes)
    {
        var known = @base.Doc.StateVector;
        var seed = Seed(secret, document, author, @base.Seq, changes);
        while (true)
        {
            var client = BinaryPrimitives.ReadUInt32LittleEndian(seed);
            if (client > 0 && known[client] == 0)
                return client;
            seed = HMACSHA256.HashData(secret, seed);
        }
    }

    byte[] Seed(byte[] secret, Guid document, Guid author, long seq, IReadOnlyList<TextChange> changes)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(document.ToByteArray());
        hash.AppendData(author.ToByteArray());
        Append(seq);
        Append(Key.Length);
        hash.AppendData(Encoding.UTF8.GetBytes(Key));
        foreach (var change in changes)
        {
            Append(change.Start);
            Append(change.Length);
            Append(change.Inserted.Length);
            hash.AppendData(MemoryMarshal.AsBytes(change.Inserted.AsSpan()));
        }
        return hash.GetHashAndReset();

        void Append(long number)
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
            hash.AppendData(bytes);
        }
    }
}
