using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Versions;

/// <summary>Lets go of history that is older than it is to be kept. Named versions are taken out of the log first.</summary>
sealed class HistoryEnd(Database database, History history, TimeProvider time, IOptions<VersionsOptions> options)
{
    public async Task CutOff(CancellationToken cancellationToken)
    {
        if (options.Value.KeepHistory is not { } kept)
        {
            return;
        }

        var documents = await database.Read(
            (db, token) => db.Set<SegmentRow>().Select(segment => segment.DocumentId).Distinct().ToListAsync(token),
            cancellationToken);
        foreach (var document in documents)
        {
            if (await history.LastBefore(document, time.Now() - kept) is { } last)
            {
                await TakeOut(document, last, cancellationToken);
                await history.CutOff(document, last);
            }
        }
    }

    // The state after the last edit itself is where history begins from now on, and stays.
    async Task TakeOut(Guid document, long last, CancellationToken cancellationToken)
    {
        var ending = await database.Read(
            (db, token) => db.Versions
                .Where(version => version.DocumentId == document && version.Seq < last && version.File == null)
                .Select(version => new { version.Id, version.Epoch, version.Seq, IsNamed = version.Name != null })
                .ToListAsync(token),
            cancellationToken);
        var files = new Dictionary<Guid, byte[]?>();
        foreach (var version in ending)
        {
            files[version.Id] = version.IsNamed
                ? (await history.OpenAt(document, version.Epoch, version.Seq))?.File.ToBytes()
                : null;
        }

        await database.Write(
            async (db, token) =>
            {
                var ids = files.Keys.ToList();
                foreach (var version in await db.Versions.Where(version => ids.Contains(version.Id)).ToListAsync(token))
                {
                    if (files[version.Id] is { } bytes)
                    {
                        version.File = bytes;
                    }
                    else if (version.Name is null)
                    {
                        db.Remove(version);
                    }
                }
            },
            cancellationToken);
    }
}
