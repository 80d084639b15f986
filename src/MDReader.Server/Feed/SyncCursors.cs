using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using MDReader.Server.Platform;

namespace MDReader.Server.Feed;

/// <summary>How far somebody has read a workspace's feed.</summary>
/// <param name="Epoch">Of the feed; positions of another one mean nothing.</param>
/// <param name="Position">The last change that they know of.</param>
/// <param name="At">When this was so: deletions are kept for a time only, and an older cursor might miss one.</param>
readonly record struct SyncCursor(Guid Epoch, long Position, DateTimeOffset At);

/// <summary>A place inside a snapshot: the object last given, and the cursor taken before its first page.</summary>
readonly record struct SnapshotCursor(SyncCursor Sync, string Type, Guid Id);

/// <summary>
/// Cursors as clients hold them: signed together with the workspace and the person, so that they open nothing else, and of
/// no meaning outside this server.
/// </summary>
sealed class SyncCursors(InstanceSecrets secrets)
{
    const string Key = "sync-cursors";
    const int SyncLength = 16 + 8 + 8;
    const int SignatureLength = HMACSHA256.HashSizeInBytes;

    public string Write(SyncCursor cursor, Onlooker onlooker) => Seal(Bytes(cursor), onlooker);

    public string Write(SnapshotCursor cursor, Onlooker onlooker) => Seal(
        [.. Bytes(cursor.Sync), .. cursor.Id.ToByteArray(bigEndian: true), .. System.Text.Encoding.ASCII.GetBytes(cursor.Type)],
        onlooker);

    /// <summary>Null when it isn't one, or another's.</summary>
    public SyncCursor? ReadSync(string? text, Onlooker onlooker) =>
        Open(text, onlooker) is { Length: SyncLength } bytes ? Sync(bytes) : null;

    /// <inheritdoc cref="ReadSync"/>
    public SnapshotCursor? ReadSnapshot(string? text, Onlooker onlooker) =>
        Open(text, onlooker) is { Length: > SyncLength + 16 } bytes
            ? new(Sync(bytes), System.Text.Encoding.ASCII.GetString(bytes.AsSpan(SyncLength + 16)),
                new Guid(bytes.AsSpan(SyncLength, 16), bigEndian: true))
            : null;

    static byte[] Bytes(SyncCursor cursor)
    {
        var bytes = new byte[SyncLength];
        cursor.Epoch.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16), cursor.Position);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(24), cursor.At.ToUnixTimeMilliseconds());
        return bytes;
    }

    static SyncCursor Sync(ReadOnlySpan<byte> bytes) => new(
        new Guid(bytes[..16], bigEndian: true),
        BinaryPrimitives.ReadInt64BigEndian(bytes[16..]),
        DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes[24..])));

    string Seal(byte[] bytes, Onlooker onlooker) => Base64Url.EncodeToString([.. bytes, .. Sign(bytes, onlooker)]);

    byte[]? Open(string? text, Onlooker onlooker)
    {
        if (text is null || text.Length > 512 || !Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        return bytes.Length > SignatureLength && bytes[..^SignatureLength] is var content
            && CryptographicOperations.FixedTimeEquals(Sign(content, onlooker), bytes.AsSpan(^SignatureLength..))
                ? content
                : null;
    }

    byte[] Sign(byte[] content, Onlooker onlooker)
    {
        byte[] signed = [.. content, .. onlooker.WorkspaceId.ToByteArray(), .. onlooker.PersonId.ToByteArray()];
        return HMACSHA256.HashData(secrets.Get(Key), signed);
    }
}
