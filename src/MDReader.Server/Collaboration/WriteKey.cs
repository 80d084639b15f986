using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using MDReader.Crdt.Ids;

namespace MDReader.Server.Collaboration;

/// <summary>
/// What a merge-write is sent under that may have to be sent twice. The Yjs client that it is made as comes of the key, and
/// it is made at its base: sent again it is the same update once more, which changes nothing where it has arrived.
/// </summary>
readonly record struct WriteKey(string Key)
{
    /// <summary>The client to write as: always the same for one key, person, document and base.</summary>
    /// <param name="document">Where it writes.</param>
    /// <param name="author">Who sends it; nobody else's key gives the same client.</param>
    /// <param name="known">The clients of the base, of which it is none.</param>
    public ulong ClientFor(Guid document, Guid author, StateVector known)
    {
        byte[] seed = [.. document.ToByteArray(), .. author.ToByteArray(), .. Encoding.UTF8.GetBytes(Key)];
        while (true)
        {
            seed = SHA256.HashData(seed);
            var client = BinaryPrimitives.ReadUInt32LittleEndian(seed);
            if (client > 0 && known[client] == 0)
                return client;
        }
    }
}
