using System.Net;

namespace MDReader.Client.Sync;

/// <summary>Finds files under other names than before, by what they hold, and renames their documents: a file that was moved,
/// and edited as well, goes on being the same document with its history.</summary>
sealed class Renames(FolderCopy copy, FolderSteps folders)
{
    // As much of both texts as makes them one text, edited.
    const double Alike = .5;

    // Past so many pairs, only files that have kept their names are compared.
    const int MostPairs = 10_000;

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
        foreach (var known in missing.ToList())
        {
            var found = unknown.Where(file => file.Hash == known.Disk)
                .OrderByDescending(file => NameOf(file.Path) == known.FileName).FirstOrDefault();
            if (found is null)
                continue;
            missing.Remove(known);
            unknown.Remove(found);
            await Rename(known, found, cancellation);
        }
        foreach (var (known, file) in Edited(missing, unknown.FindAll(file => file.IsSettled)))
            await Rename(known, file, cancellation);
    }

    // The most alike find each other first; among equals those that kept their name.
    List<(KnownDocument Known, FoundFile File)> Edited(List<KnownDocument> missing, List<FoundFile> unknown)
    {
        if (missing.Count == 0 || unknown.Count == 0)
            return [];
        var before = missing.ToDictionary(known => known.Id, known => new Likeness(_ledger.Text(known.Disk!)));
        var now = unknown.ToDictionary(file => file.Path, file => new Likeness(copy.Disk.Read(file.Path) ?? []));
        var few = missing.Count * (long)unknown.Count <= MostPairs;
        var pairs =
            from known in missing
            from file in unknown
            let keepsName = NameOf(file.Path) == known.FileName
            where few || keepsName
            let alike = before[known.Id].To(now[file.Path])
            where alike >= Alike
            orderby alike descending, keepsName descending
            select (Known: known, File: file);
        var (matched, taken) = (new HashSet<Guid>(), new HashSet<string>());
        return [.. pairs.ToList().Where(pair =>
            !matched.Contains(pair.Known.Id) && taken.Add(pair.File.Path) && matched.Add(pair.Known.Id))];
    }

    async Task Rename(KnownDocument known, FoundFile file, CancellationToken cancellation)
    {
        var (path, name) = (file.Path, NameOf(file.Path));
        if (copy.IsRefused(path, file.Hash))
        {
            copy.Hold(known.Id, path);
            return;
        }
        try
        {
            var parent = await folders.Live(path[..^name.Length].TrimEnd('/'), cancellation);
            var title = name == known.FileName ? known.Title : FileNames.TitleOf(name);
            var renamed = await copy.Client.Documents.Change(
                known.Id, new() { Title = title, FolderId = parent }, cancellation);
            copy.HasWritten = true;
            _ledger.Save(known with { FileName = name, ParentId = parent, Title = renamed.Title, FolderId = renamed.FolderId });
            copy.Live.Take(renamed);
            copy.Release(known.Id);
            copy.Tell(SyncAct.Renamed, path);
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            // Deleted meanwhile; the feed will tell, and the file is one that nobody knows.
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity)
        {
            Refuse(known, file, problem);
        }
    }

    // The file isn't the person's to rename, or its new name isn't one for a document. The document is not deleted for that.
    void Refuse(KnownDocument known, FoundFile file, ProblemException problem)
    {
        if (problem.Status == HttpStatusCode.Forbidden && copy.Options.Pulls)
        {
            copy.Refuse(file.Path, file.Hash, $"The document stays \"{known.Title}\", and comes back: {problem.Message}");
            _ledger.Save(known with { Disk = null });
            copy.IsUnsettled = true;
            return;
        }
        copy.Hold(known.Id, file.Path);
        // Of a folder that has gone meanwhile the feed will tell.
        if (problem.Says(FolderSteps.NoSuchFolder))
            copy.IsUnsettled = true;
        else
            copy.Refuse(file.Path, file.Hash,
                $"The document stays \"{known.Title}\" until the file has a name and a place that the server takes: {problem.Message}");
    }

    static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
