using System.Security.Cryptography;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Versions;

/// <summary>
/// After a backup was put in place, clients may hold edits and cursors that the server doesn't know any more, under numbers
/// that it will give out again. New epochs of the feeds and of the texts tell them to begin anew. Chance chooses them, since
/// one backup may be restored twice.
/// </summary>
public sealed class RestoredBackup(Database database)
{
    const int LongestJump = 1_000_000;

    public Task BeginNewEpochs(CancellationToken cancellationToken)
    {
        var feeds = Guid.NewGuid();
        var jump = RandomNumberGenerator.GetInt32(1, LongestJump);
        return database.Write(
            async (db, token) =>
            {
                await db.Set<FeedRow>().ExecuteUpdateAsync(
                    row => row.SetProperty(feed => feed.Epoch, feeds), token);
                await db.Set<Document>().ExecuteUpdateAsync(
                    row => row.SetProperty(document => document.Epoch, document => document.Epoch + jump), token);

                // Their places in the log are the same.
                await db.Versions.ExecuteUpdateAsync(
                    row => row.SetProperty(version => version.Epoch, version => version.Epoch + jump), token);
            },
            cancellationToken);
    }
}
