using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using MDReader.Server.Collaboration;

namespace MDReader.Server.Git;

/// <summary>Objects on their way to a clone, in a file of the system's temporary folder, so that none is long in memory.</summary>
sealed class GitPack : IAsyncDisposable
{
    const int HeadLength = 12;
    const int Version = 2;

    readonly FileStream _file = new(Path.Combine(Path.GetTempPath(), $"mdreader-git-{Guid.NewGuid():N}"), new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
    });

    readonly long _limit;
    int _count;

    GitPack(long limit)
    {
        _limit = limit;
        _file.Position = HeadLength;
    }

    /// <summary>Everything of the first <paramref name="upTo"/> commits that isn't in the first <paramref name="known"/> of them.</summary>
    /// <param name="limit">Bytes.</param>
    /// <exception cref="GitRefusedException">It would be larger, or a text is no longer kept.</exception>
    public static async Task<GitPack> Of(
        IReadOnlyList<GitCommit> commits, int known, int upTo, ContentReading reading, long limit, CancellationToken cancellationToken)
    {
        var pack = new GitPack(limit);
        try
        {
            var held = new HashSet<string>();
            var number = 0;
            foreach (var committed in GitHistory.Of(commits.Take(upTo)))
            {
                var isNew = ++number > known;
                if (committed.Commit is { Path: not null, Blob: { } blob } && held.Add(blob) && isNew)
                {
                    await pack.Add(new(GitKind.Blob, blob, await Text(committed.Commit, reading, cancellationToken)), cancellationToken);
                }

                foreach (var made in committed.Objects)
                {
                    if (held.Add(made.Id) && isNew)
                    {
                        await pack.Add(made, cancellationToken);
                    }
                }
            }

            return pack;
        }
        catch
        {
            await pack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes it whole, in pieces of at most so many bytes.</summary>
    public async Task Send(Func<ReadOnlyMemory<byte>, Task> write, int most, CancellationToken cancellationToken)
    {
        var head = new byte[HeadLength];
        "PACK"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), Version);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(8), _count);
        _file.Position = 0;
        await _file.WriteAsync(head, cancellationToken);
        _file.Position = 0;
#pragma warning disable CA5350 // As packs are sealed.
        using var seal = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        var piece = new byte[most];
        while (await _file.ReadAsync(piece, cancellationToken) is var read and > 0)
        {
            seal.AppendData(piece.AsSpan(0, read));
            await write(piece.AsMemory(0, read));
        }

        await write(seal.GetHashAndReset());
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    async Task Add(GitObject made, CancellationToken cancellationToken)
    {
        _count++;
        await _file.WriteAsync(Head(made), cancellationToken);
        await using (var packed = new ZLibStream(_file, CompressionLevel.Fastest, leaveOpen: true))
        {
            await packed.WriteAsync(made.Content, cancellationToken);
        }

        if (_file.Position > _limit)
        {
            throw new GitRefusedException($"The history has more than {_limit} bytes; MDReader:Git:PackBytes says how many are sent.");
        }
    }

    // The kind and the low four bits of the length, then seven at a time.
    static byte[] Head(GitObject made)
    {
        var head = new List<byte>();
        var (next, left) = (((int)made.Kind << 4) | (made.Content.Length & 15), made.Content.Length >> 4);
        while (left > 0)
        {
            head.Add((byte)(next | 128));
            (next, left) = (left & 127, left >> 7);
        }

        head.Add((byte)next);
        return [.. head];
    }

    static async Task<byte[]> Text(GitCommit commit, ContentReading reading, CancellationToken cancellationToken) =>
        await reading.Find(commit.DocumentId, $"{commit.VersionId}", cancellationToken) is { } content
            && GitObject.IdOf(GitKind.Blob, content.Bytes) == commit.Blob
            ? content.Bytes
            : throw new GitRefusedException("A text of the history went a moment ago; fetch again.");
}

/// <summary>Why git gets nothing; the message is for who runs it.</summary>
sealed class GitRefusedException(string message) : Exception(message);
