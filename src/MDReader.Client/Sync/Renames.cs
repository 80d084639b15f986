using System.Net;

namespace MDReader.Client.Sync;

/// <summary>Finds files under other names than before, by what they hold, and renames their documents.</summary>
sealed class Renames(FolderCopy copy, FolderSteps folders)
{
    readonly Ledger _ledger = copy.Ledger;

    /// <param name="files">What the scan found, by path.</param>
    /// <param name="cancellation">Between two documents.</param>
    public async Task Follow(IReadOnlyDictionary<string, FoundFile> files, CancellationToken cancellation)
    {
        var missing = _ledger.Documents.Values
            .Where(known => known.IsInStep && known.Disk != TextHash.Empty && copy.Live.Documents.ContainsKey(known.Id))
            .Where(known => !files.ContainsKey(_ledger.PathOf(known)))
            .ToList();
        if (missing.Count == 0)
            return;
        var places = _ledger.Documents.Values.Select(_ledger.PathOf).ToHashSet();
        var unknown = files.Values.Where(file => !places.Contains(file.Path)).ToList();
        foreach (var known in missing)
        {
            var found = unknown.Where(file => file.Hash == known.Disk)
                .OrderByDescending(file => NameOf(file.Path) == known.FileName).FirstOrDefault();
            if (found is null)
                continue;
            unknown.Remove(found);
            await Rename(known, found.Path, cancellation);
        }
    }

    async Task Rename(KnownDocument known, string path, CancellationToken cancellation)
    {
        var name = NameOf(path);
        try
        {
            var parent = await folders.Live(path[..^name.Length].TrimEnd('/'), cancellation);
            var title = name == known.FileName ? known.Title : FileNames.TitleOf(name);
            var renamed = await copy.Client.Rename(known.Id, title, parent, cancellation);
            copy.HasWritten = true;
            _ledger.Save(known with { FileName = name, ParentId = parent, Title = renamed.Title, FolderId = renamed.FolderId });
            copy.Live.Take(renamed);
            copy.Tell(SyncAct.Renamed, path);
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            // Deleted meanwhile; the feed will tell, and the file is one that nobody knows.
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity)
        {
            copy.Refuse(path, known.Disk!, problem);
        }
    }

    static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
